"""One engine for every series of measurements.

A domain declares a `Series`: its history, latest and rollup tables, the state that a row carries
and what two consecutive rows of a device contribute to the rollup. From the declaration follow the
staging table and the single statement that stores a batch.

The rollup is a sum, over consecutive rows of a device, of **integers** that depend on those two
rows alone. A batch adds the contributions of the new neighbours and takes away those of the pairs
that it parts, so that any order, repetition or delay of the same rows ends in the same rollup. See
docs/decisions.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

_TIME = np.dtype(">i8")
POSTGRES_EPOCH_US = 946_684_800_000_000
"""2000-01-01 UTC in microseconds since the Unix epoch, the zero of PostgreSQL's binary timestamps.
"""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of the state: its SQL type, its binary form in COPY, and the value that stands for
    null.
    """

    name: str
    sql_type: str
    binary: np.dtype[Any]
    null: str | None = None

    def from_stage(self, stage: str) -> str:
        """SQL that reads the column from the staging table, with the null put back."""
        value = f"{stage}.{self.name}"
        return value if self.null is None else f"NULLIF({value}, {self.null})"


POINT = np.dtype(
    [("order", "u1"), ("type", "<u4"), ("srid", "<u4"), ("lon", "<f8"), ("lat", "<f8")]
)
"""A point as EWKB, PostGIS's binary input: 25 bytes."""


@dataclass(frozen=True, eq=False)
class Rollup:
    """What is kept per device and bucket (a local day, an hour), maintained as data arrives.

    `reads` names the state that the sums need. `bucket_of_row` is SQL for the bucket of a row `c`.
    `segment` is a SELECT of (bucket, measures…) over two consecutive rows `p` and `c` with
    `p.at < c.at`; it must return integers and ignore pairs farther apart than `max_gap`. When
    `is_undivided`, all of a pair belongs to the bucket of `c`, and `segment` selects the measures
    alone, in one row at most.
    """

    table: str
    bucket: str
    count: str
    measures: tuple[str, ...]
    reads: tuple[str, ...]
    bucket_of_row: str
    segment: str
    max_gap: str
    is_undivided: bool = False


@dataclass(frozen=True, eq=False)
class Series:
    """A series of measurements, identified by (device_id, at)."""

    table: str
    state: tuple[Column, ...]
    rollup: Rollup
    partition_by: str = "day"

    @property
    def latest(self) -> str:
        """Name of the table of the newest row of each device."""
        return f"{self.table}_latest"

    @property
    def stage(self) -> str:
        """Name of the temporary staging table."""
        return f"stage_{self.table}"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The key, the time of receipt and the state, in the order of the tables."""
        return (
            Column("device_id", "bigint", _TIME),
            Column("at", "timestamptz", _TIME),
            Column("received_at", "timestamptz", _TIME),
            *self.state,
        )

    @cached_property
    def row_type(self) -> "np.dtype[np.void]":
        """One row in PostgreSQL's binary COPY format: a field count, then length and value of each
        field.
        """
        fields: list[tuple[str, object]] = [("fields", ">i2")]
        for column in self.columns:
            fields += [(f"{column.name}_length", ">i4"), (column.name, column.binary)]
        return np.dtype(fields)

    def rows(self, count: int) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
        """Return `count` rows ready to be filled: counts, lengths, point headers in place."""
        rows = np.zeros(count, dtype=self.row_type)
        rows["fields"] = len(self.columns)
        for column in self.columns:
            rows[f"{column.name}_length"] = column.binary.itemsize
            if column.binary == POINT:
                rows[column.name]["order"] = 1
                rows[column.name]["type"] = 0x20000001
                rows[column.name]["srid"] = 4326
        return rows
