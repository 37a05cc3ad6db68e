"""Partitions made ahead and dropped by the retention rule, for every declared series."""

import datetime as dt
from dataclasses import dataclass

import psycopg

from telemetry import partitions
from telemetry.partitions import Partition
from telemetry.retention import keep_days
from telemetry.series import Series

AHEAD_DAYS = 7

_partitioned: dict[str, str] = {"telemetry_device_event": "month"}


@dataclass(frozen=True)
class Maintained:
    """What was made and what was dropped."""

    made: tuple[Partition, ...]
    dropped: tuple[Partition, ...]


def register(*series: Series) -> None:
    """Take the tables of a domain's series into care; called when the application starts."""
    _partitioned.update({s.table: s.partition_by for s in series})


def keep_partitions(connection: psycopg.Connection, today: dt.date) -> Maintained:
    """Make the partitions from today to a week ahead, and drop those past the retention in force
    today (UTC).
    """
    days = [today + dt.timedelta(days=n) for n in range(AHEAD_DAYS + 1)]
    wanted = {
        partitions.partition_of(table, every, day)
        for table, every in _partitioned.items()
        for day in days
    }
    made = partitions.ensure(connection, wanted)
    dropped: list[Partition] = []
    for table in _partitioned:
        oldest = today - dt.timedelta(days=keep_days(connection, table, today))
        connection.commit()
        dropped += partitions.drop_before(connection, table, oldest)
    return Maintained(tuple(made), tuple(dropped))
