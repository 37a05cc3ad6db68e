"""The figures of the overview, from what is kept day by day: one query for all of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Max, Sum

from dashboard.models import IndicatorBounds, IndicatorDay
from dashboard.overview.drawing import polyline
from dashboard.overview.periods import Period, trend_of
from workspace.indicators import Bounds, Direction, Indicator, Measure, Verdict, declared, judge

AS_OF_FRESH_S = 10
Sums = Mapping[dt.date, tuple[int, int]]


@dataclass(frozen=True)
class Figure:
    """An indicator over a period: its value, what it is compared with, its trend and its age."""

    indicator: Indicator
    value: float | None
    before: float | None
    days: Sequence[dt.date]
    trend: Sequence[float | None]
    bounds: Bounds
    verdict: Verdict
    as_of: dt.datetime | None
    is_live: bool

    @property
    def change(self) -> float | None:
        """Return the difference: in percent, or in points where the unit is percent itself."""
        if self.value is None or self.before is None:
            return None
        if self.indicator.unit == "%":
            return self.value - self.before
        return (self.value / self.before - 1) * 100 if self.before else None

    @property
    def is_better(self) -> bool | None:
        """Tell whether the change is for the better; None when it is neither."""
        change = self.change
        if not change or self.indicator.direction is Direction.NEITHER:
            return None
        return (change > 0) == (self.indicator.direction is Direction.UP)

    @property
    def strokes(self) -> list[str]:
        """Return the trend as strokes of SVG."""
        return polyline(self.trend)

    @property
    def rows(self) -> list[tuple[dt.date, float | None]]:
        """Return the trend as a table, the newest day first."""
        return list(zip(self.days, self.trend, strict=True))[::-1]


def read_figures(
    period: Period,
    *,
    territory_code: str = "",
    chosen: Sequence[Indicator] | None = None,
    now: dt.datetime,
) -> list[Figure]:
    """Return the figure of each indicator that has a grain fine enough for the territory."""
    indicators = [
        i
        for i in (declared() if chosen is None else chosen)
        if i.by_territory or not territory_code
    ]
    span = Period(min(period.before.first, trend_of(period).first), period.last)
    sums = _sums(span, indicators, territory_code)
    bounds = _bounds(period.last)
    ages = {sql: _as_of(sql) for sql in {i.as_of for i in indicators}}
    return [
        _figure(i, period, sums.get(i.code, {}), bounds.get(i.code, i.bounds), ages[i.as_of], now)
        for i in indicators
    ]


def _figure(
    indicator: Indicator,
    period: Period,
    sums: Sums,
    bounds: Bounds,
    as_of: dt.datetime | None,
    now: dt.datetime,
) -> Figure:
    value = total(indicator, period, sums)
    days = trend_of(period).days
    return Figure(
        indicator=indicator,
        value=value,
        before=total(indicator, period.before, sums),
        days=days,
        trend=[indicator.value(*sums[d]) if d in sums else None for d in days],
        bounds=bounds,
        verdict=judge(value, bounds, indicator.direction),
        as_of=as_of,
        is_live=as_of is not None and now - as_of <= indicator.fresh_for,
    )


def total(indicator: Indicator, period: Period, sums: Sums) -> float | None:
    """Return the figure of a period from its days; None when no day is known."""
    known = [sums[day] for day in period.days if day in sums]
    if not known:
        return None
    if indicator.measure is Measure.STOCK:
        return indicator.value(*known[-1])
    return indicator.value(sum(n for n, _ in known), sum(d for _, d in known))


def _sums(span: Period, indicators: Sequence[Indicator], territory_code: str) -> dict[str, Sums]:
    rows = IndicatorDay.objects.filter(
        indicator__in=[i.code for i in indicators], day__range=(span.first, span.last)
    )
    if territory_code:
        rows = rows.filter(territory_code=territory_code)
    found: dict[str, dict[dt.date, tuple[int, int]]] = defaultdict(dict)
    for code, day, numerator, denominator in rows.values_list("indicator", "day").annotate(
        Sum("numerator"), Sum("denominator")
    ):
        found[code][day] = (numerator, denominator)
    return dict(found)


def by_territory(indicator: Indicator, period: Period) -> dict[str, float | None]:
    """Return the figure of each territory, by its code."""
    found: dict[str, dict[dt.date, tuple[int, int]]] = defaultdict(dict)
    rows = IndicatorDay.objects.filter(
        indicator=indicator.code, day__range=(period.first, period.last)
    )
    for code, day, numerator, denominator in rows.values_list(
        "territory_code", "day", "numerator", "denominator"
    ):
        found[code][day] = (numerator, denominator)
    return {code: total(indicator, period, sums) for code, sums in sorted(found.items())}


def _bounds(day: dt.date) -> dict[str, Bounds]:
    """Return what the council has decided by that day; else the declaration holds."""
    rows = IndicatorBounds.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {row.indicator: Bounds(row.target, row.warning, row.alarm) for row in rows}


def _as_of(sql: str) -> dt.datetime | None:
    """Return the newest instant behind some indicators, at most ten seconds old."""

    def look() -> tuple[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return (cursor.fetchone()[0],)

    kept = cache.get_or_set(f"overview:as_of:{hash(sql):x}", look, AS_OF_FRESH_S) or (None,)
    moment: dt.datetime | None = kept[0]
    return moment


def computed_at() -> dt.datetime | None:
    """Return when a figure last changed."""
    found: dt.datetime | None = IndicatorDay.objects.aggregate(at=Max("computed_at"))["at"]
    return found
