"""What the independent computations of figures share: the clock, and adding up of days."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from dashboard.overview.periods import Period
from workspace.indicators import Measure, find

CITY = ZoneInfo("Africa/Casablanca")
NOW = timezone.now().replace(microsecond=0)
TODAY = NOW.astimezone(CITY).date()
Sums = dict[tuple[dt.date, str], list[int]]
"""Numerator and denominator of each day and territory; for a median what each record says."""


def records_found(code: str, days: int) -> list[tuple[dt.date, int]]:
    """Return each day and record that an indicator's source names for the last days."""
    indicator = find(code)
    assert indicator
    asked = {"first": TODAY - dt.timedelta(days=days), "last": TODAY}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT day, record FROM ({indicator.source}) AS source", asked)
        return [(day, record) for day, record in cursor.fetchall()]


def expected(code: str, sums: Sums, period: Period, place: str) -> float | None:
    """Add up the days of a period in a territory; a ratio has only days that are over, if any."""
    indicator = find(code)
    assert indicator
    if indicator.measure is Measure.MEDIAN:
        middle = expected_middle(sums, period, place)
        return None if middle is None else middle * indicator.factor
    inside = {
        day: [
            sum(v)
            for v in zip(
                *(s for (d, p), s in sums.items() if d == day and place in ("", p)), strict=True
            )
        ]
        for day in period.days
        if any(d == day and place in ("", p) for d, p in sums)
    }
    if not inside:
        return None
    days = list(inside.values())
    over = [sums for day, sums in inside.items() if day < TODAY]
    if indicator.measure is Measure.RATIO and any(denominator for _, denominator in over):
        days = over
    chosen = days[-1:] if indicator.measure is Measure.STOCK else days
    numerator, denominator = (sum(v) for v in zip(*chosen, strict=True))
    if indicator.measure is Measure.TOTAL:
        return float(numerator * indicator.factor)
    return float(numerator / denominator * indicator.factor) if denominator else None


def expected_middle(sums: Sums, period: Period, place: str) -> float | None:
    """Return the middle of all that was said in a territory, on days that are over if on any."""
    said = [
        (day, value)
        for (day, code), values in sums.items()
        if day in period.days and place in ("", code)
        for value in values
    ]
    over = [value for day, value in said if day < TODAY] or [value for _day, value in said]
    if not over:
        return None
    over.sort()
    half = len(over) // 2
    return float(over[half]) if len(over) % 2 else (over[half - 1] + over[half]) / 2
