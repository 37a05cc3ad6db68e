"""The work of deadlines that runs beside the pages, and the holidays for opening hours."""

import datetime as dt

from casework.deadlines.calendars import work_calendar
from casework.deadlines.recounting import TASK, recount_in_job
from gis import rest_days
from people.scripts import named
from workspace import jobs


def public_holidays(first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Return the holidays of a period with their names in the reader's language."""
    found = {}
    for day, off in work_calendar(first, last).days_off.items():
        arabic, french, english = off.names
        found[day] = named(ar=arabic, fr=french, en=english)
    return found


jobs.register(TASK, recount_in_job)
rest_days.register(public_holidays)
