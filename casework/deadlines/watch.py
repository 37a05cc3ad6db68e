"""Warnings before a deadline, escalation to the next post after it."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.deadlines.ladder import in_hand_of, rungs
from casework.deadlines.models import Deadline
from casework.deadlines.querysets import DeadlineQuerySet
from casework.enums import EventKind
from casework.history import record_event, who
from casework.models import Case
from people.models import User
from people.permissions import holders
from workspace.notifications import notify


def watch_deadlines(*, now: dt.datetime | None = None) -> tuple[int, int]:
    """Warn of what comes near and escalate what is late; return how many of each.

    Run as often as one likes: each warning is given once, each level at the pace of the rule.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    near = _numbers(Deadline.objects.to_warn_of(today))
    warned = sum(_warn(number, today, now) for number in near)
    late = _numbers(Deadline.objects.to_escalate(today))
    return warned, sum(_escalate(number, today, now) for number in late)


def _numbers(rows: DeadlineQuerySet) -> list[int]:
    return list(rows.order_by("due_on", "pk").values_list("pk", flat=True))


def _taken(rows: DeadlineQuerySet, number: int) -> Deadline | None:
    """Return a deadline that is still to be dealt with, kept from another watch meanwhile."""
    rows = rows.select_for_update(of=("self",), skip_locked=True)
    found: Deadline | None = rows.select_related("case", "rule").filter(pk=number).first()
    return found


def _warn(number: int, today: dt.date, now: dt.datetime) -> bool:
    with transaction.atomic():
        deadline = _taken(Deadline.objects.to_warn_of(today), number)
        if deadline is None:
            return False
        deadline.warned_at = now
        deadline.save(update_fields=["warned_at"])
        record_event(
            case=deadline.case,
            kind=EventKind.WARNED,
            detail=f"{deadline.due_on:%Y-%m-%d}",
            at=now,
        )
        notify(
            users=whose(deadline.case),
            title=format_lazy(_("Soon due: {reference}"), reference=deadline.case.reference),
            url=reverse("casework:case", args=[deadline.case_id]),
        )
    return True


def whose(case: Case) -> list[User]:
    """Return who has a case in hand, else those who may process it there."""
    if person := in_hand_of(case):
        return [person]
    return list(
        holders(
            "casework.process",
            department_id=case.department_id,
            territory_code=case.territory_code,
        )
    )


def _escalate(number: int, today: dt.date, now: dt.datetime) -> bool:
    with transaction.atomic():
        deadline = _taken(Deadline.objects.to_escalate(today), number)
        if deadline is None:
            return False
        ladder = rungs(deadline.case)
        people = ladder[min(deadline.escalation_level, len(ladder) - 1)] if ladder else []
        deadline.escalation_level += 1
        deadline.escalated_at = now
        deadline.escalated_to = people[0] if people else None
        deadline.save(update_fields=["escalation_level", "escalated_at", "escalated_to"])
        record_event(
            case=deadline.case,
            kind=EventKind.ESCALATED,
            detail=", ".join(map(who, people)),
            at=now,
        )
        notify(
            users={*people, *whose(deadline.case)},
            title=format_lazy(_("Overdue: {reference}"), reference=deadline.case.reference),
            url=reverse("casework:case", args=[deadline.case_id]),
        )
    return True
