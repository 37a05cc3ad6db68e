"""Addresses whose pages fail, each in its way."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def failing(error: type[Exception]) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def answering(status: int) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that answers with a bare line."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("no", status=status, content_type="text/plain")

    return view


urlpatterns = [
    path("away/", failing(OperationalError)),
    *(path(f"bare/{status}/", answering(status)) for status in (405, 413, 418, 429, 503)),
    path("broken/", failing(RuntimeError)),
    path("suspicious/", failing(SuspiciousOperation)),
    path("refused/", failing(PermissionDenied)),
    path("", include("municipality.urls")),
]
