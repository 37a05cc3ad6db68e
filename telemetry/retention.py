"""How long each series is kept: the rule in force, or the default."""

import datetime as dt

import psycopg

DEFAULT_KEEP_DAYS = 396
"""Thirteen months: a year to compare with, and no longer than the purpose needs (law 09-08, art.
3).
"""

_declared: dict[str, int] = {}

_RULE = """
    SELECT keep_days FROM telemetry_retentionrule
    WHERE series = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)
    ORDER BY valid_from DESC LIMIT 1
"""


def declare(series: str, keep_days: int) -> None:
    """Let rules be made for something that is no partitioned series, with a default of its own;
    called when the application starts.
    """
    _declared[series] = keep_days


def declared() -> frozenset[str]:
    """Return the names that were declared so."""
    return frozenset(_declared)


def keep_days(connection: psycopg.Connection, series: str, day: dt.date) -> int:
    """Return the number of days that `series` is kept, by the rule in force on `day`."""
    rule = connection.execute(_RULE, [series, day, day]).fetchone()
    return int(rule[0]) if rule else _declared.get(series, DEFAULT_KEEP_DAYS)
