"""The clocks of cases: started, stopped, extended, met, and counted again."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.deadlines.calendars import REACH, work_calendar
from casework.deadlines.enums import Progress, StartEvent
from casework.deadlines.models import Deadline, DeadlineRule, Extension
from casework.deadlines.rules import Reckoning, WorkCalendar, day_of, reckon
from casework.enums import EventKind
from casework.history import record_event
from casework.models import Case
from casework.workflow import State
from people.models import User
from people.permissions import can


def rules_for(case: Case, start: StartEvent, state: str, day: dt.date) -> list[DeadlineRule]:
    """Return the rules in force on a day that an event starts; an urgent one before the other."""
    rows = case.kind.deadline_rules.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), start=start, start_state=state, valid_from__lte=day
    )
    if not case.is_urgent:
        rows = rows.filter(is_urgent=False)
    by_code = {row.code: row for row in rows.order_by("is_urgent")}
    return list(by_code.values())


def start_clocks(*, case: Case, at: dt.datetime, state: str = "") -> None:
    """Start the clocks of a deposit, or of the entry into a state."""
    start = StartEvent.STATE if state else StartEvent.DEPOSIT
    day = day_of(at)
    rules = rules_for(case, start, state, day)
    running = set(case.deadlines.unfinished().values_list("rule_id", flat=True)) if state else set()
    wanted = [rule for rule in rules if rule.pk not in running]
    if wanted:
        calendar = work_calendar(day, day + REACH)
        for rule in wanted:
            due_on = reckon(rule.terms, day, calendar).due_on
            case.deadlines.create(rule=rule, started_at=at, due_on=due_on)
    set_due_date(case)


def follow_state(*, case: Case, state: State, at: dt.datetime) -> None:
    """Let a case's clocks follow its new state: met, stopped, running again, dropped, started."""
    for deadline in case.deadlines.unfinished().select_related("rule").select_for_update():
        if _is_met_by(deadline.rule, state):
            late = deadline.due_on is not None and day_of(at) > deadline.due_on
            _end(deadline, Progress.MISSED if late else Progress.KEPT, at)
        elif state.is_final:
            _end(deadline, Progress.DROPPED, at)
        elif state.waits_for_resident:
            _stop(deadline, at)
        elif deadline.progress == Progress.STOPPED:
            _resume(deadline, at)
    start_clocks(case=case, at=at, state=state.code)


def _is_met_by(rule: DeadlineRule, state: State) -> bool:
    return state.code in rule.met_by if rule.met_by else state.is_final


def _end(deadline: Deadline, progress: Progress, at: dt.datetime) -> None:
    deadline.standstills.filter(resumed_on=None).update(resumed_on=day_of(at))
    deadline.progress, deadline.ended_at = progress, at
    deadline.save(update_fields=["progress", "ended_at"])


def _stop(deadline: Deadline, at: dt.datetime) -> None:
    """Stop a clock, where its rule allows that and its day has not passed."""
    today = day_of(at)
    if not deadline.rule.stops_while_waiting or deadline.progress == Progress.STOPPED:
        return
    if deadline.due_on is not None and deadline.due_on < today:
        return
    deadline.standstills.create(stopped_on=today)
    record_event(
        case=deadline.case,
        kind=EventKind.SUSPENDED,
        is_public=True,
        at=at,
    )
    count_again(deadline, work_calendar(day_of(deadline.started_at), today + REACH))


def _resume(deadline: Deadline, at: dt.datetime) -> None:
    today = day_of(at)
    deadline.standstills.filter(resumed_on=None).update(resumed_on=today)
    count_again(deadline, work_calendar(day_of(deadline.started_at), today + REACH))
    record_event(
        case=deadline.case,
        kind=EventKind.RESUMED,
        detail=f"{deadline.due_on:%Y-%m-%d}",
        is_public=True,
        at=at,
    )


def reckoning_of(deadline: Deadline, calendar: WorkCalendar | None = None) -> Reckoning:
    """Return how a deadline comes about, with the calendar as it is known now."""
    started_on = day_of(deadline.started_at)
    return reckon(
        deadline.rule.terms,
        started_on,
        calendar or work_calendar(started_on, max(started_on, timezone.localdate()) + REACH),
        extensions=[row.amount for row in deadline.extensions.all()],
        pauses=[row.pause for row in deadline.standstills.all()],
    )


def count_again(deadline: Deadline, calendar: WorkCalendar) -> None:
    """Count an unfinished deadline again and store it, running or stopped."""
    moves(deadline, calendar)
    deadline.progress = Progress.STOPPED if deadline.due_on is None else Progress.RUNNING
    deadline.save(update_fields=["due_on", "progress", "warned_at"])


def set_due_date(case: Case) -> None:
    """Store the nearest of the running deadlines with the case, for its lists."""
    nearest = case.deadlines.running().aggregate(nearest=Min("due_on"))["nearest"]
    if nearest != case.due_on:
        case.due_on = nearest
        case.save(update_fields=["due_on"])


def extend_deadline(*, deadline: Deadline, amount: int, reason: str, actor: User) -> Deadline:
    """Grant more time, in the unit of the rule, before the day has passed.

    Raises PermissionDenied, and ValidationError with the fields at fault.
    """
    with transaction.atomic():
        # The case first, then its clocks, as whoever changes its state does: no deadlock.
        Case.objects.select_for_update(no_key=True).only("pk").get(pk=deadline.case_id)
        rows = Deadline.objects.select_for_update(of=("self",)).select_related("rule", "case")
        row: Deadline = rows.get(pk=deadline.pk)
        _check_extension(row, amount, reason, actor)
        now = timezone.now()
        Extension.objects.create(
            deadline=row, amount=amount, reason=reason.strip(), granted_at=now, granted_by=actor
        )
        count_again(row, work_calendar(day_of(row.started_at), day_of(now) + REACH))
        record_event(
            case=row.case,
            kind=EventKind.EXTENDED,
            actor=actor,
            detail=f"{row.due_on:%Y-%m-%d}" if row.due_on else "",
            reason=reason.strip(),
            is_public=True,
            at=now,
        )
        set_due_date(row.case)
    return row


def _check_extension(deadline: Deadline, amount: int, reason: str, actor: User) -> None:
    case, rule = deadline.case, deadline.rule
    if not can(
        actor,
        "casework.extend",
        department_id=case.department_id,
        territory_code=case.territory_code,
    ):
        raise PermissionDenied
    if deadline.ended_at:
        raise ValidationError(_("This deadline has ended."))
    if deadline.due_on is not None and deadline.due_on < timezone.localdate():
        raise ValidationError(_("The deadline has passed: it can no longer be extended."))
    if deadline.extensions.count() >= rule.extensions_allowed:
        raise ValidationError(_("The law allows no further extension of this deadline."))
    if not 1 <= amount <= rule.extension_amount:
        raise ValidationError(
            {"amount": _("From 1 to %(most)s.") % {"most": rule.extension_amount}}
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})


def moves(deadline: Deadline, calendar: WorkCalendar) -> bool:
    """Count a deadline again, in memory; tell whether its day changed."""
    former = deadline.due_on
    deadline.due_on = reckoning_of(deadline, calendar).due_on
    if deadline.due_on == former:
        return False
    deadline.warned_at = None
    return True
