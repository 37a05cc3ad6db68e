"""Positions from a file straight into the database: years of history at the speed of COPY.

The caller's thread reads and checks; two others, each with a connection and devices of its own,
store the piece before.
"""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from fleet.series import POSITIONS
from ingest.recordings import SpeedUnit, UnreadableRecordingError, identity, read_tables
from ingest.replay import register_vehicles
from telemetry.database import connect
from telemetry.intake import whole
from telemetry.models import Device
from telemetry.retention import keep_days
from telemetry.rules import earliest_allowed, latest_allowed
from telemetry.series import POSTGRES_EPOCH_US
from telemetry.store import Rows, Store, Stored, lanes_of

WRITERS = 2
PIECE = 200_000
"""Rows of the file in hand at once."""
FASTEST_KMH = 300.0
NULL_ISLAND_DEG = 1e-4


@dataclass
class BackfillReport:
    """What an import of positions did; refusals are counted by the reasons of docs/devices.md."""

    rows: int = 0
    stored: int = 0
    known: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        lines = [
            f"rows read:      {self.rows}",
            f"stored:         {self.stored}",
            f"known already:  {self.known}",
            f"refused:        {self.refused.total()}",
            *(f"  {reason}: {count}" for reason, count in self.refused.most_common()),
            f"rows a second:  {self.rows / self.seconds if self.seconds else 0:.0f}",
        ]
        return "\n".join(lines)


def import_positions(
    *,
    path: Path,
    dry_run: bool = False,
    register: bool = False,
    device: str | None = None,
    time_column: str | None = None,
    unit: SpeedUnit = "m/s",
) -> BackfillReport:
    """Store the positions of a CSV or Parquet file with their own instants; the same file again
    changes nothing.

    Each piece of the file is stored with rollups and latest state, as messages are, in one
    transaction for each writer. A device is the file's name for it, or that name with the prefix of
    `municipality replay` when `register` makes the unknown ones known. Raises
    `UnreadableRecordingError`; the pieces before are stored then.
    """
    report, began = BackfillReport(), time.monotonic()
    with connect() as connection:
        today = pd.Timestamp.now("UTC").date()
        kept_days = keep_days(connection, POSITIONS.table, today)
    with _writing(report) as write:
        for table in read_tables(path, device=device, time=time_column, unit=unit, rows=PIECE):
            numbers = _numbers(table, register=register and not dry_run)
            reasons = _reasons(table, numbers, kept_days, may_register=register)
            report.rows += len(table)
            report.refused.update(reasons[reasons != ""].tolist())
            if not dry_run:
                write(_rows(table[reasons == ""], numbers[reasons == ""]))
    report.seconds = time.monotonic() - began
    return report


class _Writer:
    """A connection and a thread for the devices of some lanes."""

    def __init__(self) -> None:
        self.store = Store(connect())
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="backfill")

    def submit(self, rows: Rows) -> "Future[Stored]":
        """Store these rows as soon as those before them are stored."""
        return self.thread.submit(self._keep, rows)

    def _keep(self, rows: Rows) -> Stored:
        self.store.prepare(POSITIONS, rows)
        stored = self.store.add(POSITIONS, rows)
        self.store.connection.commit()
        return stored

    def close(self) -> None:
        """Finish what is in hand and leave."""
        self.thread.shutdown(cancel_futures=True)
        self.store.connection.close()


@contextlib.contextmanager
def _writing(report: BackfillReport) -> Iterator[Callable[[Rows], None]]:
    """Give a function that stores rows while the caller goes on, never more than a piece behind."""
    pending: list[Future[Stored]] = []

    def settle() -> None:
        for future in pending:
            stored = future.result()
            report.stored += stored.new
            report.known += stored.known
        pending.clear()

    def write(rows: Rows) -> None:
        share = lanes_of(rows) % WRITERS
        settle()
        parts = (rows[share == number] for number in range(WRITERS))
        pending.extend(w.submit(part) for w, part in zip(writers, parts, strict=True) if len(part))

    with contextlib.ExitStack() as stack:
        writers = [_Writer() for _ in range(WRITERS)]
        for writer in writers:
            stack.callback(writer.close)
        yield write
        settle()


def _numbers(table: pd.DataFrame, *, register: bool) -> "pd.Series[int]":
    """Return the number of each row's device, 0 where there is none."""
    names = [str(name) for name in table["device"].dropna().unique()]
    known = _known(names)
    if register and (missing := [name for name in names if name not in known]):
        register_vehicles(missing)
        known = _known(names)
    return table["device"].map(known).fillna(0).astype(int)


def _known(names: Sequence[str]) -> dict[str, int]:
    found = dict(
        Device.objects.filter(
            uid__in=[*names, *map(identity, names)], kind="vehicle", is_active=True
        ).values_list("uid", "id")
    )
    chosen = {name: found.get(name, found.get(identity(name), 0)) for name in names}
    return {name: number for name, number in chosen.items() if number}


def _reasons(
    table: pd.DataFrame, numbers: "pd.Series[int]", kept_days: int, *, may_register: bool
) -> "pd.Series[str]":
    """Return why each row is refused, empty where it is not: the decoders' rules over whole
    columns.
    """
    now_us = time.time_ns() // 1000
    at_us = table["at_ms"].astype("Float64") * 1000
    lat, lon = table["lat"], table["lon"]
    unknown = table["device"].isna() if may_register else numbers == 0
    rules: list[tuple[str, pd.Series[bool]]] = [
        ("unknown_device", unknown),
        ("bad_time", at_us.isna()),
        ("missing_field", lat.isna() | lon.isna()),
        ("null_island", (lat.abs() < NULL_ISLAND_DEG) & (lon.abs() < NULL_ISLAND_DEG)),
        ("out_of_range", (lat.abs() > 90) | (lon.abs() > 180)),
        ("future_dated", (at_us > latest_allowed(now_us)).fillna(False)),
        ("expired", (at_us < earliest_allowed(now_us, kept_days)).fillna(False)),
    ]
    choices = [mask.to_numpy(dtype=bool) for _, mask in rules]
    return pd.Series(np.select(choices, [code for code, _ in rules], ""), index=table.index)


def _rows(table: pd.DataFrame, numbers: "pd.Series[int]") -> Rows:
    """Return the rows for COPY."""
    rows = POSITIONS.rows(len(table))
    rows["device_id"] = numbers
    rows["at"] = table["at_ms"].to_numpy(dtype=np.int64) * 1000 - POSTGRES_EPOCH_US
    rows["received_at"] = time.time_ns() // 1000 - POSTGRES_EPOCH_US
    rows["geom"]["lon"], rows["geom"]["lat"] = table["lon"], table["lat"]
    speed = table["speed_kmh"].to_numpy(dtype=float)
    rows["speed_kmh"] = np.where((speed >= 0) & (speed <= FASTEST_KMH), speed, np.nan)
    rows["heading_deg"] = whole(table["heading_deg"].to_numpy(dtype=float) % 360)
    rows["accuracy_m"] = -1
    return rows


__all__ = ["BackfillReport", "UnreadableRecordingError", "import_positions"]
