"""Batches into the store and rollups out of it, for the tests of the engine."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from telemetry.intake import Intake
from telemetry.records import Record
from telemetry.store import Store, Stored

RECEIVED_US = 1_790_000_000_000_000


def keep(store: Store, intake: Intake, records: Sequence[Record]) -> Stored:
    """Store one batch; the device's identity is its number."""
    rows = intake.rows([int(r.device) for r in records], records, RECEIVED_US)
    store.prepare(intake.series, rows)
    stored = store.add(intake.series, rows)
    store.connection.commit()
    return stored


def keep_all(store: Store, intake: Intake, batches: Iterable[Sequence[Record]]) -> int:
    """Store batches one after the other; return how many rows were new."""
    return sum(keep(store, intake, batch).new for batch in batches if batch)


def rollup(connection: psycopg.Connection, intake: Intake) -> list[tuple[Any, ...]]:
    """Return the whole rollup in the order of its key."""
    table = intake.series.rollup
    columns = ", ".join(["device_id", table.bucket, table.count, *table.measures])
    return connection.execute(f"SELECT {columns} FROM {table.table} ORDER BY 1, 2").fetchall()


def latest(connection: psycopg.Connection, intake: Intake) -> list[tuple[Any, ...]]:
    """Return the latest states in the order of the devices."""
    names = ", ".join(c.name for c in intake.series.columns)
    return connection.execute(
        f"SELECT {names} FROM {intake.series.latest} WHERE at IS NOT NULL ORDER BY 1"
    ).fetchall()
