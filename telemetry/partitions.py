"""Partitions of the telemetry tables: made ahead, made on demand, dropped by the retention rule."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql

_LOCK = 7_305_213
"""Advisory lock that makes those who create partitions take turns."""


@dataclass(frozen=True, order=True)
class Partition:
    """A slice of a table in UTC: from `start` (included) to `end` (excluded)."""

    table: str
    start: dt.date
    end: dt.date

    @property
    def name(self) -> str:
        """Name of the partition: the table's and the first day's."""
        return f"{self.table}_{self.start:%Y%m%d}"


def partition_of(table: str, every: str, day: dt.date) -> Partition:
    """Return the partition of `table` that holds `day`; `every` is "day" or "month"."""
    if every == "day":
        return Partition(table, day, day + dt.timedelta(days=1))
    first = day.replace(day=1)
    length = calendar.monthrange(day.year, day.month)[1]
    return Partition(table, first, first + dt.timedelta(days=length))


def ensure(connection: psycopg.Connection, wanted: Iterable[Partition]) -> list[Partition]:
    """Create those of the `wanted` partitions that do not exist; return them.

    Built beside the table and attached, so that readers and writers of the other partitions are not
    stopped. The caller's transaction is committed.
    """
    missing = sorted(set(wanted) - set(_existing(connection, {p.table for p in wanted})))
    if missing:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        missing = sorted(set(missing) - set(_existing(connection, {p.table for p in missing})))
        for partition in missing:
            _create(connection, partition)
    connection.commit()
    return missing


def _create(connection: psycopg.Connection, partition: Partition) -> None:
    names = {
        "name": sql.Identifier(partition.name),
        "table": sql.Identifier(partition.table),
        "start": sql.Literal(f"{partition.start} 00:00+00"),
        "end": sql.Literal(f"{partition.end} 00:00+00"),
    }
    for statement in (
        "CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
        "ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({end})",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _existing(connection: psycopg.Connection, tables: Iterable[str]) -> Iterator[Partition]:
    rows = connection.execute(
        """
        SELECT parent.relname, pg_get_expr(child.relpartbound, child.oid)
        FROM pg_inherits
        JOIN pg_class AS child ON child.oid = inhrelid
        JOIN pg_class AS parent ON parent.oid = inhparent
        WHERE parent.oid = ANY(SELECT to_regclass(t) FROM unnest(%s::text[]) AS t)
        """,
        [list(tables)],
    )
    for table, bounds in rows:
        start, end = bounds.split("'")[1], bounds.split("'")[3]
        yield Partition(table, dt.date.fromisoformat(start[:10]), dt.date.fromisoformat(end[:10]))


def drop_before(connection: psycopg.Connection, table: str, day: dt.date) -> list[Partition]:
    """Detach and drop the partitions of `table` that end on or before `day`; return them."""
    expired = sorted(p for p in _existing(connection, {table}) if p.end <= day)
    connection.commit()
    for partition in expired:
        _drop(connection, partition)
    return expired


def _drop(connection: psycopg.Connection, partition: Partition) -> None:
    """Detach without stopping readers or writers, then drop; PostgreSQL wants no transaction around
    it.
    """
    name, table = sql.Identifier(partition.name), sql.Identifier(partition.table)
    was_autocommit = connection.autocommit
    connection.autocommit = True
    try:
        detach = sql.SQL("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY").format(table, name)
        connection.execute(detach)
        connection.execute(sql.SQL("DROP TABLE {}").format(name))
    finally:
        connection.autocommit = was_autocommit
