"""Indicators brought up to date from the rollups, one statement for each."""

import datetime as dt
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from dashboard.models import IndicatorRefresh
from dashboard.overview.periods import Period
from workspace.indicators import Indicator, Measure, declared

_LOCK = 7_305_231
"""Advisory lock that makes those who refresh take turns."""


@cache
def _statement(indicator: Indicator) -> str:
    """Replace what changed in the days, and leave alone what did not."""
    department = "department_code" if indicator.by_department else "''::varchar"
    is_median = indicator.measure is Measure.MEDIAN
    values = "array_agg(numerator ORDER BY numerator)" if is_median else "NULL::bigint[]"
    return f"""
        WITH fresh AS (
            SELECT day, territory_code, {department} AS department_code,
                   sum(numerator)::bigint AS numerator,
                   sum(denominator)::bigint AS denominator, {values} AS record_values
            FROM ({indicator.source}) AS source
            WHERE day BETWEEN %(first)s AND %(last)s
            GROUP BY 1, 2, 3
        ), gone AS (
            DELETE FROM dashboard_indicatorday
            WHERE indicator = %(code)s AND day BETWEEN %(first)s AND %(last)s
              AND (day, territory_code, department_code)
                  NOT IN (SELECT day, territory_code, department_code FROM fresh)
        )
        INSERT INTO dashboard_indicatorday AS kept
            (indicator, day, territory_code, department_code, numerator, denominator,
             record_values, computed_at)
        SELECT %(code)s, day, territory_code, department_code, numerator, denominator,
               record_values, %(now)s FROM fresh
        ON CONFLICT (indicator, day, territory_code, department_code) DO UPDATE
        SET numerator = excluded.numerator, denominator = excluded.denominator,
            record_values = excluded.record_values, computed_at = excluded.computed_at
        WHERE (kept.numerator, kept.denominator, kept.record_values)
              IS DISTINCT FROM (excluded.numerator, excluded.denominator, excluded.record_values)
    """


def refresh_indicators(*, period: Period, now: dt.datetime | None = None) -> int:
    """Compute the days of a period anew; return how many figures changed.

    What only knows the present is taken for today alone: its past days stay as they were.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    changed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for indicator in declared():
            first, last = period.first, period.last
            if indicator.is_snapshot:
                first, last = max(first, today), min(last, today)
            if first <= last:
                asked: dict[str, Any] = {
                    "code": indicator.code,
                    "first": first,
                    "last": last,
                    "now": now,
                }
                cursor.execute(_statement(indicator), asked)
                changed += cursor.rowcount
        if period.first <= today <= period.last:
            _note_refresh(now)
    return changed


def _note_refresh(now: dt.datetime) -> None:
    """Write down that every indicator was computed up to now: only then is a figure live."""
    IndicatorRefresh.objects.bulk_create(
        [IndicatorRefresh(indicator=indicator.code, at=now) for indicator in declared()],
        update_conflicts=True,
        unique_fields=["indicator"],
        update_fields=["at"],
    )
