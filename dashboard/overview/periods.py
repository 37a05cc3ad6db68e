"""Periods of local days, and the one that each is compared with. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

LONGEST_DAYS = 366
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Local days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

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
        """Return the period of the same length that ends the day before."""
        return Period(self.first - self.length * DAY, self.first - DAY)


def _month_of(day: dt.date) -> Period:
    return Period(day.replace(day=1), day)


def _last_month_of(day: dt.date) -> Period:
    last = day.replace(day=1) - DAY
    return Period(last.replace(day=1), last)


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
