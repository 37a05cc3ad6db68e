"""Counting open deadlines again when the calendar has changed.

However many files are open: in batches, each in a transaction of its own. To begin again, or to
stop half way and go on another day, changes nothing but what is still to be changed.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.deadlines.calendars import REACH, work_calendar
from casework.deadlines.models import Deadline
from casework.deadlines.services import moves
from casework.enums import EventKind
from casework.models import Case, CaseEvent
from people.models import User
from people.permissions import can_somewhere
from workspace.jobs import Running, start_job
from workspace.models import Job

TASK: Final = "casework.recount_deadlines"
BATCH: Final = 500
_TURN: Final = 7_305_232
"""Advisory lock of a batch: whoever reads the calendar later also writes later."""

Tick = Callable[[int, int], None]
"""Told how many of how many are counted; raises to stop."""


def _untold(_done: int, _total: int) -> None:
    """Nobody watches."""


def start_recount(
    *, actor: User, first: dt.date, last: dt.date, title: "str | Promise" = ""
) -> Job:
    """Let a job of the actor's count again what days from first to last may touch.

    Raises PermissionDenied.
    """
    if not can_somewhere(actor, "casework.configure"):
        raise PermissionDenied
    days = {"first": first.isoformat(), "last": last.isoformat()}
    title = title or _("Open deadlines counted again")
    return start_job(owner=actor, title=title, task=TASK, arguments=days)


def recount_everything(*, actor: User) -> Job:
    """Let a job count every open deadline again. Raises PermissionDenied."""
    today = timezone.localdate()
    return start_recount(actor=actor, first=today, last=today + REACH)


def recount_in_job(job: Running, *, first: str, last: str) -> None:
    """Do the work of such a job."""
    recompute_deadlines(
        first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last), tick=job.progress
    )


def recompute_deadlines(*, first: dt.date, last: dt.date, tick: Tick = _untold) -> int:
    """Count all unfinished deadlines that days from first to last may touch; return how many moved.

    Each that moved leaves a line in its case's history. Thousands are counted in a few queries.
    """
    found = Deadline.objects.touching(first, last).order_by("pk")
    numbers = list(found.values_list("pk", flat=True))
    moved = 0
    tick(0, len(numbers))
    for begin in range(0, len(numbers), BATCH):
        batch = numbers[begin : begin + BATCH]
        moved += _recount(batch, first, last)
        tick(begin + len(batch), len(numbers))
    return moved


def _recount(numbers: list[int], first: dt.date, last: dt.date) -> int:
    with transaction.atomic():
        _take_turn(numbers)
        calendar = work_calendar(first - REACH, max(last, timezone.localdate()) + REACH)
        rows = Deadline.objects.unfinished().filter(pk__in=numbers)
        rows = rows.select_for_update(of=("self",)).select_related("rule")
        rows = rows.prefetch_related("extensions", "standstills").order_by("pk")
        moved = [row for row in rows if moves(row, calendar)]
        Deadline.objects.bulk_update(moved, ["due_on", "warned_at"])
        CaseEvent.objects.bulk_create(_told(row) for row in moved if row.due_on is not None)
        _set_due_dates({row.case_id for row in moved})
    return len(moved)


def _take_turn(numbers: list[int]) -> None:
    """Wait for other batches, then for those who change these cases: first a case, then its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    mine = Deadline.objects.filter(pk__in=numbers).values("case")
    cases = Case.objects.select_for_update(no_key=True).filter(pk__in=mine)
    list(cases.order_by("pk").values_list("pk", flat=True))


def _told(deadline: Deadline) -> CaseEvent:
    return CaseEvent(
        case_id=deadline.case_id,
        kind=EventKind.RECOMPUTED,
        at=timezone.now(),
        detail=f"{deadline.due_on:%Y-%m-%d}",
        is_public=True,
    )


def _set_due_dates(case_ids: set[int]) -> None:
    """Store the nearest of the running deadlines with each of these cases."""
    nearest = Deadline.objects.running().filter(case=OuterRef("pk")).order_by("due_on")
    Case.objects.filter(pk__in=case_ids).update(due_on=Subquery(nearest.values("due_on")[:1]))
