"""Opening hours in the reader's words, and whether a place is open now."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from gis.opening_hours import DAY_MINUTES, Hours, HoursError, Span, parse
from gis.rest_days import rest_days


@dataclass(frozen=True)
class Line:
    """Some days of the week, and when the place is open on them."""

    days: str
    spans: tuple[str, ...]
    is_today: bool


@dataclass(frozen=True)
class Opening:
    """The hours of a place as a page shows them."""

    is_open: bool | None
    lines: tuple[Line, ...]
    holiday: str
    """The name of today's public holiday, where the hours do not say what holds on it."""


def hours_of(text: str) -> Hours | None:
    """Return the hours of a text, or nothing where it is empty or not understood."""
    try:
        return parse(text) if text else None
    except HoursError:
        return None


class Calendar:
    """The public holidays around a moment, looked up once for all places of a page."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        day = now.date()
        self.holidays = rest_days(day - dt.timedelta(days=1), day)

    def opening(self, text: str) -> Opening | None:
        """Return the hours of a place, if they are known."""
        hours = hours_of(text)
        if hours is None:
            return None
        today = self.now.date()
        holiday = "" if hours.tells_holidays else self.holidays.get(today, "")
        return Opening(self._is_open(hours), week(hours, today), holiday)

    def is_open(self, text: str) -> bool:
        """Tell whether a place with these hours is open now."""
        hours = hours_of(text)
        return hours is not None and self._is_open(hours)

    def _is_open(self, hours: Hours) -> bool:
        return hours.are_open(self.now, self.holidays.__contains__)


def week(hours: Hours, today: dt.date) -> tuple[Line, ...]:
    """Return the lines of the week around a day: days in a row with the same hours together."""
    monday = today - dt.timedelta(days=today.weekday())
    days = [(n, hours.on(monday + dt.timedelta(days=n))) for n in range(7)]
    lines = []
    for spans, group in groupby(days, key=lambda pair: pair[1]):
        numbers = [n for n, _spans in group]
        names = _between(numbers)
        lines.append(Line(names, _words(spans), today.weekday() in numbers))
    return (*lines, *_holidays(hours, today))


def _holidays(hours: Hours, today: dt.date) -> tuple[Line, ...]:
    if not hours.tells_holidays:
        return ()
    return (Line(_("Public holidays"), _words(hours.on(today, is_holiday=True)), False),)


def _between(numbers: list[int]) -> str:
    first, last = str(WEEKDAYS[numbers[0]]), str(WEEKDAYS[numbers[-1]])
    if len(numbers) == 7:
        return _("Every day")
    if len(numbers) == 1:
        return first.capitalize()
    return _("%(first)s to %(last)s") % {"first": first.capitalize(), "last": last}


def _words(spans: tuple[Span, ...]) -> tuple[str, ...]:
    if not spans:
        return (_("Closed all day"),)
    return tuple(_span(span) for span in spans)


def _span(span: Span) -> str:
    if (span.start, span.end) == (0, DAY_MINUTES):
        return _("All day")
    if span.is_open_end:
        return _("From %(time)s") % {"time": _clock(span.start)}
    return f"{_clock(span.start)} – {_clock(span.end)}"


def _clock(minute: int) -> str:
    hour = minute // 60
    return f"{hour if hour <= 24 else hour - 24:02}:{minute % 60:02}"
