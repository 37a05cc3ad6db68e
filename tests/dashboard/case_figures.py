"""Invented files with their clocks, and the figures of casework computed from them plainly."""

import datetime as dt
import random
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from casework.deadlines.models import Deadline, DeadlineRule
from casework.enums import EventKind
from casework.models import Applicant, Case, CaseEvent
from people.models import Department
from tests.casework.files import department, request_kind
from tests.dashboard.figures import CITY, NOW, TODAY, Sums

DEPARTMENTS = ("counter", "counter-north", "permits")
"""The second is a part of the first."""
DAYS = 12
COUNT = 150


@dataclass(frozen=True)
class Clock:
    """A deadline: its day, how it ended, and when."""

    due_on: dt.date | None
    progress: str
    ended_at: dt.datetime | None


@dataclass(frozen=True)
class File:
    """A case as it was invented."""

    territory: str
    department: str
    deposited_at: dt.datetime
    closed_at: dt.datetime | None
    clocks: list[Clock] = field(default_factory=list)


def day_of(instant: dt.datetime) -> dt.date:
    """Return the day of the city's calendar."""
    return instant.astimezone(CITY).date()


def night_after(day: dt.date) -> dt.datetime:
    """Return the midnight that ends a day of the city."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CITY)


def invented_files(chance: random.Random) -> list[File]:
    """Return files of the last days; many things happen close to midnight."""
    return [_file(chance) for _n in range(COUNT)]


def _instant(chance: random.Random, first: dt.datetime) -> dt.datetime:
    midnight = night_after(day_of(first) + dt.timedelta(days=chance.randrange(DAYS)))
    near = midnight + dt.timedelta(seconds=chance.randrange(-5, 6))
    spread = first + dt.timedelta(seconds=chance.randrange(1, DAYS * 86_400))
    return chance.choice((near, spread, spread))


def _file(chance: random.Random) -> File:
    begin = NOW - dt.timedelta(days=DAYS)
    deposited_at = min(_instant(chance, begin), NOW)
    closed_at = _instant(chance, deposited_at) if chance.random() < 0.6 else None
    if closed_at and not deposited_at <= closed_at <= NOW:
        closed_at = None
    clocks = [_clock(chance, deposited_at, closed_at) for _n in range(chance.randrange(3))]
    territory, office = chance.choice(("01", "02", "")), chance.choice(DEPARTMENTS)
    return File(territory, office, deposited_at, closed_at, clocks)


def _clock(chance: random.Random, begun: dt.datetime, closed_at: dt.datetime | None) -> Clock:
    due_on = day_of(begun) + dt.timedelta(days=chance.randrange(DAYS))
    if closed_at is None:
        if chance.random() < 0.3:
            return Clock(None, "stopped", None)
        return Clock(due_on, "running", None)
    if chance.random() < 0.2:
        return Clock(due_on, "dropped", closed_at)
    return Clock(due_on, "missed" if day_of(closed_at) > due_on else "kept", closed_at)


def store(files: list[File]) -> None:
    """Write the files, each with the history that the database asks for."""
    kind = request_kind()
    offices = {code: department(code) for code in DEPARTMENTS}
    Department.objects.filter(code="counter-north").update(parent=offices["counter"])
    rules = [_rule(code) for code in ("first-step", "second-step")]
    who = Applicant.objects.create(name="صاحب الطلب")
    for number, each in enumerate(files):
        case = Case.objects.create(
            kind=kind,
            reference=f"FIG-{number:04}",
            link_digest=secrets.token_bytes(32),
            state="deposited",
            subject="طلب",
            applicant=who,
            department=offices[each.department],
            territory_code=each.territory,
            deposited_at=each.deposited_at,
        )
        _tell(case, EventKind.OPENED, "deposited", each.deposited_at)
        if each.closed_at:
            Case.objects.filter(pk=case.pk).update(state="withdrawn", closed_at=each.closed_at)
            _tell(case, EventKind.STATE, "withdrawn", each.closed_at)
        Deadline.objects.bulk_create(
            Deadline(
                case=case,
                rule=rule,
                started_at=each.deposited_at,
                due_on=clock.due_on,
                progress=clock.progress,
                ended_at=clock.ended_at,
            )
            for rule, clock in zip(rules, each.clocks, strict=False)
        )


def _tell(case: Case, kind: EventKind, target: str, at: dt.datetime) -> None:
    CaseEvent.objects.create(case=case, kind=kind, target=target, at=at)


def _rule(code: str) -> DeadlineRule:
    return DeadlineRule.objects.create(
        kind=request_kind(),
        code=code,
        name_ar="أجل",
        name_fr="Délai",
        amount=3,
        unit="days",
        valid_from=dt.date(2020, 1, 1),
        legal_reference="-",
    )


def received(files: list[File]) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for each in files:
        sums[day_of(each.deposited_at), each.territory][0] += 1
    return sums


def closed(files: list[File]) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for each in files:
        if each.closed_at:
            sums[day_of(each.closed_at), each.territory][0] += 1
    return sums


def in_time(files: list[File]) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for each in files:
        judged = [clock for clock in each.clocks if clock.progress in {"kept", "missed"}]
        if each.closed_at and judged:
            row = sums[day_of(each.closed_at), each.territory]
            row[0] += all(clock.progress == "kept" for clock in judged)
            row[1] += 1
    return sums


def processing_days(files: list[File]) -> Sums:
    """Return how long each case took, in seconds: of a median there is nothing to add up."""
    sums: Sums = {}
    for each in files:
        if each.closed_at:
            taken = (each.closed_at - each.deposited_at).total_seconds()
            sums.setdefault((day_of(each.closed_at), each.territory), []).append(round(taken))
    return sums


def overdue(files: list[File]) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for n in range(DAYS + 2):
        day = TODAY - dt.timedelta(days=n)
        night = night_after(day)
        for each in files:
            if each.deposited_at >= night or (each.closed_at and each.closed_at < night):
                continue
            row = sums[day, each.territory]
            row[0] += any(
                clock.due_on is not None
                and clock.due_on < day
                and not (clock.ended_at and clock.ended_at < night)
                for clock in each.clocks
            )
            row[1] += 1
    return sums


OF_CASES: dict[str, Callable[[list[File]], Sums]] = {
    "casework.received": received,
    "casework.closed": closed,
    "casework.in_time": in_time,
    "casework.processing_days": processing_days,
    "casework.overdue": overdue,
}
