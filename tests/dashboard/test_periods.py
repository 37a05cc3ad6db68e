"""Periods, what they are compared with, and the drawing of their days. No database."""

import datetime as dt
from typing import Any

import pytest

from dashboard.overview.drawing import chart, polyline, round_up
from dashboard.overview.periods import PRESETS, Period, compared
from dashboard.overview.reading import value_of
from workspace.indicators import Indicator, Measure, Sums

TODAY = dt.date(2026, 3, 22)
JANUARY = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31), is_month=True)


def days(first: str, last: str, *, is_month: bool = False) -> Period:
    """Return a period from ISO dates of 2026."""
    return Period(
        dt.date.fromisoformat(f"2026-{first}"), dt.date.fromisoformat(f"2026-{last}"), is_month
    )


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (days("03-16", "03-22"), days("03-09", "03-15")),
        (days("03-01", "03-01"), days("02-28", "02-28")),
        (days("03-01", "03-22", is_month=True), days("02-01", "02-22", is_month=True)),
        (days("03-01", "03-31", is_month=True), days("02-01", "02-28", is_month=True)),
        (days("03-01", "03-30", is_month=True), days("02-01", "02-28", is_month=True)),
        (days("02-01", "02-28", is_month=True), JANUARY),
    ],
)
def test_a_period_has_one_before_it(period: Period, before: Period) -> None:
    assert period.before == before


@pytest.mark.parametrize(
    ("name", "these", "those"),
    [
        ("7", days("03-16", "03-21"), days("03-09", "03-14")),
        ("yesterday", days("03-21", "03-21"), days("03-20", "03-20")),
        ("month", days("03-01", "03-21", is_month=True), days("02-01", "02-21", is_month=True)),
        (
            "last_month",
            days("02-01", "02-28", is_month=True),
            days("01-01", "01-31", is_month=True),
        ),
    ],
)
def test_only_days_that_are_over_are_compared(name: str, these: Period, those: Period) -> None:
    """Day by day: Monday to Saturday with Monday to Saturday."""
    assert compared(PRESETS[name](TODAY), TODAY) == (these, those)


def test_a_day_that_is_not_over_is_compared_with_nothing() -> None:
    assert compared(PRESETS["today"](TODAY), TODAY) is None
    assert compared(PRESETS["month"](dt.date(2026, 3, 1)), dt.date(2026, 3, 1)) is None


def an_indicator(measure: Measure) -> Indicator:
    """Return an indicator of which only the arithmetic matters."""
    return Indicator("a.b", "Name", "", "Owner", "%", "", "", "", "Lamp", measure)


@pytest.mark.parametrize(
    ("measure", "sums", "value"),
    [
        (Measure.RATIO, {20: (90, 100), 21: (96, 100), 22: (3, 100)}, (0.93, False)),
        (Measure.RATIO, {22: (3, 100)}, (0.03, True)),
        (Measure.RATIO, {21: (0, 0), 22: (3, 100)}, (0.03, True)),
        (Measure.TOTAL, {21: (96, 1), 22: (3, 1)}, (99, False)),
        (Measure.STOCK, {21: (5, 100), 22: (2, 100)}, (0.02, False)),
        (Measure.RATIO, {}, (None, False)),
        (Measure.MEDIAN, {20: (9, 2, [1, 8]), 21: (2, 1, [2]), 22: (90, 1, [90])}, (2, False)),
        (Measure.MEDIAN, {20: (9, 2, [1, 8]), 22: (90, 1, [90])}, (4.5, False)),
        (Measure.MEDIAN, {22: (100, 2, [10, 90])}, (50, True)),
        (Measure.MEDIAN, {21: (5, 1, [])}, (None, False)),
    ],
)
def test_a_day_that_is_not_over_does_not_pull_a_ratio_down(
    measure: Measure, sums: dict[int, tuple[Any, ...]], value: tuple[float | None, bool]
) -> None:
    known = {dt.date(2026, 3, day): Sums(*each) for day, each in sums.items()}
    found, is_open = value_of(an_indicator(measure), days("03-16", "03-22"), known, TODAY)
    assert found == pytest.approx(value[0])
    assert is_open is value[1]


def test_today_alone_is_not_judged_yet() -> None:
    known = {TODAY: Sums(3, 100, [3])}
    for measure in (Measure.RATIO, Measure.TOTAL, Measure.MEDIAN):
        assert value_of(an_indicator(measure), Period(TODAY, TODAY), known, TODAY)[1]


@pytest.mark.parametrize(
    ("value", "top"),
    [(0, 1), (0.3, 0.5), (1, 1), (1.1, 2), (96, 100), (100, 100), (101, 200), (2400, 2500)],
)
def test_a_scale_ends_at_a_round_value(value: float, top: float) -> None:
    assert round_up(value) == pytest.approx(top)


def test_bars_rise_from_zero_below_the_target() -> None:
    drawn = chart([50, None, 100], ["a", "b", "c"], target=95, ends_open=True)
    assert [bar.height for bar in drawn.bars] == [50, 0, 100]
    assert [bar.is_open for bar in drawn.bars] == [False, False, True]
    assert (drawn.top, drawn.target_y, drawn.width) == (100, 5, 30)
    assert chart([], []).bars == []


def test_a_trend_breaks_where_nothing_is_known() -> None:
    assert len(polyline([1, 2, None, 3])) == 2
    assert polyline([None]) == []
