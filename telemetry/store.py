"""The one way in for measurements: a batch, exactly once."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import psycopg

from telemetry import partitions, statements
from telemetry.series import POSTGRES_EPOCH_US, Series

LANES = 8
"""Into so many lanes devices fall by their number; one writer at a time works in each."""
_DAY_US = 86_400_000_000

Rows = np.ndarray[tuple[int], np.dtype[np.void]]


@dataclass(frozen=True)
class Stored:
    """What became of a batch: rows new in the history, rows that were known already, devices with
    late rows.
    """

    new: int
    known: int
    late_devices: tuple[int, ...] = ()


class Store:
    """Stores batches through one connection; commits nothing by itself, except new partitions.

    Not to be shared between threads. After an error the caller rolls back, and may store the same
    batch again.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self._staged: set[str] = set()
        self._known: set[partitions.Partition] = set()

    def prepare(self, series: Series, rows: Rows) -> None:
        """See to staging table and partitions. Commits, so call it before a transaction's first
        write.
        """
        if series.table not in self._staged:
            self.connection.execute(statements.create_stage(series))
            self.connection.commit()
            self._staged.add(series.table)
        self.ensure_days(series.table, series.partition_by, rows["at"])

    def ensure_days(
        self, table: str, every: str, at: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    ) -> None:
        """Create the partitions for these instants (microseconds since 2000) that are not there
        yet.
        """
        days = np.unique(at // _DAY_US)
        wanted = {
            partitions.partition_of(table, every, dt.date(2000, 1, 1) + dt.timedelta(days=int(d)))
            for d in days
        }
        if not wanted <= self._known:
            partitions.ensure(self.connection, wanted)
            self._known |= wanted

    def forget_partitions(self) -> None:
        """Look again which partitions exist, after one that was known turned out to be gone."""
        self._known.clear()

    def add(self, series: Series, rows: Rows) -> Stored:
        """Store `rows` (see `Series.rows`) in the running transaction: history, rollup and latest
        together. Of rows with the same key the first one counts.
        """
        distinct = _distinct(rows)
        with self.connection.cursor() as cursor:
            with cursor.copy(statements.copy_to_stage(series)) as copy:
                copy.write(_COPY_HEADER)
                copy.write(distinct.tobytes())
                copy.write(_COPY_TRAILER)
            cursor.execute(statements.lock_lanes(series), [np.unique(lanes_of(distinct)).tolist()])
            new, late = self._store_staged(cursor, series)
            if late:
                cursor.execute(statements.drop_empty_buckets(series), [late])
        return Stored(new, len(rows) - new, tuple(late))

    @staticmethod
    def _store_staged(cursor: psycopg.Cursor, series: Series) -> tuple[int, list[int]]:
        new, is_late = cursor.execute(statements.store_in_order(series)).fetchall()[0]
        if not is_late:
            return new, []
        low, high = cursor.execute(statements.late_span(series)).fetchall()[0]
        span = {"lo": low, "hi": high}
        cursor.execute(statements.store_with_late(series), span, prepare=False)
        new, late = cursor.fetchall()[0]
        return new, late


def lanes_of(rows: Rows) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the lane of each row's device: writers of different lanes do not wait."""
    return rows["device_id"].astype(np.int64) % LANES


def _distinct(rows: Rows) -> Rows:
    """Return the rows by device and instant, so that the index grows in order, each key once."""
    devices, instants = rows["device_id"].astype(np.int64), rows["at"].astype(np.int64)
    order = np.lexsort((instants, devices))
    devices, instants = devices[order], instants[order]
    is_first = np.ones(len(rows), dtype=bool)
    is_first[1:] = (devices[1:] != devices[:-1]) | (instants[1:] != instants[:-1])
    return rows[order[is_first]]


_COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_TRAILER = b"\xff\xff"


def postgres_us(
    at_us: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Turn microseconds since the Unix epoch into PostgreSQL's."""
    return at_us - POSTGRES_EPOCH_US
