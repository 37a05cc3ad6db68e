"""Recordings of positions in a CSV or Parquet file: which column is what, and its rows as messages.
No Django.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import orjson
import pandas as pd
import pyarrow.parquet

from ingest.outlets import Outgoing

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
SpeedUnit = Literal["m/s", "km/h"]
PREFIX = "rec-"
"""How the identity of a recorded device begins."""
WEEK = dt.timedelta(weeks=1)
_KMH: dict[str, float] = {"m/s": 3.6, "km/h": 1.0}
_KNOWN: dict[str, tuple[str, ...]] = {
    "device": ("device", "device_id", "vehicle_id", "vehicle", "user_id", "imei", "uid", "id"),
    "time": ("at", "timestamp", "timestamp_utc", "time", "datetime", "recorded_at"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "speed": ("speed_kmh", "speed_mps", "speed", "speed_mps_derived"),
    "heading": ("heading_deg", "heading", "bearing", "course"),
}
_OPTIONAL = ("speed", "heading")


class UnreadableRecordingError(ValueError):
    """The file is no recording of positions; the text says what is missing."""


class Columns(NamedTuple):
    """The names of a file's columns; speed and heading may be missing."""

    device: str
    time: str
    lat: str
    lon: str
    speed: str | None
    heading: str | None


@dataclass(frozen=True)
class Recording:
    """Positions in order of time: devices by name, `at` in milliseconds since the epoch, speed in
    km/h.

    Values that the file does not have are None; rows that name no device are only counted.
    """

    device: list[str]
    at: list[int | None]
    lat: list[float | None]
    lon: list[float | None]
    speed_kmh: list[float | None]
    heading_deg: list[float | None]
    nameless: int

    @property
    def devices(self) -> list[str]:
        """The devices' names, each once."""
        return sorted(set(self.device))

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """The first and the last instant; raises `UnreadableRecordingError` if there is none."""
        known = [at for at in self.at if at is not None]
        if not known:
            raise UnreadableRecordingError("not one row has a time")
        first, last = (
            dt.datetime.fromtimestamp(at / 1000, dt.UTC) for at in (min(known), max(known))
        )
        return first, last

    def messages(self, shift: dt.timedelta = dt.timedelta(0)) -> Iterator[tuple[int, Outgoing]]:
        """Each row as (its recorded time in ms, message): our own JSON, moved by `shift`."""
        later = shift // dt.timedelta(milliseconds=1)
        topics = {device: f"city/{identity(device)}/position" for device in set(self.device)}
        moment = 0
        rows = zip(
            self.device, self.at, self.lat, self.lon, self.speed_kmh, self.heading_deg, strict=True
        )
        for device, at, lat, lon, speed, heading in rows:
            moment = moment if at is None else at
            payload: dict[str, Any] = {
                "at": None if at is None else at + later,
                "lat": lat,
                "lon": lon,
            }
            if speed is not None:
                payload["speed_kmh"] = speed
            if heading is not None:
                payload["heading_deg"] = heading
            yield moment, Outgoing(topics[device], orjson.dumps(payload))


def identity(device: str) -> str:
    """The identity under which a recorded device sends."""
    return PREFIX + re.sub(r"[^A-Za-z0-9._-]", "-", device)


def whole_weeks(first: dt.datetime, last: dt.datetime, now: dt.datetime, keep_days: int) -> int:
    """By how many weeks to move a recording: none if all of it is still kept, else to end just
    before `now`.
    """
    if first >= now - dt.timedelta(days=keep_days):
        return 0
    return (now - last) // WEEK


def read_tables(
    path: Path,
    *,
    device: str | None = None,
    time: str | None = None,
    unit: SpeedUnit = "m/s",
    rows: int = 100_000,
) -> Iterator[pd.DataFrame]:
    """Read a file piece by piece, whatever its size: device (text), at_ms, lat, lon, speed_kmh and
    heading_deg, with missing values where the file has none. Raises `UnreadableRecordingError`.
    """
    for table in _pieces(path, rows):
        columns = find_columns([str(name) for name in table.columns], device=device, time=time)
        yield pd.DataFrame(
            {
                "device": table[columns.device].astype("string"),
                "at_ms": _milliseconds(table[columns.time]),
                "lat": pd.to_numeric(table[columns.lat], errors="coerce"),
                "lon": pd.to_numeric(table[columns.lon], errors="coerce"),
                "speed_kmh": _numbers(table, columns.speed, _factor(columns.speed, unit)),
                "heading_deg": _numbers(table, columns.heading),
            }
        )


def _pieces(path: Path, rows: int) -> Iterator[pd.DataFrame]:
    try:
        if path.suffix == ".parquet":
            for batch in pyarrow.parquet.ParquetFile(path).iter_batches(rows):
                yield batch.to_pandas()
        else:
            yield from pd.read_csv(path, dtype=str, chunksize=rows)
    except (OSError, ValueError) as error:
        raise UnreadableRecordingError(f"{path}: {error}") from error


def read_recording(
    path: Path, *, device: str | None = None, time: str | None = None, unit: SpeedUnit = "m/s"
) -> Recording:
    """Read a file; columns are found by their usual names unless given. Raises
    `UnreadableRecordingError`.
    """
    table = _read(path)
    columns = find_columns([str(name) for name in table.columns], device=device, time=time)
    named = table[table[columns.device].notna()]
    at = _milliseconds(named[columns.time])
    order = np.argsort(at.to_numpy(dtype=float, na_value=np.inf), kind="stable")
    named, at = named.iloc[order], at.iloc[order]
    return Recording(
        device=[str(name) for name in named[columns.device]],
        at=[None if value is pd.NA else int(value) for value in at],
        lat=_listed(_numbers(named, columns.lat)),
        lon=_listed(_numbers(named, columns.lon)),
        speed_kmh=_listed(_numbers(named, columns.speed, _factor(columns.speed, unit))),
        heading_deg=_listed(_numbers(named, columns.heading)),
        nameless=len(table) - len(named),
    )


def find_columns(names: list[str], *, device: str | None, time: str | None) -> Columns:
    """Which column is what. Raises `UnreadableRecordingError` when a needed one is not there."""
    given = {"device": device, "time": time}
    lower = {name.lower(): name for name in names}
    found: dict[str, str | None] = {}
    for role, known in _KNOWN.items():
        wanted = given.get(role)
        if wanted is not None and wanted not in names:
            raise UnreadableRecordingError(
                f"there is no column {wanted}: there are {', '.join(names)}"
            )
        found[role] = wanted or next((lower[name] for name in known if name in lower), None)
        if found[role] is None and role not in _OPTIONAL:
            raise UnreadableRecordingError(f"no column looks like the {role}: {', '.join(names)}")
    return Columns(**found)  # type: ignore[arg-type]


def _read(path: Path) -> pd.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str)
    except (OSError, ValueError) as error:
        raise UnreadableRecordingError(f"{path}: {error}") from error


def _milliseconds(column: pd.Series) -> pd.Series:
    """Instants as whole milliseconds since the epoch; without an offset they are taken as UTC."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        numbers = pd.to_numeric(column, errors="coerce")
        if numbers.notna().any():
            return (numbers * _to_ms(float(numbers.abs().max()))).round().astype("Int64")
        column = pd.to_datetime(column, utc=True, errors="coerce", format="ISO8601")
    instants = column.dt.tz_localize("UTC") if column.dt.tz is None else column
    elapsed = instants - pd.Timestamp(0, tz="UTC")
    return (elapsed / pd.Timedelta(milliseconds=1)).round().astype("Int64")


def _to_ms(largest: float) -> float:
    """The factor from the unit that a number of this size must be in: seconds, milliseconds or
    microseconds.
    """
    return next(
        (factor for limit, factor in ((1e11, 1000.0), (1e14, 1.0)) if largest < limit), 1e-3
    )


def _factor(column: str | None, unit: SpeedUnit) -> float:
    name = (column or "").lower()
    if "kmh" in name:
        return 1.0
    return _KMH["m/s" if "mps" in name else unit]


def _numbers(table: pd.DataFrame, column: str | None, factor: float = 1.0) -> Numbers:
    """A column's numbers, NaN where there is none."""
    if column is None:
        return np.full(len(table), np.nan)
    numbers = pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(numbers * factor)


def _listed(numbers: Numbers) -> list[float | None]:
    return [value if value == value else None for value in numbers.tolist()]
