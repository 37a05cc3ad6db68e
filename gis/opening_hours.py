"""Opening hours as OpenStreetMap writes them: the part of the syntax that real places use.

Days (`Mo-Fr`, `Sa,Su`, `PH` for public holidays), months before them (`Jul-Aug`), spans of time
(`08:30-12:30,14:00-18:00`, past midnight, `09:00+` for an open end), `24/7`, `off`. Rules are
separated by `;`, of which a later one takes the place of an earlier one on its days, or by a comma
before days, which adds. Pure: no clock, no calendar; who asks knows which days are holidays.

The syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
DAY_MINUTES: Final = 24 * 60
LONGEST: Final = 255
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})(?:-(\d{1,2}):(\d{2})|(\+))$")
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_MONTH = f"(?:{'|'.join(MONTHS)})"
_RULE = re.compile(
    rf"^(?:(?P<months>{_MONTH}(?:-{_MONTH})?(?:,{_MONTH}(?:-{_MONTH})?)*) ?)?"
    rf"(?:(?P<days>{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*) ?)?"
    r"(?P<rest>24/7|off|closed|[0-9:,+-]*)$"
)
_ADDED = re.compile(rf"(?<=[0-9+fd]),(?={_DAY})")


class HoursError(ValueError):
    """The text is no opening hours, or more than is understood; `part` is what was not."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Span(NamedTuple):
    """From a minute of the day to another; past midnight the end is beyond 1440."""

    start: int
    end: int
    is_open_end: bool = False


@dataclass(frozen=True)
class Rule:
    """On which days a place is open when; `days` are weekdays from Monday, 0."""

    months: frozenset[int]
    days: frozenset[int]
    on_holidays: bool
    spans: tuple[Span, ...]
    adds: bool

    def holds(self, day: dt.date, is_holiday: bool) -> bool:
        """Tell whether the rule speaks about a day."""
        if self.months and day.month not in self.months:
            return False
        if is_holiday and self.on_holidays:
            return True
        return day.weekday() in self.days


@dataclass(frozen=True)
class Hours:
    """All rules of a place."""

    rules: tuple[Rule, ...]

    @property
    def tells_holidays(self) -> bool:
        """Whether the rules say what holds on public holidays."""
        return any(rule.on_holidays for rule in self.rules)

    def on(self, day: dt.date, *, is_holiday: bool = False) -> tuple[Span, ...]:
        """Return when the place opens on a day, in order."""
        spans: tuple[Span, ...] = ()
        for rule in self.rules:
            if rule.holds(day, is_holiday):
                spans = (*spans, *rule.spans) if rule.adds else rule.spans
        return tuple(sorted(spans))

    def are_open(self, at: dt.datetime, is_holiday: Callable[[dt.date], bool]) -> bool:
        """Tell whether the place is open at a local time."""
        minute, today = at.hour * 60 + at.minute, at.date()
        yesterday = today - dt.timedelta(days=1)
        now = self.on(today, is_holiday=is_holiday(today))
        before = self.on(yesterday, is_holiday=is_holiday(yesterday))
        return any(span.start <= minute < span.end for span in now) or any(
            minute < span.end - DAY_MINUTES for span in before
        )


@lru_cache(maxsize=4096)
def parse(text: str) -> Hours:
    """Return the hours that a text means. Raises HoursError."""
    tidy = re.sub(r"\s*([;,])\s*", r"\1", re.sub(r"\s+", " ", text.strip()))
    if not tidy or len(tidy) > LONGEST:
        raise HoursError(text.strip()[:LONGEST])
    rules: list[Rule] = []
    for part in filter(None, tidy.split(";")):
        for number, piece in enumerate(_ADDED.split(part)):
            rules.append(_rule(piece, adds=number > 0))
    return Hours(tuple(rules))


def _rule(text: str, *, adds: bool) -> Rule:
    found = _RULE.match(text)
    if not found or not any(found.groups()):
        raise HoursError(text)
    named = found["days"] or ""
    days = _range(named.replace("PH", "").strip(","), DAYS, text)
    months = frozenset(each + 1 for each in _range(found["months"] or "", MONTHS, text))
    every = frozenset(range(7))
    is_always = found["rest"] == "24/7"
    if is_always and (named or months):
        raise HoursError(text)
    return Rule(
        months=months,
        days=days if named else every,
        on_holidays="PH" in named or is_always,
        spans=_spans(found["rest"], text),
        adds=adds,
    )


def _range(text: str, names: tuple[str, ...], whole: str) -> frozenset[int]:
    """Return the positions that "Mo-We,Sa" names; a range may go past the end."""
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        first, _dash, last = part.partition("-")
        if first not in names or (last or first) not in names:
            raise HoursError(whole)
        start, end = names.index(first), names.index(last or first)
        found.update(n % len(names) for n in range(start, end + len(names) * (end < start) + 1))
    return frozenset(found)


def _spans(text: str, whole: str) -> tuple[Span, ...]:
    if text in {"off", "closed"}:
        return ()
    if text in {"", "24/7"}:
        return (Span(0, DAY_MINUTES),)
    return tuple(_span(part, whole) for part in text.split(","))


def _span(text: str, whole: str) -> Span:
    found = _SPAN.match(text)
    if not found:
        raise HoursError(whole)
    start = int(found[1]) * 60 + int(found[2])
    end = DAY_MINUTES if found[5] else int(found[3]) * 60 + int(found[4])
    minutes = [int(found[2]), int(found[4] or 0)]
    if start >= DAY_MINUTES or end > 2 * DAY_MINUTES or max(minutes) > 59 or start == end:
        raise HoursError(whole)
    return Span(start, end if end > start else end + DAY_MINUTES, bool(found[5]))
