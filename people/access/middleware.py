"""What every request passes: strict headers, the end of idle sessions, the second factor."""

import time
from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from people.access.rules import FACTORS, has_shown_factor, is_idle
from people.permissions import holds_sensitive

SEEN: Final = "seen_at"
SEEN_EVERY_S: Final = 300
"""How long a session goes on before it is written again that it is in use."""
OPEN_WITHOUT_FACTOR: Final = frozenset(
    {
        "account_change_password",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_download_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "set_language",
    }
)
"""Where somebody may go who has yet to set up, or to show, a second factor."""


class StrictHeaders(MiddlewareMixin):
    """Says what pages may do, and keeps pages of a session out of every cache."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the headers that Django and django-csp do not."""
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _has_session(request) and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class EndIdleSessions(MiddlewareMixin):
    """Signs out whoever has left a session alone: a counter's computer is used by many."""

    def process_request(self, request: HttpRequest) -> None:
        """End the session, or note now and then that it is in use."""
        if not _has_session(request) or not request.user.is_authenticated:
            return
        now, seen_at = time.time(), request.session.get(SEEN)
        if is_idle(seen_at, now, settings.SESSION_IDLE_S):
            logout(request)
            messages.info(request, _("You were signed out because nothing was done for a while."))
        elif seen_at is None or now - seen_at > SEEN_EVERY_S:
            request.session[SEEN] = now


class RequireSecondFactor(MiddlewareMixin):
    """Lets nobody with a sensitive capability go on with a password alone."""

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Send them to where the second factor is shown, or set up the first time."""
        if not settings.SECOND_FACTOR or not _has_session(request):
            return None
        match = request.resolver_match
        if match and match.view_name in OPEN_WITHOUT_FACTOR:
            return None
        user = request.user
        if not user.is_authenticated or has_shown_factor(get_authentication_records(request, user)):
            return None
        kinds = FACTORS & {
            str(kind)
            for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True)
        }
        if not kinds and not holds_sensitive(user):
            return None
        return _go_to(request, _page_for(kinds))


def _page_for(kinds: frozenset[str]) -> str:
    if "totp" in kinds:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if kinds else "mfa_index"


def _go_to(request: HttpRequest, page: str) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" else "/"
    address = f"{reverse(page)}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _has_session(request: HttpRequest) -> bool:
    """Tell whether the visitor brought a session, without opening one for who did not."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES
