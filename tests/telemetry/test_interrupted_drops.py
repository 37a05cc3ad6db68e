"""What an interrupted run left half done is finished by the next; no table stops another."""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command

from telemetry import maintenance, partitions
from telemetry.database import connect
from telemetry.maintenance import PartitionsFailedError, keep_partitions
from telemetry.partitions import Partition, drop_before, ensure, partition_of

TABLE = "fleet_position"
DAYS = [partition_of(TABLE, "day", dt.date(2036, 1, n)) for n in (1, 2, 3)]
AFTER = dt.date(2036, 1, 4)


@pytest.fixture
def three_days(connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Return a connection with three partitions, which leave afterwards."""
    drop_before(connection, TABLE, AFTER)
    ensure(connection, DAYS)
    yield connection
    connection.rollback()
    drop_before(connection, TABLE, AFTER)


def tables(connection: psycopg.Connection) -> set[str]:
    """Return which of the three exist, attached or not."""
    names = [day.name for day in DAYS]
    rows = connection.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [names])
    found = {row[0] for row in rows}
    connection.rollback()
    return found


def interrupt_detaching(connection: psycopg.Connection, partition: Partition) -> None:
    """Begin to detach a partition and end the session while it waits for a reader."""
    connection.execute(f"SELECT count(*) FROM {TABLE}")

    def detach() -> None:
        with connect() as own, contextlib.suppress(psycopg.errors.AdminShutdown):
            own.autocommit = True
            own.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {partition.name} CONCURRENTLY")

    waiting = threading.Thread(target=detach)
    waiting.start()
    with connect() as other:
        other.autocommit = True
        for _ in range(200):
            rows = other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity, pg_inherits"
                " WHERE inhdetachpending AND query LIKE 'ALTER TABLE % CONCURRENTLY'"
                " AND datname = current_database() AND state = 'active'"
            )
            if rows.fetchall():
                break
            time.sleep(0.05)
    waiting.join(20)
    connection.rollback()


def test_an_interrupted_detachment_is_finished(three_days: psycopg.Connection) -> None:
    interrupt_detaching(three_days, DAYS[1])
    three_days.autocommit = True
    with pytest.raises(psycopg.Error, match="pending detach"):
        partitions._drop(three_days, DAYS[0])
    three_days.autocommit = False
    assert drop_before(three_days, TABLE, AFTER) == DAYS
    assert tables(three_days) == set()


def test_what_was_detached_and_not_dropped_goes_with_its_time(
    three_days: psycopg.Connection,
) -> None:
    for day in DAYS[:2]:
        three_days.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {day.name}")
    three_days.execute(f"CREATE TABLE {TABLE}_99999999 ()")
    three_days.commit()
    assert drop_before(three_days, TABLE, DAYS[0].end) == DAYS[:1]
    assert tables(three_days) == {DAYS[1].name, DAYS[2].name}
    three_days.execute(f"DROP TABLE {TABLE}_99999999")
    three_days.commit()


def test_a_month_is_left_until_it_is_over(connection: psycopg.Connection) -> None:
    table = "telemetry_device_event"
    drop_before(connection, table, AFTER, "month")
    month = partition_of(table, "month", dt.date(2036, 1, 1))
    ensure(connection, [month])
    connection.execute(f"ALTER TABLE {table} DETACH PARTITION {month.name}")
    connection.commit()
    assert drop_before(connection, table, dt.date(2036, 1, 20), "month") == []
    assert drop_before(connection, table, dt.date(2036, 2, 1), "month") == [month]


def test_what_was_detached_is_attached_again_when_it_is_wanted(
    three_days: psycopg.Connection,
) -> None:
    row = "(7, '2036-01-02 12:00+00', now(), 'SRID=4326;POINT(-8 31.6)')"
    three_days.execute(f"INSERT INTO {TABLE} VALUES {row}")
    three_days.commit()
    three_days.autocommit = True
    three_days.execute(f"ALTER TABLE {TABLE} DETACH PARTITION {DAYS[1].name} CONCURRENTLY")
    three_days.autocommit = False
    assert ensure(three_days, DAYS) == [DAYS[1]]
    assert three_days.execute(f"SELECT device_id FROM {TABLE}").fetchall() == [(7,)]


def test_only_one_session_drops(three_days: psycopg.Connection) -> None:
    with connect() as other, partitions._alone(other) as is_ours:
        assert is_ours
        assert drop_before(three_days, TABLE, AFTER) == []
    assert drop_before(three_days, TABLE, AFTER) == DAYS


def test_a_table_that_fails_does_not_stop_the_others(
    three_days: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "_partitioned", {"no_such_table": "day", TABLE: "day"})
    with pytest.raises(PartitionsFailedError, match="no_such_table"):
        keep_partitions(three_days, dt.date(2037, 3, 1))
    assert tables(three_days) == set()
    with pytest.raises(CommandError, match="no_such_table") as caught:
        call_command("partitions")
    assert "\n" not in str(caught.value)
