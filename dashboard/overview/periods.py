"""Periods of local days, and the one that each is compared with. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

LONGEST_DAYS = 366
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Local days from `first` to `last`, both included; `is_month` from the first of a month on."""

    first: dt.date
    last: dt.date
    is_month: bool = False

    @property
    def length(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[dt.date]:
        """Return each day."""
        return [self.first + n * DAY for n in range(self.length)]

    @property
    def before(self) -> "Period":
        """Return what it is compared with.

        For a month the same days of the month before, all of it for a whole one; else as many days,
        ending the day before.
        """
        if not self.is_month:
            return Period(self.first - self.length * DAY, self.first - DAY)
        end = self.first - DAY
        is_whole = (self.last + DAY).day == 1
        last = end if is_whole else end.replace(day=min(self.last.day, end.day))
        return Period(end.replace(day=1), last, is_month=True)

    def over(self, today: dt.date) -> "Period | None":
        """Return those of the days that are over, or None."""
        if self.last < today:
            return self
        last = today - DAY
        return Period(self.first, last, self.is_month) if self.first <= last else None


def compared(period: Period, today: dt.date) -> tuple[Period, Period] | None:
    """Return the days to compare and those to compare them with: only days that are over.

    Day by day, so that the same days of the week meet. None while no day is over.
    """
    these = period.over(today)
    if these is None:
        return None
    if period.is_month or these == period:
        return these, these.before
    first = period.before.first
    return these, Period(first, first + (these.length - 1) * DAY)


def _month_of(day: dt.date) -> Period:
    return Period(day.replace(day=1), day, is_month=True)


def _last_month_of(day: dt.date) -> Period:
    last = day.replace(day=1) - DAY
    return Period(last.replace(day=1), last, is_month=True)


PRESETS: Final = {
    "today": lambda today: Period(today, today),
    "yesterday": lambda today: Period(today - DAY, today - DAY),
    "7": lambda today: Period(today - 6 * DAY, today),
    "30": lambda today: Period(today - 29 * DAY, today),
    "month": _month_of,
    "last_month": _last_month_of,
}
"""The usual periods, by what the address says."""


def trend_of(period: Period) -> Period:
    """Return the days that a trend shows: the period itself, but two weeks at least."""
    return Period(min(period.first, period.last - 13 * DAY), period.last)
