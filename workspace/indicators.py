"""Indicators of the council as data: a room declares what it measures, the overview does the rest.

An indicator is a sum of whole numerators over a sum of whole denominators, or the middle of the
numerators, for each day, territory, department and record (a vehicle, a cabinet, a lamp, a case).
From one statement at that grain follow the figure for any period, territory and department, its
trend, the list of records behind it and the history of each.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.functional import Promise

Text = str | Promise
ZERO = dt.timedelta(0)
ZONE = settings.TIME_ZONE
EACH_DAY = "generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') AS g(day)"
"""SQL: the local days asked for, as `g.day`, a timestamp without zone."""


def on_the_days(instant: str) -> str:
    """Return the SQL condition that an instant lies on one of the local days asked for."""
    return (
        f"{instant} >= %(first)s::timestamp AT TIME ZONE '{ZONE}' AND "
        f"{instant} < (%(last)s::date + 1)::timestamp AT TIME ZONE '{ZONE}'"
    )


def day_of(instant: str) -> str:
    """Return the SQL of the local day on which an instant lies."""
    return f"({instant} AT TIME ZONE '{ZONE}')::date"


class Measure(StrEnum):
    """How days become the figure of a period."""

    TOTAL = "total"
    """The sum of the numerators."""
    RATIO = "ratio"
    """The sum of the numerators over the sum of the denominators."""
    STOCK = "stock"
    """The ratio of the last day that is known: a state, which cannot be added up."""
    MEDIAN = "median"
    """The middle of the numerators of all records, exactly; of an even number, between the two."""

    @property
    def wants_whole_days(self) -> bool:
        """Whether what a day has brought by noon says little of the day."""
        return self in {Measure.RATIO, Measure.MEDIAN}


class Sums(NamedTuple):
    """What the records of a day come to, and since when; `values`, for a median, are each one's."""

    numerator: int
    denominator: int
    values: Sequence[int] = ()
    computed_at: dt.datetime | None = None


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Verdict(StrEnum):
    """How a figure stands against its thresholds."""

    GOOD = "good"
    WARNING = "warning"
    ALARM = "alarm"
    NONE = "none"


@dataclass(frozen=True)
class Bounds:
    """The target, and the values from which a figure is watched and alarming, in its unit."""

    target: float | None = None
    warning: float | None = None
    alarm: float | None = None


@dataclass(frozen=True, eq=False)
class Indicator:
    """What is measured, by whom, from what.

    `source` selects (day date, territory_code text, record bigint, numerator bigint, denominator
    bigint) for the local days `%(first)s` to `%(last)s`, from rollups: each record once a day.
    `as_of` selects the newest instant behind it. `labels` selects (record, name) of the records
    `%(records)s`; `record_url` is where a name is shown. `factor` turns numerator, or numerator
    over denominator, into `unit`. `is_snapshot`: the source knows only the present, and each day
    keeps what it last was. Without `by_territory` it is for the whole commune only;
    `by_department`: the source selects `department_code` text too. `department` is the code of the
    one that answers for it. `counted` gives a unit that is a word as it stands behind a number.
    """

    code: str
    name: Text
    definition: Text
    owner: Text
    unit: Text
    source: str
    as_of: str
    labels: str
    record_name: Text
    measure: Measure
    factor: float = 1.0
    decimals: int = 0
    direction: Direction = Direction.NEITHER
    bounds: Bounds = field(default_factory=Bounds)
    fresh_for: dt.timedelta = dt.timedelta(minutes=15)
    by_territory: bool = False
    by_department: bool = False
    is_snapshot: bool = False
    department: str = ""
    record_url: Callable[[str], str] | None = None
    counted: Callable[[int], str] | None = None

    def figure(self, days: Iterable[Sums]) -> float | None:
        """Return the figure of days, or of parts of a day, together."""
        parts = tuple(days)
        if self.measure is Measure.MEDIAN:
            values = [value for part in parts for value in part.values]
            return median(values) * self.factor if values else None
        return self.value(sum(p.numerator for p in parts), sum(p.denominator for p in parts))

    def value(self, numerator: int | None, denominator: int | None) -> float | None:
        """Return the figure of one record in its unit; None where nothing was measured."""
        if numerator is None:
            return None
        if self.measure is Measure.TOTAL:
            return numerator * self.factor
        return numerator / denominator * self.factor if denominator else None


SHARE: Final[dict[str, Any]] = {
    "unit": "%",
    "measure": Measure.RATIO,
    "factor": 100,
    "decimals": 1,
}
"""What indicators that say "so many of them, in percent" have in common."""


def judge(value: float | None, bounds: Bounds, direction: Direction) -> Verdict:
    """Compare a figure with its thresholds; without one of them there is nothing to say."""
    if value is None or direction is Direction.NEITHER:
        return Verdict.NONE
    sign = 1 if direction is Direction.UP else -1
    for bound, verdict in ((bounds.alarm, Verdict.ALARM), (bounds.warning, Verdict.WARNING)):
        if bound is not None and sign * value <= sign * bound:
            return verdict
    judged = any(b is not None for b in (bounds.alarm, bounds.warning, bounds.target))
    return Verdict.GOOD if judged else Verdict.NONE


_declared: Final[dict[str, Indicator]] = {}


def declare(*indicators: Indicator) -> None:
    """Make indicators known to the overview; a code stands once."""
    for indicator in indicators:
        if _declared.setdefault(indicator.code, indicator) is not indicator:
            raise ValueError(f"two indicators with the code {indicator.code}")


def declared() -> tuple[Indicator, ...]:
    """Return all indicators in the order of their declaration."""
    return tuple(_declared.values())


def find(code: str) -> Indicator | None:
    """Return the indicator with this code."""
    return _declared.get(code)
