"""The figures of the overview, from what is kept day by day: one query for all of them."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.contrib.postgres.aggregates import JSONBAgg
from django.core.cache import cache
from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from dashboard.models import IndicatorBounds, IndicatorDay, IndicatorRefresh
from dashboard.overview.drawing import polyline
from dashboard.overview.periods import Period, compared, trend_of
from dashboard.overview.places import EVERYWHERE, Place
from workspace.indicators import (
    Bounds,
    Direction,
    Indicator,
    Measure,
    Sums,
    Verdict,
    declared,
    judge,
)

AS_OF_FRESH_S = 10
TILE_DAYS = 31
CHANGE_DECIMALS = 1
Days = Mapping[dt.date, Sums]


@dataclass(frozen=True)
class Figure:
    """An indicator over a period: its value, what it is compared with, its trend and its age.

    `basis` is the value of the days that are compared with those `before`. `is_open` where it
    rests on a day alone that is not over: then there is nothing to judge or to compare yet.
    `computed_at`: when it, or what it is compared with, last changed.
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
    computed_at: dt.datetime | None

    @cached_property
    def change(self) -> float | None:
        """Return the difference: in percent, or in points where the unit is percent itself."""
        if self.basis is None or self.before is None:
            return None
        if self.indicator.unit == "%":
            return self.basis - self.before
        return (self.basis / self.before - 1) * 100 if self.before else None

    @cached_property
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
    place: Place = EVERYWHERE,
    chosen: Sequence[Indicator] | None = None,
    now: dt.datetime,
) -> list[Figure]:
    """Return the figure of each indicator that has a grain fine enough for the place."""
    indicators = [
        i
        for i in (declared() if chosen is None else chosen)
        if place.knows_territory(i) and place.knows_department(i)
    ]
    sums = _sums(_span(period), indicators, place)
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
    sums: Days,
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
        trend=[indicator.figure([sums[d]]) if d in sums else None for d in days],
        today=today,
        bounds=bounds,
        verdict=Verdict.NONE if is_open else judge(value, bounds, indicator.direction),
        as_of=as_of,
        is_live=as_of is not None and now - as_of <= indicator.fresh_for,
        computed_at=max((d.computed_at for d in sums.values() if d.computed_at), default=None),
    )


def value_of(
    indicator: Indicator, period: Period, sums: Days, today: dt.date
) -> tuple[float | None, bool]:
    """Return the figure of a period, and whether it rests on a day alone that is not over.

    A ratio or a median is that of the days that are over, as long as one of them is known: at dawn
    few buses have driven, which says nothing about the week. A total is what there is up to now.
    """
    over = period.over(today)
    if indicator.measure.wants_whole_days and over:
        settled = total(indicator, over, sums)
        if settled is not None:
            return settled, False
    value = total(indicator, period, sums)
    if value is None or indicator.measure is Measure.STOCK:
        return value, False
    return value, over is None or (indicator.measure.wants_whole_days and over != period)


def _comparison(
    indicator: Indicator, period: Period, sums: Days, today: dt.date
) -> tuple[float | None, float | None]:
    """Return what is compared, and with what; a state needs no day to be over."""
    is_state = indicator.measure is Measure.STOCK
    pair = (period, period.before) if is_state else compared(period, today)
    if pair is None:
        return None, None
    return total(indicator, pair[0], sums), total(indicator, pair[1], sums)


def total(indicator: Indicator, period: Period, sums: Days) -> float | None:
    """Return the figure of a period from its days; None when no day is known."""
    known = [sums[day] for day in period.days if day in sums]
    if not known:
        return None
    return indicator.figure(known[-1:] if indicator.measure is Measure.STOCK else known)


def _sums(span: Period, indicators: Sequence[Indicator], place: Place) -> dict[str, Days]:
    return _added_up(place.rows(_kept(span, indicators)), "indicator")


def split(
    indicator: Indicator, period: Period, place: Place, today: dt.date, *, by: str
) -> dict[str, float | None]:
    """Return the figure of each "territory_code" or "department_code", by its code."""
    found = _added_up(place.rows(_kept(period, [indicator])), by)
    return {
        code: value_of(indicator, period, days, today)[0] for code, days in sorted(found.items())
    }


def _kept(span: Period, indicators: Sequence[Indicator]) -> QuerySet[IndicatorDay]:
    return IndicatorDay.objects.filter(
        indicator__in=[i.code for i in indicators], day__range=(span.first, span.last)
    )


def _added_up(rows: QuerySet[IndicatorDay], by: str) -> dict[str, Days]:
    """Return the sums of each day for each value of a column.

    Values come as JSON: an array in SQL has no rows of different lengths.
    """
    found: dict[str, dict[dt.date, Sums]] = defaultdict(dict)
    columns = rows.values_list(by, "day").annotate(
        Sum("numerator"),
        Sum("denominator"),
        Max("computed_at"),
        values=JSONBAgg("record_values", filter=Q(record_values__isnull=False)),
    )
    for key, day, numerator, denominator, at, values in columns:
        found[key][day] = Sums(numerator, denominator, [*chain.from_iterable(values or ())], at)
    return dict(found)


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
