"""Behind a figure: the records of a day, and the history of one of them, from the rollups."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from dashboard.overview.periods import Period
from dashboard.overview.places import EVERYWHERE, Place
from workspace.indicators import Indicator


@dataclass(frozen=True)
class RecordFigure:
    """What one record contributes."""

    record: int
    name: str
    value: float | None


@cache
def _list(indicator: Indicator, descending: bool) -> str:
    order = "DESC" if descending else "ASC"
    asked = "%(departments)s::text[]"
    here = f"(cardinality({asked}) = 0 OR department_code = ANY({asked}))"
    return f"""
        SELECT record, numerator, denominator, count(*) OVER ()
        FROM ({indicator.source}) AS source
        WHERE day = %(first)s AND (%(territory)s = '' OR territory_code = %(territory)s)
          AND {here if indicator.by_department else "true"}
        ORDER BY numerator::float8 / nullif(denominator, 0) {order} NULLS LAST, record
        LIMIT %(limit)s OFFSET %(offset)s
    """


@cache
def _history(indicator: Indicator) -> str:
    return f"""
        SELECT day, sum(numerator)::bigint, sum(denominator)::bigint
        FROM ({indicator.source}) AS source
        WHERE day BETWEEN %(first)s AND %(last)s AND record = %(record)s
        GROUP BY day ORDER BY day
    """


def list_records(
    indicator: Indicator,
    day: dt.date,
    *,
    place: Place = EVERYWHERE,
    descending: bool = True,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[RecordFigure], int]:
    """Return the records of a day by their figure, and how many there are."""
    asked: dict[str, Any] = {
        "first": day,
        "last": day,
        "territory": place.territory,
        "departments": sorted(place.departments),
    }
    with connection.cursor() as cursor:
        cursor.execute(_list(indicator, descending), asked | {"limit": limit, "offset": offset})
        rows = cursor.fetchall()
    names = record_names(indicator, [row[0] for row in rows])
    figures = [
        RecordFigure(
            record, names.get(record, str(record)), indicator.value(numerator, denominator)
        )
        for record, numerator, denominator, _ in rows
    ]
    return figures, rows[0][3] if rows else 0


def record_history(
    indicator: Indicator, period: Period, record: int
) -> list[tuple[dt.date, float | None]]:
    """Return the figure of one record on each day of a period; None where there was nothing."""
    asked: dict[str, Any] = {"first": period.first, "last": period.last, "record": record}
    with connection.cursor() as cursor:
        cursor.execute(_history(indicator), asked)
        found = {
            day: indicator.value(numerator, denominator) for day, numerator, denominator in cursor
        }
    return [(day, found.get(day)) for day in period.days]


def record_names(indicator: Indicator, records: list[int]) -> dict[int, str]:
    """Return the names of records."""
    if not records:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(indicator.labels, {"records": records})
        return dict(cursor.fetchall())
