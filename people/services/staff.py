"""People and their appointments to posts."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Appointment, Delegation, Grant, Post, User
from people.notices import Notice, tell
from people.organisation import posts_of
from people.permissions import scope_of
from people.rules import covers
from people.services.saving import demand, fresh, put, save
from people.traits import Dated

CAPABILITY = "people.manage_staff"
ADDRESS_CHANGED = Notice(
    _("Your e-mail address in the staff list was changed"),
    _("Links to choose a password go to the new address from now on."),
)
"""Told at the former address: whoever can change it could else take the account over unseen."""
FIELDS = {"username", "first_name", "last_name", "name_ar", "email", "staff_number"}


def create_person(*, actor: User, request: HttpRequest | None = None, **values: Any) -> User:
    """Add a member of staff, who cannot sign in before choosing a password by the link we send."""
    if scope_of(actor, CAPABILITY).is_empty:
        raise PermissionDenied
    person = User()
    put(person, values, FIELDS)
    person.set_unusable_password()
    return save(person, actor=actor, action="people.create_person", request=request)


def change_person(
    *, person: User, actor: User, request: HttpRequest | None = None, **values: Any
) -> User:
    """Change what is known of a member of staff."""
    person = fresh(person)
    demand_person(actor, person)
    before = person.email
    put(person, values, FIELDS)
    with transaction.atomic():
        save(person, actor=actor, action="people.change_person", request=request)
        if before and person.email != before:
            tell(person, ADDRESS_CHANGED, address=before)
    return person


def close_account(
    *, person: User, why: str, actor: User, request: HttpRequest | None = None
) -> User:
    """Let somebody who left sign in no more; their posts, roles and delegations end today.

    Their password goes, and with it every session that is still open: whoever comes back chooses
    another one.
    """
    demand_person(actor, person)
    if person == actor:
        raise ValidationError(_("Nobody closes their own account."))
    today = timezone.localdate()
    with transaction.atomic():
        person.is_active = False
        person.set_unusable_password()
        save(person, actor=actor, action="people.close_account", why=why, request=request)
        for rows, action in (
            (Appointment.objects.filter(user=person), "people.end_appointment"),
            (Grant.objects.filter(user=person), "people.end_grant"),
            (Delegation.objects.filter(delegator=person), "people.end_delegation"),
            (Delegation.objects.filter(delegate=person), "people.end_delegation"),
        ):
            for row in rows.exclude(valid_to__lte=today):
                row.valid_to = max(today, row.valid_from)
                save(row, actor=actor, action=action, why=why, request=request)
    return person


def reopen_account(
    *, person: User, why: str, actor: User, request: HttpRequest | None = None
) -> User:
    """Let somebody who came back sign in again, without any of their former rights."""
    demand_person(actor, person)
    person.is_active = True
    return save(person, actor=actor, action="people.reopen_account", why=why, request=request)


def appoint_person(
    *,
    person: User,
    post: Post,
    valid_from: dt.date,
    valid_to: dt.date | None,
    decision: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Appointment:
    """Put somebody into a post by a decision; nobody appoints themselves."""
    demand(actor, CAPABILITY, post.department_id)
    _refuse_self(actor, person, _("Nobody appoints themselves."))
    if not person.is_active:
        raise ValidationError({"user": _("This account is closed.")})
    if post.department.closed_on and post.department.closed_on <= valid_from:
        raise ValidationError({"post": _("This department is closed.")})
    appointment = Appointment(
        user=person, post=post, valid_from=valid_from, valid_to=valid_to, decision=decision
    )
    return save(appointment, actor=actor, action="people.appoint", request=request)


def end_appointment(
    *,
    appointment: Appointment,
    valid_to: dt.date,
    why: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Appointment:
    """Let somebody hold a post no more from a day on, today at the earliest."""
    demand(actor, CAPABILITY, appointment.post.department_id)
    end_on(appointment, valid_to)
    return save(appointment, actor=actor, action="people.end_appointment", why=why, request=request)


def end_on(row: Dated, valid_to: dt.date) -> None:
    """Shorten a dated row; what was past stays as it was. Raises ValidationError."""
    if row.valid_to is not None and row.valid_to <= timezone.localdate():
        raise ValidationError(_("This has already ended."))
    if valid_to < timezone.localdate():
        raise ValidationError({"valid_to": _("The past is not changed: end it today or later.")})
    if row.valid_to is not None and valid_to > row.valid_to:
        raise ValidationError({"valid_to": _("It ends earlier already.")})
    row.valid_to = max(valid_to, row.valid_from)


def _refuse_self(actor: User, person: User | None, message: object) -> None:
    if actor == person and not actor.is_superuser:
        raise ValidationError(message)  # type: ignore[arg-type]


def demand_person(actor: User, person: User, capability: str = CAPABILITY) -> None:
    """Demand the right over all that a person is part of; over superusers, to be one."""
    if not governs(actor, person, capability):
        raise PermissionDenied


def governs(actor: User, person: User, capability: str = CAPABILITY) -> bool:
    """Tell whether `actor` has a right over all that a person is part of."""
    if person.is_superuser and not actor.is_superuser:
        return False
    scope = scope_of(actor, capability)
    departments = frozenset(post.department_id for post in posts_of(person, timezone.localdate()))
    return scope.everywhere or covers(
        scope.places, (departments, "") if departments else (None, "")
    )
