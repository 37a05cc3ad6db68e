"""Ends sessions, takes a lost second factor away, and invites people to choose a password."""

import datetime as dt

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from axes.utils import reset as forget_attempts
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from people.audit import record
from people.models import User
from people.permissions import can_somewhere

MANAGE = "people.manage_access"


def sessions_of(person: User) -> list[UserSession]:
    """Return the sessions of a person that are still open, the latest used first."""
    now = timezone.now()
    found = UserSession.objects.filter(user=person).order_by("-last_seen_at")
    store = SessionStore.get_model_class()
    keys = [session.session_key for session in found]
    alive = set(
        store.objects.filter(session_key__in=keys, expire_date__gt=now).values_list(
            "session_key", flat=True
        )
    )
    return [session for session in found if session.session_key in alive]


@transaction.atomic
def end_session(*, person: User, number: int, actor: User, request: HttpRequest) -> bool:
    """End one session of one's own; False when there is none of this number."""
    _check_own_or_allowed(person, actor)
    session = UserSession.objects.filter(user=person, pk=number).first()
    if session is None:
        return False
    session.end()
    record(actor=actor, action="access.end_session", obj=person, request=request)
    return True


@transaction.atomic
def end_sessions(
    *, person: User, actor: User | None, keep: str | None = None, request: HttpRequest | None = None
) -> int:
    """End all sessions of a person but the one with the key `keep`; return how many ended."""
    if actor is not None:
        _check_own_or_allowed(person, actor)
    ended = list(UserSession.objects.filter(user=person).exclude(session_key=keep or ""))
    for session in ended:
        session.end()
    if ended:
        record(
            actor=actor,
            action="access.end_sessions",
            obj=person,
            new={"sessions": len(ended)},
            request=request,
        )
    return len(ended)


@transaction.atomic
def reset_second_factor(
    *, person: User, actor: User | None, why: str, request: HttpRequest | None = None
) -> None:
    """Take all factors of somebody who lost them away, and end their sessions.

    `actor` is None for the operator at the machine itself. Nobody does this for themselves: who
    still has a factor removes it on the page of their own security.
    """
    if actor is not None and (actor == person or not can_somewhere(actor, MANAGE)):
        raise PermissionDenied
    kinds = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    Authenticator.objects.filter(user=person).delete()
    record(
        actor=actor,
        action="access.reset_factor",
        obj=person,
        old={"factors": kinds},
        why=why,
        request=request,
    )
    end_sessions(person=person, actor=actor, request=request)


def unlock(*, person: User, actor: User | None, request: HttpRequest | None = None) -> int:
    """Let somebody who mistyped too often try again; return how many counts were dropped."""
    if actor is not None and not can_somewhere(actor, MANAGE):
        raise PermissionDenied
    dropped: int = forget_attempts(username=person.get_username())
    record(actor=actor, action="access.unlock", obj=person, request=request)
    return dropped


def invitation_for(*, person: User, actor: User | None, request: HttpRequest | None = None) -> str:
    """Return the path of a page where a person chooses a password, once, within a day.

    It is shown to whoever hands it over, and kept nowhere.
    """
    if actor is not None and not can_somewhere(actor, MANAGE):
        raise PermissionDenied
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    record(actor=actor, action="access.invite", obj=person, request=request)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": token},
    )


def forget_old_attempts(*, now: dt.datetime) -> int:
    """Drop the counts of failed attempts that no longer lock anybody out."""
    limit = now - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    dropped: int
    dropped, _ = AccessAttempt.objects.filter(attempt_time__lt=limit).delete()
    return dropped


def _check_own_or_allowed(person: User, actor: User) -> None:
    if actor != person and not can_somewhere(actor, MANAGE):
        raise PermissionDenied
