"""The law's deadlines and the calendar, as dated rows: added, ended, never rewritten.

Whatever moves a working day starts a job that counts the open deadlines again.
"""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.deadlines.calendars import REACH
from casework.deadlines.models import DeadlineRule, ExceptionalDay, Holiday, RestDays
from casework.deadlines.recounting import start_recount
from people.models import User
from people.services.dating import refuse_in_force, refuse_past
from people.services.saving import demand, fresh, put, save
from people.services.staff import end_on
from people.services.withdrawing import Row, withdraw

CAPABILITY: Final = "casework.configure"
NAMES: Final = {"name_ar", "name_fr", "name_en"}
RULE_FIELDS: Final = {
    *("kind", "code", "is_urgent", "amount", "unit", "start", "start_state", "met_by"),
    *("rolls_over", "is_clear", "stops_while_waiting", "extension_amount"),
    *("extensions_allowed", "warn_days", "escalate_every_days", "legal_reference"),
    *("valid_from", "valid_to"),
    *NAMES,
}
HOLIDAY_FIELDS: Final = {
    *("code", "almanac", "month", "day", "days", "offset_days", "legal_reference"),
    *("valid_from", "valid_to"),
    *NAMES,
}
REST_FIELDS: Final = {"weekdays", "valid_from", "legal_reference"}
DAY_FIELDS: Final = {"on", "is_worked", "legal_reference", *NAMES}
MOST_REST_DAYS: Final = 6
ACTIONS: Final = {
    "deadlines.add_rule": _("Deadline rule added"),
    "deadlines.change_rule": _("Deadline rule changed"),
    "deadlines.end_rule": _("Deadline rule ended"),
    "deadlines.withdraw_rule": _("Deadline rule withdrawn"),
    "deadlines.add_holiday": _("Public holiday added"),
    "deadlines.change_holiday": _("Public holiday changed"),
    "deadlines.end_holiday": _("Public holiday ended"),
    "deadlines.withdraw_holiday": _("Public holiday withdrawn"),
    "deadlines.add_rest_days": _("Weekly days of rest set"),
    "deadlines.withdraw_rest_days": _("Weekly days of rest withdrawn"),
    "deadlines.add_day": _("Exceptional day added"),
    "deadlines.change_day": _("Exceptional day changed"),
    "deadlines.withdraw_day": _("Exceptional day withdrawn"),
}


@transaction.atomic
def add_rule(*, actor: User, request: HttpRequest | None = None, **values: Any) -> DeadlineRule:
    """Add a rule; the one that holds for the same step ends the day before.

    Cases go on by the rule that held when their clock started. A kind without cases may take a
    rule of any day.
    """
    demand(actor, CAPABILITY)
    row = DeadlineRule()
    put(row, values, RULE_FIELDS)
    if row.kind.cases.exists():
        refuse_past(row.valid_from)
    _know_states(row)
    alike = DeadlineRule.objects.filter(kind=row.kind, code=row.code, is_urgent=row.is_urgent)
    for before in alike.filter(_holding_on(row.valid_from)).select_for_update():
        before.valid_to = row.valid_from
        save(
            before,
            actor=actor,
            action="deadlines.end_rule",
            why=row.legal_reference,
            request=request,
        )
    return save(row, actor=actor, action="deadlines.add_rule", request=request)


def _holding_on(day: dt.date) -> Q:
    return Q(valid_from__lt=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def change_rule(
    *, rule: DeadlineRule, actor: User, request: HttpRequest | None = None, **values: Any
) -> DeadlineRule:
    """Correct a rule before its first day."""
    demand(actor, CAPABILITY)
    row = fresh(rule)
    refuse_in_force(row.valid_from)
    put(row, values, RULE_FIELDS)
    refuse_past(row.valid_from)
    _know_states(row)
    return save(row, actor=actor, action="deadlines.change_rule", request=request)


def end_rule(
    *,
    rule: DeadlineRule,
    valid_to: dt.date,
    why: str,
    actor: User,
    request: HttpRequest | None = None,
) -> DeadlineRule:
    """Let a rule start no clock from a day on; clocks that run go on."""
    demand(actor, CAPABILITY)
    row = fresh(rule)
    end_on(row, valid_to)
    return save(row, actor=actor, action="deadlines.end_rule", why=why, request=request)


@transaction.atomic
def withdraw_rule(
    *, rule: DeadlineRule, why: str, actor: User, request: HttpRequest | None = None
) -> DeadlineRule:
    """Take back a rule before its first day: the one that it was to end goes on in its stead."""
    taken = _withdraw(rule, "deadlines.withdraw_rule", actor=actor, why=why, request=request)
    alike = DeadlineRule.objects.filter(kind=taken.kind, code=taken.code, is_urgent=taken.is_urgent)
    for before in alike.filter(valid_to=taken.valid_from).select_for_update():
        before.valid_to = taken.valid_to
        save(before, actor=actor, action="deadlines.change_rule", why=why, request=request)
    return taken


def _know_states(row: DeadlineRule) -> None:
    known = {state.code for state in row.kind.flow.states}
    for field, states in (("start_state", {row.start_state} - {""}), ("met_by", set(row.met_by))):
        if strange := sorted(states - known):
            raise ValidationError(
                {
                    field: _("Cases of this kind have no such state: %(states)s.")
                    % {"states": ", ".join(strange)}
                }
            )


@transaction.atomic
def add_holiday(*, actor: User, request: HttpRequest | None = None, **values: Any) -> Holiday:
    """Add a public holiday of every year, from a day on."""
    demand(actor, CAPABILITY)
    row = Holiday()
    put(row, values, HOLIDAY_FIELDS)
    refuse_past(row.valid_from)
    save(row, actor=actor, action="deadlines.add_holiday", request=request)
    _count_again(actor, row.valid_from)
    return row


@transaction.atomic
def change_holiday(
    *, holiday: Holiday, actor: User, request: HttpRequest | None = None, **values: Any
) -> Holiday:
    """Correct a public holiday before its first day."""
    demand(actor, CAPABILITY)
    row = fresh(holiday)
    before = row.valid_from
    refuse_in_force(before)
    put(row, values, HOLIDAY_FIELDS)
    refuse_past(row.valid_from)
    save(row, actor=actor, action="deadlines.change_holiday", request=request)
    _count_again(actor, min(before, row.valid_from))
    return row


@transaction.atomic
def end_holiday(
    *,
    holiday: Holiday,
    valid_to: dt.date,
    why: str,
    actor: User,
    request: HttpRequest | None = None,
) -> Holiday:
    """Let a public holiday be one no more from a day on."""
    demand(actor, CAPABILITY)
    row = fresh(holiday)
    end_on(row, valid_to)
    save(row, actor=actor, action="deadlines.end_holiday", why=why, request=request)
    _count_again(actor, valid_to)
    return row


@transaction.atomic
def withdraw_holiday(
    *, holiday: Holiday, why: str, actor: User, request: HttpRequest | None = None
) -> Holiday:
    """Take back a public holiday before its first day."""
    taken = _withdraw(holiday, "deadlines.withdraw_holiday", actor=actor, why=why, request=request)
    _count_again(actor, taken.valid_from)
    return taken


@transaction.atomic
def add_rest_days(*, actor: User, request: HttpRequest | None = None, **values: Any) -> RestDays:
    """Set the weekly days of rest from a day on."""
    demand(actor, CAPABILITY)
    row = RestDays()
    put(row, values, REST_FIELDS)
    refuse_past(row.valid_from)
    if len(set(row.weekdays)) > MOST_REST_DAYS:
        raise ValidationError({"weekdays": _("At least one day of the week is worked.")})
    save(row, actor=actor, action="deadlines.add_rest_days", request=request)
    _count_again(actor, row.valid_from)
    return row


@transaction.atomic
def withdraw_rest_days(
    *, rest: RestDays, why: str, actor: User, request: HttpRequest | None = None
) -> RestDays:
    """Take back weekly days of rest before their first day: those before go on."""
    taken = _withdraw(rest, "deadlines.withdraw_rest_days", actor=actor, why=why, request=request)
    _count_again(actor, taken.valid_from)
    return taken


@transaction.atomic
def add_day(*, actor: User, request: HttpRequest | None = None, **values: Any) -> ExceptionalDay:
    """Close a single day, or let it be worked, by decree."""
    demand(actor, CAPABILITY)
    row = ExceptionalDay()
    put(row, values, DAY_FIELDS)
    refuse_past(row.on, "on")
    save(row, actor=actor, action="deadlines.add_day", request=request)
    _count_again(actor, row.on, row.on)
    return row


@transaction.atomic
def change_day(
    *, day: ExceptionalDay, actor: User, request: HttpRequest | None = None, **values: Any
) -> ExceptionalDay:
    """Correct an exceptional day that is still to come."""
    demand(actor, CAPABILITY)
    row = fresh(day)
    before = row.on
    refuse_in_force(before)
    put(row, values, DAY_FIELDS)
    refuse_past(row.on, "on")
    save(row, actor=actor, action="deadlines.change_day", request=request)
    _count_again(actor, min(before, row.on), max(before, row.on))
    return row


@transaction.atomic
def withdraw_day(
    *, day: ExceptionalDay, why: str, actor: User, request: HttpRequest | None = None
) -> ExceptionalDay:
    """Take back an exceptional day that is still to come."""
    taken = _withdraw(
        day, "deadlines.withdraw_day", first="on", actor=actor, why=why, request=request
    )
    _count_again(actor, taken.on, taken.on)
    return taken


def _withdraw(row: Row, action: str, **options: Any) -> Row:
    return withdraw(row, capability=CAPABILITY, action=action, **options)


def _count_again(actor: User, first: dt.date, last: dt.date | None = None) -> None:
    start_recount(actor=actor, first=first, last=last or first + REACH)
