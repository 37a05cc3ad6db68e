"""Ends sessions, takes a lost second factor away, and invites people to choose a password.

Whoever does this for somebody else holds `people.manage_access` over all that the person is part
of, and over a superuser is one: a link to choose a password is as good as the account itself.
"""

import datetime as dt

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from axes.utils import reset as forget_attempts
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.access.notices import (
    FACTOR_TAKEN,
    INVITED,
    SIGNED_OUT,
    UNLOCKED,
    send_link,
    tell,
)
from people.audit import record
from people.models import User
from people.services.staff import demand_person

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
    *,
    person: User,
    actor: User | None,
    keep: str | None = None,
    why: str = "",
    request: HttpRequest | None = None,
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
            why=why,
            request=request,
        )
    return len(ended)


@transaction.atomic
def sign_out_everywhere(
    *, person: User, actor: User, why: str, request: HttpRequest | None = None
) -> int:
    """End all sessions of somebody else, as when a computer was stolen; return how many."""
    _check_other(person, actor, why)
    ended = end_sessions(person=person, actor=actor, why=why, request=request)
    tell(person, SIGNED_OUT)
    return ended


@transaction.atomic
def reset_second_factor(
    *, person: User, actor: User | None, why: str, request: HttpRequest | None = None
) -> None:
    """Take all factors of somebody who lost them away, and end their sessions.

    `actor` is None for the operator at the machine itself. Nobody does this for themselves: who
    still has a factor removes it on the page of their own security.
    """
    _check_other(person, actor, why)
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
    tell(person, FACTOR_TAKEN)


@transaction.atomic
def unlock(
    *, person: User, actor: User | None, why: str = "", request: HttpRequest | None = None
) -> int:
    """Let somebody who mistyped too often try again; return how many counts were dropped."""
    _check_other(person, actor, why)
    dropped: int = forget_attempts(username=person.get_username())
    record(actor=actor, action="access.unlock", obj=person, why=why, request=request)
    tell(person, UNLOCKED)
    return dropped


@transaction.atomic
def invitation_for(
    *, person: User, actor: User | None, why: str = "", request: HttpRequest | None = None
) -> str:
    """Return the path of a page where a person chooses a password, once, within a day.

    It is shown to whoever hands it over, and kept nowhere.
    """
    _check_other(person, actor, why)
    record(actor=actor, action="access.invite", obj=person, why=why, request=request)
    tell(person, INVITED)
    return _path_to_choose(person)


@transaction.atomic
def send_invitation(
    *,
    person: User,
    actor: User | None,
    why: str,
    site: str,
    request: HttpRequest | None = None,
) -> None:
    """Send the link to choose a password to the person's own address.

    `site` is where the pages are reached, such as "https://city.example". Raises ValidationError
    where the person has no address, and when the message could not be handed over.
    """
    _check_other(person, actor, why)
    if not person.email:
        raise ValidationError({"way": _("The staff list has no e-mail address of this person.")})
    record(actor=actor, action="access.invite", obj=person, why=why, request=request)
    send_link(person, site + _path_to_choose(person))


def locked_until(person: User) -> dt.datetime | None:
    """Return until when the account takes no password from some address; None if it does."""
    limit = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(
        username=person.get_username(),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=limit,
    )
    last: dt.datetime | None = attempts.aggregate(last=Max("attempt_time"))["last"]
    return last and last + dt.timedelta(hours=settings.AXES_COOLOFF_TIME)


def factors_of(person: User) -> list[Authenticator]:
    """Return the second factors of a person, the oldest first."""
    return list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))


def _path_to_choose(person: User) -> str:
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": token},
    )


def _check_other(person: User, actor: User | None, why: str) -> None:
    """Demand the right over somebody else, an open account and a reason; None may everything."""
    if actor is None:
        return
    if actor == person:
        raise PermissionDenied
    demand_person(actor, person, MANAGE)
    if not person.is_active:
        raise ValidationError(_("This account is closed."))
    if not why.strip():
        raise ValidationError({"why": _("Give the reason.")})


def forget_old_attempts(*, now: dt.datetime) -> int:
    """Drop the counts of failed attempts that no longer lock anybody out."""
    limit = now - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    dropped: int
    dropped, _ = AccessAttempt.objects.filter(attempt_time__lt=limit).delete()
    return dropped


def _check_own_or_allowed(person: User, actor: User) -> None:
    if actor != person:
        demand_person(actor, person, MANAGE)
