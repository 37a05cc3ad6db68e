"""Partitions of the telemetry tables: made ahead, made on demand, dropped by the retention rule."""

import calendar
import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql

_LOCK = 7_305_213
"""Advisory lock that makes those who create partitions take turns."""
_DROP_LOCK = 7_305_214
"""Advisory lock of the one session that drops partitions."""


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
    stopped; one that was detached and is still there is attached again. The caller's transaction is
    committed.
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
        "CREATE TABLE IF NOT EXISTS {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
        "ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({end})",
    ):
        connection.execute(sql.SQL(statement).format(**names))


_BOUNDS = r"FROM \('([^']+)'\) TO \('([^']+)'\)"


def _existing(connection: psycopg.Connection, tables: Iterable[str]) -> Iterator[Partition]:
    """Yield the partitions of these tables; the database turns their bounds into days of UTC."""
    rows = connection.execute(
        """
        SELECT relname, (bound[1]::timestamptz AT TIME ZONE 'UTC')::date,
               (bound[2]::timestamptz AT TIME ZONE 'UTC')::date
        FROM (
            SELECT parent.relname,
                   regexp_match(pg_get_expr(child.relpartbound, child.oid), %s) AS bound
            FROM pg_inherits
            JOIN pg_class AS child ON child.oid = inhrelid
            JOIN pg_class AS parent ON parent.oid = inhparent
            WHERE parent.oid = ANY(SELECT to_regclass(t) FROM unnest(%s::text[]) AS t)
        ) AS partitions
        WHERE bound IS NOT NULL
        """,
        [_BOUNDS, list(tables)],
    )
    for table, start, end in rows:
        yield Partition(table, start, end)


def drop_before(
    connection: psycopg.Connection, table: str, day: dt.date, every: str = "day"
) -> list[Partition]:
    """Detach and drop the partitions of `table` that end on or before `day`; return them.

    What an earlier run left half done is finished first. Nothing is done while another session is
    at it.
    """
    connection.commit()
    with _alone(connection) as is_ours:
        if not is_ours:
            return []
        _finish_detaching(connection, table)
        expired = sorted(p for p in _existing(connection, {table}) if p.end <= day)
        leftovers = [p for p in _leftovers(connection, table, every) if p.end <= day]
        for partition in leftovers:
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(partition.name)))
        for partition in expired:
            _drop(connection, partition)
    return sorted([*leftovers, *expired])


@contextlib.contextmanager
def _alone(connection: psycopg.Connection) -> Iterator[bool]:
    """Leave transactions, which detaching wants, and tell whether no other session drops now.

    Who comes second does not wait: its snapshot would hold up the one that detaches.
    """
    was_autocommit = connection.autocommit
    connection.autocommit = True
    try:
        (is_ours,) = connection.execute(
            "SELECT pg_try_advisory_lock(%s)", [_DROP_LOCK]
        ).fetchone() or (False,)
        try:
            yield is_ours
        finally:
            if is_ours and not connection.closed:
                connection.execute("SELECT pg_advisory_unlock(%s)", [_DROP_LOCK])
    finally:
        if not connection.closed:
            connection.autocommit = was_autocommit


def _finish_detaching(connection: psycopg.Connection, table: str) -> None:
    """Finish a detachment that was interrupted: until then PostgreSQL begins no other."""
    rows = connection.execute(
        """
        SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = to_regclass(%s) AND inhdetachpending
        """,
        [table],
    ).fetchall()
    for (name,) in rows:
        finish = sql.SQL("ALTER TABLE {} DETACH PARTITION {} FINALIZE")
        connection.execute(finish.format(sql.Identifier(table), sql.Identifier(name)))


def _leftovers(connection: psycopg.Connection, table: str, every: str) -> Iterator[Partition]:
    """Yield what was detached from `table` and never dropped."""
    rows = connection.execute(
        """
        SELECT right(child.relname, 8) FROM pg_class AS child
        JOIN pg_class AS parent USING (relnamespace)
        WHERE parent.oid = to_regclass(%s) AND child.relkind = 'r' AND NOT child.relispartition
            AND child.relname ~ ('^' || parent.relname || '_[0-9]{8}$')
        ORDER BY child.relname
        """,
        [table],
    ).fetchall()
    for (digits,) in rows:
        with contextlib.suppress(ValueError):  # eight digits that are no date: not ours
            yield partition_of(table, every, dt.date.fromisoformat(digits))


def _drop(connection: psycopg.Connection, partition: Partition) -> None:
    """Detach without stopping readers or writers, then drop."""
    name, table = sql.Identifier(partition.name), sql.Identifier(partition.table)
    detach = sql.SQL("ALTER TABLE {} DETACH PARTITION {} CONCURRENTLY").format(table, name)
    connection.execute(detach)
    connection.execute(sql.SQL("DROP TABLE {}").format(name))
