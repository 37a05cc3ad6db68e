"""How a legal deadline is counted: no clock, no database, only what it is told.

The day of an event is never counted: neither the day of the deposit, nor the day on which the
clock stops is lost (it still counts), nor the day of the answer that lets it run again.
"""

import calendar as months
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from casework.deadlines.enums import Unit

ONE_DAY = dt.timedelta(days=1)
FARTHEST = 366 * 20
"""No clock of ours runs for more days; a calendar without a working day would otherwise hang it."""


@dataclass(frozen=True)
class DayOff:
    """A day on which offices are closed, with its names (ar, fr, en)."""

    names: tuple[str, str, str]
    is_estimate: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: weekends from a day on (0 is Monday), holidays, and exceptions."""

    weekends: Sequence[tuple[dt.date, frozenset[int]]]
    days_off: Mapping[dt.date, DayOff]
    days_on: frozenset[dt.date] = frozenset()
    """Days worked by exception."""

    def is_weekend(self, day: dt.date) -> bool:
        """Tell whether a day is one of the weekly days of rest in force then."""
        resting: frozenset[int] = frozenset()
        for valid_from, days in self.weekends:
            if valid_from <= day:
                resting = days
        return day.weekday() in resting

    def is_working(self, day: dt.date) -> bool:
        """Tell whether offices work on a day."""
        return day in self.days_on or (day not in self.days_off and not self.is_weekend(day))

    def closed_between(self, after: dt.date, until: dt.date) -> Iterator[tuple[dt.date, DayOff]]:
        """Yield the holidays after a day and until another that would have been worked."""
        for day in sorted(self.days_off):
            if after < day <= until and not self.is_weekend(day) and day not in self.days_on:
                yield day, self.days_off[day]


@dataclass(frozen=True)
class Terms:
    """What a rule gives: so many days or months, and how the last of them is treated."""

    amount: int
    unit: Unit
    rolls_over: bool = True
    """A last day that is not worked moves to the next that is."""
    is_clear: bool = False
    """Neither the first nor the last day counts (délai franc, أجل كامل)."""


@dataclass(frozen=True)
class Pause:
    """The clock stands still after the first day until the second, or until further notice."""

    stopped_on: dt.date
    resumed_on: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day does not count: those after the stop, with the day of resumption."""
        return self.stopped_on < day and (self.resumed_on is None or day <= self.resumed_on)


@dataclass(frozen=True)
class Reckoning:
    """How a due date came about. Without one the clock stands still, with `left` to run."""

    started_on: dt.date
    amount: int
    unit: Unit
    due_on: dt.date | None
    last_counted_on: dt.date | None = None
    """The last day of the count, before it moved to a working day."""
    left: int = 0
    """Days, worked or not according to the unit, that remain while the clock stands still."""
    paused_days: int = 0
    closed: tuple[tuple[dt.date, DayOff], ...] = field(default=())


def day_of(instant: dt.datetime, zone: str = "Africa/Casablanca") -> dt.date:
    """Return the day of the city on which an instant lies: UTC+1, and UTC in Ramadan."""
    return instant.astimezone(ZoneInfo(zone)).date()


def add_months(day: dt.date, count: int) -> dt.date:
    """Return the same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def reckon(
    terms: Terms,
    started_on: dt.date,
    calendar: WorkCalendar,
    *,
    extensions: Sequence[int] = (),
    pauses: Sequence[Pause] = (),
) -> Reckoning:
    """Count a deadline. Extensions are in the unit of the terms; pauses do not overlap."""
    amount = terms.amount + sum(extensions)
    days = amount
    if terms.unit == Unit.MONTHS:
        days = (add_months(started_on, amount) - started_on).days
    last, left = _walk(started_on, days, terms, calendar, pauses)
    due = None if last is None else _settled(last, terms, calendar)
    until = due or started_on
    return Reckoning(
        started_on=started_on,
        amount=amount,
        unit=terms.unit,
        due_on=due,
        last_counted_on=last,
        left=left,
        paused_days=_paused_days(started_on, until, pauses) if due else 0,
        closed=tuple(calendar.closed_between(started_on, until)),
    )


def _walk(
    started_on: dt.date,
    days: int,
    terms: Terms,
    calendar: WorkCalendar,
    pauses: Sequence[Pause],
) -> tuple[dt.date | None, int]:
    """Return the day on which the count is full, or nothing and what is left of it."""
    day, left = started_on, days
    for _turn in range(FARTHEST):
        if left <= 0:
            return day, 0
        day += ONE_DAY
        pause = next((pause for pause in pauses if pause.covers(day)), None)
        if pause is not None:
            if pause.resumed_on is None:
                return None, left
            continue
        if terms.unit != Unit.WORKING_DAYS or calendar.is_working(day):
            left -= 1
    raise ValueError("the calendar has too few working days")


def _settled(last: dt.date, terms: Terms, calendar: WorkCalendar) -> dt.date:
    """Return the day until which one may act: after a clear count, and on a working day."""
    day = last + ONE_DAY if terms.is_clear else last
    if not terms.rolls_over and terms.unit != Unit.WORKING_DAYS:
        return day
    for _turn in range(FARTHEST):
        if calendar.is_working(day):
            return day
        day += ONE_DAY
    raise ValueError("the calendar has too few working days")


def _paused_days(started_on: dt.date, until: dt.date, pauses: Sequence[Pause]) -> int:
    span = (until - started_on).days
    days = (started_on + dt.timedelta(days=number) for number in range(1, span + 1))
    return sum(any(pause.covers(day) for pause in pauses) for day in days)
