"""Error pages in our design for what Django answers with a bare line, or with nothing."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis.scripts import in_language
from municipality.menu import KEYS

SMALL: Final = 1024
"""A longer answer is a page of its own already, in bytes."""

Words = tuple["str | Promise", "str | Promise"]
ERRORS: Final[dict[int, Words]] = {
    405: (
        _("This cannot be done here"),
        _("The page exists, but not for this action. Go back and try again."),
    ),
    413: (
        _("Too large"),
        _("What you sent is larger than what can be received. Send a smaller file."),
    ),
    429: (
        _("Too many attempts"),
        _("Please wait a few minutes, then try again."),
    ),
    503: (
        _("Back in a moment"),
        _("The service is being restarted or its database is away. Nothing is lost: try again."),
    ),
}
FORGED: Final[Words] = (
    _("The form has expired"),
    _("For your safety it was not sent. Go back, reload the page and send it again."),
)


class ErrorPages:
    """Gives readers a page where a view refused with a bare answer of `ERRORS`.

    Programs, which do not ask for HTML, get what the view said.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and dress the answer if it is bare."""
        response = self.get_response(request)
        if not _is_bare(response) or not wants_page(request):
            return response
        page = error_page(request, response.status_code, ERRORS[response.status_code])
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say 503 while the database is away, which is nobody's mistake and passes."""
        if isinstance(exception, OperationalError | InterfaceError) and wants_page(request):
            return error_page(None, 503, ERRORS[503])
        return None


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without its token, whose page was open too long or came from elsewhere."""
    return error_page(request, 403, FORGED)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, without asking the database for anything."""
    return HttpResponse(render_to_string("500.html", _known()), status=500)


def error_page(request: HttpRequest | None, status: int, words: Words) -> HttpResponse:
    """Return a page that says what happened and what to do; without a request, one of few needs."""
    title, text = words
    context = _known() | {"code": status, "title": title, "text": text}
    response = HttpResponse(render_to_string("error.html", context, request), status=status)
    patch_cache_control(response, no_store=True)
    return response


def _known() -> dict[str, object]:
    """Return what the shell shows where no context processor ran."""
    return {
        "commune": in_language(ar=settings.COMMUNE_AR, fr=settings.COMMUNE_FR),
        "is_demonstration": settings.DEMONSTRATION,
        "keys": KEYS,
    }


def wants_page(request: HttpRequest) -> bool:
    """Tell whether it is a person who asks, with a browser, and not htmx for a piece."""
    return "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers


def _is_bare(response: HttpResponseBase) -> bool:
    if response.status_code not in ERRORS or response.streaming:
        return False
    content = response.content if isinstance(response, HttpResponse) else b""
    return len(content) < SMALL and b"<html" not in content
