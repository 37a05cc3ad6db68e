"""Partitions: made ahead and on demand, dropped by the rule in force."""

import datetime as dt
import threading

import psycopg
import pytest

from telemetry.database import connect
from telemetry.maintenance import AHEAD_DAYS, keep_partitions
from telemetry.models import RetentionRule
from telemetry.partitions import Partition, drop_before, ensure, partition_of

TABLE = "fleet_position"


def names(connection: psycopg.Connection) -> set[str]:
    """Return the partitions of the positions."""
    rows = connection.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLE]
    )
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    ("every", "day", "start", "end"),
    [
        ("day", "2026-12-31", "2026-12-31", "2027-01-01"),
        ("month", "2026-12-31", "2026-12-01", "2027-01-01"),
        ("month", "2028-02-29", "2028-02-01", "2028-03-01"),
    ],
)
def test_the_slice_that_holds_a_day(every: str, day: str, start: str, end: str) -> None:
    """Half open, in UTC."""
    found = partition_of(TABLE, every, dt.date.fromisoformat(day))
    assert found == Partition(TABLE, dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_a_week_is_made_ahead_and_only_once(connection: psycopg.Connection) -> None:
    """The second time there is nothing to do."""
    today = dt.date(2031, 3, 30)
    made = [p for p in keep_partitions(connection, today).made if p.table == TABLE]
    assert [p.start for p in made] == [today + dt.timedelta(n) for n in range(AHEAD_DAYS + 1)]
    assert keep_partitions(connection, today).made == ()


def test_the_rule_in_force_drops_what_is_past_it(connection: psycopg.Connection) -> None:
    """Thirty days from 2032 on; the rule of another time does not count."""
    RetentionRule.objects.create(
        series=TABLE,
        keep_days=30,
        valid_from="2032-01-01",
        valid_to="2033-01-01",
        legal_reference="décision 7/2031",
    )
    RetentionRule.objects.create(
        series=TABLE, keep_days=1, valid_from="2033-01-01", legal_reference="décision 1/2032"
    )
    old, kept = dt.date(2032, 4, 30), dt.date(2032, 5, 2)
    ensure(connection, [partition_of(TABLE, "day", day) for day in (old, kept)])
    dropped = keep_partitions(connection, dt.date(2032, 6, 1)).dropped
    assert partition_of(TABLE, "day", old) in dropped
    assert f"{TABLE}_{old:%Y%m%d}" not in names(connection)
    assert f"{TABLE}_{kept:%Y%m%d}" in names(connection)


def test_many_may_want_the_same_partition_at_once(connection: psycopg.Connection) -> None:
    """Eight processes meet a new day together: one makes it, none fails."""
    day = partition_of(TABLE, "day", dt.date(2034, 1, 1))
    made: list[Partition] = []

    def work() -> None:
        with connect() as own:
            made.extend(ensure(own, [day]))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert made == [day]
    drop_before(connection, TABLE, dt.date(2034, 1, 2))
    assert day.name not in names(connection)


def test_bounds_are_read_in_utc(connection: psycopg.Connection) -> None:
    """Whatever zone the server believes in, a partition is recognised and not made twice."""
    day = partition_of(TABLE, "day", dt.date(2034, 2, 1))
    database = connection.info.dbname
    connection.execute(f"ALTER DATABASE {database} SET timezone TO 'America/New_York'")
    connection.commit()
    try:
        for expected in ([day], []):
            with connect() as own:
                assert ensure(own, [day]) == expected
    finally:
        connection.execute(f"ALTER DATABASE {database} RESET timezone")
        connection.commit()
        drop_before(connection, TABLE, dt.date(2034, 2, 2))
