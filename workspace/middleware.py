"""What was typed survives a session that expired meanwhile."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from workspace.drafts import keep_for_later


class KeepTyped:
    """Keeps a form that was sent without a session while its sender signs in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and keep the entries of a form that was answered with the sign-in page."""
        response = self.get_response(request)
        if request.method == "POST" and self._is_sent_to_sign_in(request, response):
            keep_for_later(request.session, request.path, dict(request.POST.lists()))
        return response

    def _is_sent_to_sign_in(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        return (
            isinstance(response, HttpResponseRedirect)
            and not request.user.is_authenticated
            and response.url.startswith(resolve_url(settings.LOGIN_URL))
        )
