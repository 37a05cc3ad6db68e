"""One's own sessions, what a locked account sees, and staff who lost their second factor."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.access.rules import FACTORS, browser_of
from people.access.services import end_session, end_sessions, sessions_of
from people.models import User
from people.permissions import holds_sensitive


class SignIn(LoginView):  # type: ignore[misc]
    """User name and password, a security key, or the municipality's directory."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the directory is called, if there is one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"directory_name": settings.OIDC_NAME}


class Security(IndexView):  # type: ignore[misc]
    """One's own second factors, password and sessions."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether a role needs a second factor that is not there."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        has_factor = not FACTORS.isdisjoint(map(str, context["authenticators"]))
        required = settings.SECOND_FACTOR and holds_sensitive(_person(self.request))
        return context | {"is_missing": required and not has_factor}


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc]
    """Takes a security key away, unless it is the last factor of somebody who needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse in words, or remove it."""
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().form_valid(form)  # type: ignore[no-any-return]
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the person is signed in."""
    rows = [
        {
            "number": session.pk,
            "browser": browser_of(session.user_agent),
            "address": session.ip,
            "since_at": session.created_at,
            "seen_at": session.last_seen_at,
            "is_this": session.session_key == request.session.session_key,
        }
        for session in sessions_of(_person(request))
    ]
    rows.sort(key=lambda row: not row["is_this"])
    return render(request, "access/sessions.html", {"sessions": rows})


@require_POST
def end_one(request: HttpRequest, number: int) -> HttpResponse:
    """Sign out on one other device."""
    person = _person(request)
    if not end_session(person=person, number=number, actor=person, request=request):
        raise Http404
    messages.success(request, _("The session was ended."))
    return redirect("access:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person = _person(request)
    end_sessions(person=person, actor=person, keep=request.session.session_key, request=request)
    messages.success(request, _("You are signed in nowhere else now."))
    return redirect("access:sessions")


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Tell somebody who failed too often to wait, in place of the sign-in page."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "access/locked.html", {"minutes": minutes}, status=429)


def _person(request: HttpRequest) -> User:
    person = request.user
    if not isinstance(person, User):
        raise Http404
    return person
