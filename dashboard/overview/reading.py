"""The figures of the overview, from what is kept day by day: one query for all of them."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.db.models import Max, Sum
from django.utils import timezone

from dashboard.models import IndicatorBounds, IndicatorDay, IndicatorRefresh
from dashboard.overview.drawing import polyline
from dashboard.overview.periods import Period, compared, trend_of
from workspace.indicators import Bounds, Direction, Indicator, Measure, Verdict, declared, judge

AS_OF_FRESH_S = 10
TILE_DAYS = 31
CHANGE_DECIMALS = 1
Sums = Mapping[dt.date, tuple[int, int]]


@dataclass(frozen=True)
class Figure:
    """An indicator over a period: its value, what it is compared with, its trend and its age.

    `basis` is the value of the days that are compared with those `before`. `is_open` where it
    rests on a day alone that is not over: then there is nothing to judge or to compare yet.
    """

    indicator: Indicator
    value: float | None
    is_open: bool
    basis: float | None
    before: float | None
    days: Sequence[dt.date]
    trend: Sequence[float | None]
    today: dt.date
    bounds: Bounds
    verdict: Verdict
    as_of: dt.datetime | None
    is_live: bool

    @property
    def change(self) -> float | None:
        """Return the difference: in percent, or in points where the unit is percent itself."""
        if self.basis is None or self.before is None:
            return None
        if self.indicator.unit == "%":
            return self.basis - self.before
        return (self.basis / self.before - 1) * 100 if self.before else None

    @property
    def is_better(self) -> bool | None:
        """Tell whether the change is for the better; None when it is neither, as far as shown."""
        change = round(self.change or 0, CHANGE_DECIMALS)
        if not change or self.indicator.direction is Direction.NEITHER:
            return None
        return (change > 0) == (self.indicator.direction is Direction.UP)

    @property
    def strokes(self) -> list[str]:
        """Return the trend as strokes of SVG, without a day that would pull its end down."""
        ends_open = self.days[-1] >= self.today and self.indicator.measure is not Measure.STOCK
        return polyline([*self.trend[:-1], None] if ends_open else self.trend)

    @property
    def rows(self) -> list[tuple[dt.date, float | None]]:
        """Return the trend as a table, the newest day first."""
        return list(zip(self.days, self.trend, strict=True))[::-1]

    @property
    def newest_rows(self) -> list[tuple[dt.date, float | None]]:
        """Return as much of the table as a tile can hold."""
        return self.rows[:TILE_DAYS]

    @property
    def has_more_rows(self) -> bool:
        """Tell whether the table of the tile is not all of it."""
        return len(self.days) > TILE_DAYS


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
    sums = _sums(_span(period), indicators, territory_code)
    bounds = _bounds(period.last)
    ages = _ages_of(indicators)
    return [
        _figure(i, period, sums.get(i.code, {}), bounds.get(i.code, i.bounds), ages[i.code], now)
        for i in indicators
    ]


def _span(period: Period) -> Period:
    """Return the days that figures, comparison and trend of a period need."""
    return Period(min(period.before.first, trend_of(period).first), period.last)


def _figure(
    indicator: Indicator,
    period: Period,
    sums: Sums,
    bounds: Bounds,
    as_of: dt.datetime | None,
    now: dt.datetime,
) -> Figure:
    today = timezone.localdate(now)
    value, is_open = value_of(indicator, period, sums, today)
    basis, before = _comparison(indicator, period, sums, today)
    days = trend_of(period).days
    return Figure(
        indicator=indicator,
        value=value,
        is_open=is_open,
        basis=basis,
        before=before,
        days=days,
        trend=[indicator.value(*sums[d]) if d in sums else None for d in days],
        today=today,
        bounds=bounds,
        verdict=Verdict.NONE if is_open else judge(value, bounds, indicator.direction),
        as_of=as_of,
        is_live=as_of is not None and now - as_of <= indicator.fresh_for,
    )


def value_of(
    indicator: Indicator, period: Period, sums: Sums, today: dt.date
) -> tuple[float | None, bool]:
    """Return the figure of a period, and whether it rests on a day alone that is not over.

    A ratio is that of the days that are over, as long as one of them is known: at dawn few buses
    have driven, which says nothing about the week. A total is what there is up to now.
    """
    over = period.over(today)
    if indicator.measure is Measure.RATIO and over:
        settled = total(indicator, over, sums)
        if settled is not None:
            return settled, False
    value = total(indicator, period, sums)
    if value is None or indicator.measure is Measure.STOCK:
        return value, False
    return value, over is None or (indicator.measure is Measure.RATIO and over != period)


def _comparison(
    indicator: Indicator, period: Period, sums: Sums, today: dt.date
) -> tuple[float | None, float | None]:
    """Return what is compared, and with what; a state needs no day to be over."""
    is_state = indicator.measure is Measure.STOCK
    pair = (period, period.before) if is_state else compared(period, today)
    if pair is None:
        return None, None
    return total(indicator, pair[0], sums), total(indicator, pair[1], sums)


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


def by_territory(indicator: Indicator, period: Period, today: dt.date) -> dict[str, float | None]:
    """Return the figure of each territory, by its code."""
    found: dict[str, dict[dt.date, tuple[int, int]]] = defaultdict(dict)
    rows = IndicatorDay.objects.filter(
        indicator=indicator.code, day__range=(period.first, period.last)
    )
    for code, day, numerator, denominator in rows.values_list(
        "territory_code", "day", "numerator", "denominator"
    ):
        found[code][day] = (numerator, denominator)
    return {
        code: value_of(indicator, period, sums, today)[0] for code, sums in sorted(found.items())
    }


def _bounds(day: dt.date) -> dict[str, Bounds]:
    """Return what the council has decided by that day; else the declaration holds."""
    rows = IndicatorBounds.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {row.indicator: Bounds(row.target, row.warning, row.alarm) for row in rows}


def _ages_of(indicators: Sequence[Indicator]) -> dict[str, dt.datetime | None]:
    """Return how far each figure goes: to the newest message, but not beyond its computation."""
    computed = dict(IndicatorRefresh.objects.values_list("indicator", "at"))
    newest = _ages({i.as_of for i in indicators})
    return {i.code: _earlier(newest[i.as_of], computed.get(i.code)) for i in indicators}


def _earlier(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    return min(one, other) if one and other else None


def _ages(statements: Set[str]) -> dict[str, dt.datetime | None]:
    """Return the newest instant behind each source, at most ten seconds old; one query for all."""
    keys = {_key(sql): sql for sql in sorted(statements)}
    kept: dict[str, tuple[dt.datetime | None]] = cache.get_many(keys)
    missing = [key for key in keys if key not in kept]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"({keys[key]})" for key in missing))
            looked = {key: (at,) for key, at in zip(missing, cursor.fetchone(), strict=True)}
        cache.set_many(looked, AS_OF_FRESH_S)
        kept |= looked
    return {sql: kept[key][0] for key, sql in keys.items()}


def _key(sql: str) -> str:
    """Return the same key in every process."""
    return f"overview:as_of:{hashlib.sha256(sql.encode()).hexdigest()[:16]}"


def computed_at(period: Period) -> dt.datetime | None:
    """Return when a figure of a period, or of what it is compared with, last changed."""
    span = _span(period)
    rows = IndicatorDay.objects.filter(day__range=(span.first, span.last))
    found: dt.datetime | None = rows.aggregate(at=Max("computed_at"))["at"]
    return found
