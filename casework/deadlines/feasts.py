"""On which days holidays fall: fixed ones, and those that the moon decides.

An Islamic date is estimated from the Umm al-Qura tables with the offset of the rule, since Morocco
sights the moon itself; the date that the Ministry of Habous announced replaces the estimate.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hijridate import Gregorian, Hijri

from casework.deadlines.enums import Almanac
from casework.deadlines.rules import ONE_DAY, DayOff


@dataclass(frozen=True)
class Feast:
    """A holiday of every year: where it stands in its calendar, and for how many days."""

    code: str
    names: tuple[str, str, str]
    almanac: Almanac
    month: int
    day: int
    days: int = 1
    offset_days: int = 0
    """By how many days Morocco is expected to differ from the tables."""
    valid_from: dt.date = dt.date.min
    valid_to: dt.date | None = None

    def is_kept_on(self, day: dt.date) -> bool:
        """Tell whether the law makes it a holiday at that time."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Announced:
    """What was announced: the first day of a feast, and for how many days offices close."""

    starts_on: dt.date
    days: int


Announcements = Mapping[tuple[str, int], Announced]
"""By the code of the feast and the year of its own calendar."""


def estimate(feast: Feast, year: int) -> dt.date:
    """Return the day on which a feast of a year of its calendar is expected.

    Raises OverflowError outside the Hijri years 1343 to 1500.
    """
    if feast.almanac == Almanac.GREGORIAN:
        return dt.date(year, feast.month, feast.day)
    day = Hijri(year, feast.month, feast.day).to_gregorian()
    return dt.date(day.year, day.month, day.day) + feast.offset_days * ONE_DAY


def days_off(
    feasts: Sequence[Feast], announced: Announcements, first: dt.date, last: dt.date
) -> dict[dt.date, DayOff]:
    """Return the holidays from one day to another, each with its names."""
    found: dict[dt.date, DayOff] = {}
    for feast in feasts:
        for year in years_of(feast, first, last):
            for day, off in _of_year(feast, year, announced.get((feast.code, year))):
                if first <= day <= last and (day not in found or found[day].is_estimate):
                    found[day] = off
    return found


def years_of(feast: Feast, first: dt.date, last: dt.date) -> range:
    """Return the years of the feast's calendar that a span of days touches, and one around them."""
    if feast.almanac == Almanac.GREGORIAN:
        return range(first.year, last.year + 1)
    return range(hijri_year(first) - 1, hijri_year(last) + 2)


def hijri_year(day: dt.date) -> int:
    """Return the Hijri year of a day, by the tables."""
    return int(Gregorian(day.year, day.month, day.day).to_hijri().year)


def _of_year(
    feast: Feast, year: int, announced: Announced | None
) -> Iterator[tuple[dt.date, DayOff]]:
    expected = announced.starts_on if announced else estimate(feast, year)
    if not feast.is_kept_on(expected):
        return
    is_estimate = announced is None and feast.almanac == Almanac.HIJRI
    for number in range(announced.days if announced else feast.days):
        yield expected + number * ONE_DAY, DayOff(feast.names, is_estimate)
