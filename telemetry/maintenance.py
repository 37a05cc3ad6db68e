"""Partitions made ahead and dropped by the retention rule, for every declared series."""

import datetime as dt
import logging
from dataclasses import dataclass

import psycopg

from telemetry import partitions, retention
from telemetry.partitions import Partition
from telemetry.series import Series

logger = logging.getLogger(__name__)

AHEAD_DAYS = 7

_partitioned: dict[str, str] = {"telemetry_device_event": "month"}


class PartitionsFailedError(RuntimeError):
    """Some tables could not be cared for; the others were."""


@dataclass(frozen=True)
class Maintained:
    """What was made and what was dropped."""

    made: tuple[Partition, ...]
    dropped: tuple[Partition, ...]


def register(*series: Series) -> None:
    """Take the tables of a domain's series into care; called when the application starts."""
    _partitioned.update({s.table: s.partition_by for s in series})


def known_series() -> list[str]:
    """Return the names of everything that a retention rule can be about."""
    return sorted({*_partitioned, *retention.declared()})


def keep_partitions(connection: psycopg.Connection, today: dt.date) -> Maintained:
    """Make the partitions from today to a week ahead, and drop those past the retention in force
    today (UTC).

    A table that fails is logged and does not stop the others; `PartitionsFailedError` follows at
    the end.
    """
    made: list[Partition] = []
    dropped: list[Partition] = []
    failures: dict[str, psycopg.Error] = {}
    for step, done in ((_make_ahead, made), (_drop_expired, dropped)):
        for table in _partitioned:
            try:
                done += step(connection, table, today)
            except psycopg.Error as error:
                logger.exception("partitions of %s could not be kept", table)
                failures[table] = error
                connection.rollback()
    if failures:
        told = "; ".join(f"{table}: {error}" for table, error in failures.items())
        raise PartitionsFailedError(told) from failures.popitem()[1]
    return Maintained(tuple(made), tuple(dropped))


def _make_ahead(connection: psycopg.Connection, table: str, today: dt.date) -> list[Partition]:
    days = (today + dt.timedelta(days=n) for n in range(AHEAD_DAYS + 1))
    every = _partitioned[table]
    return partitions.ensure(connection, {partitions.partition_of(table, every, d) for d in days})


def _drop_expired(connection: psycopg.Connection, table: str, today: dt.date) -> list[Partition]:
    oldest = today - dt.timedelta(days=retention.keep_days(connection, table, today))
    return partitions.drop_before(connection, table, oldest, _partitioned[table])
