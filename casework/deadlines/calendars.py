"""The commune's calendar as the database knows it now."""

import datetime as dt

from casework.deadlines.enums import Almanac
from casework.deadlines.feasts import Announced, Feast, days_off
from casework.deadlines.models import AnnouncedDate, ExceptionalDay, Holiday, RestDays
from casework.deadlines.rules import DayOff, WorkCalendar

REACH = dt.timedelta(days=3 * 366)
"""How far beyond today a deadline may lie with its extensions and standstills."""


def work_calendar(first: dt.date, last: dt.date) -> WorkCalendar:
    """Return which days are worked from one day to another, in four queries."""
    off = days_off(feasts(), announcements(), first, last)
    on = set()
    for row in ExceptionalDay.objects.filter(on__range=(first, last)):
        if row.is_worked:
            on.add(row.on)
        else:
            off[row.on] = DayOff(_names(row))
    weekends = [
        (row.valid_from, frozenset(row.weekdays)) for row in RestDays.objects.order_by("valid_from")
    ]
    return WorkCalendar(weekends=weekends, days_off=off, days_on=frozenset(on))


def feasts() -> list[Feast]:
    """Return the public holidays as the pure rules know them."""
    return [
        Feast(
            code=row.code,
            names=_names(row),
            almanac=Almanac(row.almanac),
            month=row.month,
            day=row.day,
            days=row.days,
            offset_days=row.offset_days,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in Holiday.objects.all()
    ]


def announcements() -> dict[tuple[str, int], Announced]:
    """Return what was announced; of two announcements the newer counts."""
    return {
        (row.holiday_code, row.year): Announced(row.starts_on, row.days)
        for row in AnnouncedDate.objects.order_by("recorded_at", "pk")
    }


def _names(row: Holiday | ExceptionalDay) -> tuple[str, str, str]:
    return row.name_ar, row.name_fr, row.name_en or row.name_fr
