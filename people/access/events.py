"""What allauth and axes report about signing in, written to the audit trail.

They offer signals and nothing else; no work of ours goes through signals.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from people.access.rules import FACTORS
from people.access.services import end_sessions
from people.audit import record
from people.models import User


def listen() -> None:
    """Connect all of them; called once, when the project starts."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="access.signed_in")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="access.signed_out")
    auth.user_login_failed.connect(_failed, dispatch_uid="access.failed")
    account.password_changed.connect(_password_changed, dispatch_uid="access.changed")
    account.password_set.connect(_password_changed, dispatch_uid="access.set")
    account.password_reset.connect(_password_reset, dispatch_uid="access.reset")
    factors.authenticator_added.connect(_factor_added, dispatch_uid="access.factor_added")
    factors.authenticator_removed.connect(_factor_removed, dispatch_uid="access.factor_removed")
    factors.authentication_failed.connect(_factor_failed, dispatch_uid="access.factor_failed")


def _signed_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    record(actor=user, action="access.sign_in", obj=user, request=request)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    if user is not None:
        record(actor=user, action="access.sign_out", obj=user, request=request)


def _failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
) -> None:
    # What was typed may be a password in the wrong field: only the name of an account is kept.
    known = User.objects.filter(username=credentials.get("username") or "").first()
    record(actor=None, action="access.sign_in_failed", obj=known, request=request)


def _password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    record(actor=user, action="access.change_password", obj=user, request=request)
    end_sessions(person=user, actor=user, keep=request.session.session_key, request=request)


def _password_reset(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    record(actor=user, action="access.reset_password", obj=user, request=request)
    end_sessions(person=user, actor=user, request=request)


def _factor_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any
) -> None:
    kind = str(authenticator.type)
    record(actor=user, action="access.add_factor", obj=user, new={"kind": kind}, request=request)
    if kind in FACTORS:
        # Whoever sets a factor up has just shown it; a session without it goes no further.
        record_authentication(request, user, "mfa", id=authenticator.pk, type=kind)
        end_sessions(person=user, actor=user, keep=request.session.session_key, request=request)


def _factor_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any
) -> None:
    kind = str(authenticator.type)
    record(actor=user, action="access.remove_factor", obj=user, old={"kind": kind}, request=request)


def _factor_failed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    record(actor=None, action="access.factor_failed", obj=user, request=request)
