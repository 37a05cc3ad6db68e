"""What a request asks for, read strictly: what is unknown, doubled or malformed is refused."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from gis.ogc.errors import RefusedError

LIMIT: Final = 100
MOST: Final = 10_000
"""Features of a page: by default, and at most. A larger number is taken as this one."""
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Span:
    """A time from one instant to another, either of them maybe open."""

    begin: dt.datetime | None
    end: dt.datetime | None

    @property
    def day(self) -> dt.date | None:
        """The one day that it lies within, if it does."""
        begin, end = self.begin, self.end
        return begin.date() if begin and end and begin.date() == end.date() else None


def single(query: QueryDict, known: Iterable[str]) -> dict[str, str]:
    """Return each parameter once. Raises RefusedError for one that is unknown or repeated."""
    allowed = set(known)
    for name in query:
        if name not in allowed:
            raise RefusedError(_("There is no parameter “%(name)s” here.") % {"name": name})
        if len(query.getlist(name)) != 1:
            raise RefusedError(_("“%(name)s” may be given only once.") % {"name": name})
        if "\0" in query[name]:
            raise RefusedError(_("“%(name)s” holds a character that is no text.") % {"name": name})
    return {name: str(query[name]) for name in query}


def limit_of(asked: Mapping[str, str]) -> int:
    """Return how many features a page holds. Raises RefusedError."""
    text = asked.get("limit", str(LIMIT))
    if not (text.isascii() and text.isdigit()) or not 1 <= len(text.lstrip("0")) <= 12:
        raise RefusedError(_("“limit” must be a whole number from 1 to %(most)s.") % {"most": MOST})
    return min(int(text), MOST)


def number_of(asked: Mapping[str, str], name: str) -> int | None:
    """Return a whole number, if it was given. Raises RefusedError."""
    text = asked.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise RefusedError(_("“%(name)s” must be a whole number.") % {"name": name})
    return int(text)


def bounds_of(asked: Mapping[str, str]) -> Bounds | None:
    """Return the box of `bbox` in the order in which it was given, without heights.

    Raises RefusedError.
    """
    text = asked.get("bbox")
    if text is None:
        return None
    try:
        numbers = [float(each) for each in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise RefusedError(_("“bbox” must be four numbers, or six with heights."))
    first, second, third, fourth = numbers
    return first, second, third, fourth


def span_of(asked: Mapping[str, str]) -> Span | None:
    """Return the time of `datetime`: an instant, or an interval that may be open at one end.

    Raises RefusedError.
    """
    text = asked.get("datetime")
    if text is None:
        return None
    parts = text.split("/")
    if len(parts) == 1:
        begin, end = _instant(text), _instant(text, is_end=True)
    elif len(parts) == 2:
        begin, end = _instant(parts[0]), _instant(parts[1], is_end=True)
    else:
        raise _no_time()
    if (len(parts) == 1 and begin is None) or (begin is None and end is None and text != "../.."):
        raise _no_time()
    if begin and end and begin > end:
        raise RefusedError(_("“datetime” ends before it begins."))
    return Span(begin, end)


def _instant(text: str, *, is_end: bool = False) -> dt.datetime | None:
    if text in {"", ".."}:
        return None
    try:
        day = parse_date(text)
        moment = None if day else parse_datetime(text)
    except ValueError:
        raise _no_time() from None
    if day:
        clock = dt.time.max if is_end else dt.time.min
        return dt.datetime.combine(day, clock, dt.UTC)
    if moment is None or moment.tzinfo is None:
        raise _no_time()
    return moment.astimezone(dt.UTC)


def _no_time() -> RefusedError:
    return RefusedError(
        _("“datetime” must be an instant such as 2026-05-01T12:00:00Z, or two with “/” between.")
    )
