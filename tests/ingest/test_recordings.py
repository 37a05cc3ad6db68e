"""Recordings: columns found, units and times understood, every row a message."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from ingest.recordings import (
    UnreadableRecordingError,
    find_columns,
    identity,
    read_recording,
    whole_weeks,
)

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


def written(folder: Path, text: str) -> Path:
    path = folder / "recording.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_usual_names_are_found() -> None:
    names = ["Vehicle_ID", "timestamp", "speed", "latitude", "longitude", "bearing"]
    assert find_columns(names, device=None, time=None) == (
        *("Vehicle_ID", "timestamp", "latitude", "longitude", "speed", "bearing"),
    )


def test_named_columns_win() -> None:
    names = ["id", "tram", "t", "time", "lat", "lon"]
    columns = find_columns(names, device="tram", time="t")
    assert (columns.device, columns.time, columns.speed) == ("tram", "t", None)


@pytest.mark.parametrize("device", [None, "bus"])
def test_a_missing_column_is_named(device: str | None) -> None:
    with pytest.raises(UnreadableRecordingError, match=device or "device"):
        find_columns(["time", "lat", "lon"], device=device, time=None)


def test_rows_become_messages_in_order_of_time(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "device,time,lat,lon,speed\n"
        "b/1,2026-05-01T10:00:05+01:00,31.6,-8.0,10\n"
        "a,2026-05-01T09:00:00Z,31.7,-7.9,\n",
    )
    recorded = read_recording(path)
    sent = [(at, topic, json.loads(payload)) for at, (topic, payload) in recorded.messages()]
    nine = int(dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC).timestamp() * 1000)
    assert sent == [
        (nine, "city/rec-a/position", {"at": nine, "lat": 31.7, "lon": -7.9}),
        (
            nine + 5000,
            "city/rec-b-1/position",
            {"at": nine + 5000, "lat": 31.6, "lon": -8.0, "speed_kmh": 36.0},
        ),
    ]


def test_a_shift_moves_the_messages_and_not_the_pace(tmp_path: Path) -> None:
    recorded = read_recording(written(tmp_path, "id,at,lat,lon\na,1700000000,31.6,-8\n"))
    [(at, (_, payload))] = recorded.messages(dt.timedelta(weeks=2))
    assert at == 1_700_000_000_000
    assert json.loads(payload)["at"] == at + 14 * 86_400_000


@pytest.mark.parametrize("number", ["1700000000", "1700000000000", "1700000000000000"])
def test_numbers_are_seconds_milliseconds_or_microseconds(tmp_path: Path, number: str) -> None:
    recorded = read_recording(written(tmp_path, f"id,at,lat,lon\na,{number},31.6,-8\n"))
    assert recorded.at == [1_700_000_000_000]


def test_the_unit_of_speed_may_be_in_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, "id,at,lat,lon,speed_kmh\na,1700000000,31.6,-8,50\n")
    assert read_recording(path, unit="m/s").speed_kmh == [50]


def test_broken_rows_are_left_to_ingest_and_nameless_ones_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "id,at,lat,lon\na,1700000000,,-8\na,soon,31.6,-8\n,1700000000,31,-8\n")
    recorded = read_recording(path)
    payloads = [json.loads(message.payload) for _, message in recorded.messages()]
    assert [payload["lat"] for payload in payloads] == [None, 31.6]
    assert payloads[1]["at"] is None
    assert recorded.nameless == 1


def test_an_identity_fits_a_topic() -> None:
    assert identity("ligne 4/bis+") == "rec-ligne-4-bis-"


def test_a_recent_recording_is_not_moved() -> None:
    first = NOW - dt.timedelta(days=300)
    assert whole_weeks(first, first, NOW, 396) == 0


def test_an_old_recording_ends_within_the_last_week() -> None:
    first = dt.datetime(2016, 11, 24, tzinfo=dt.UTC)
    last = dt.datetime(2016, 12, 16, tzinfo=dt.UTC)
    moved = last + dt.timedelta(weeks=whole_weeks(first, last, NOW, 396))
    assert dt.timedelta(0) <= NOW - moved < dt.timedelta(weeks=1)


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRecordingError):
        read_recording(tmp_path / "nothing.parquet")


@pytest.mark.parametrize(
    ("name", "devices"),
    [("capmetro_bus_positions_5days_2016", 344), ("geolife_sample_dense_gps", 11)],
)
def test_real_recordings_are_read_whole(real_data: Path, name: str, devices: int) -> None:
    path = real_data / "fleet" / f"{name}.parquet"
    table = pd.read_parquet(path)
    recorded = read_recording(path)
    assert len(recorded.device) == len(table)
    assert len(recorded.devices) == devices
    speed = table["speed" if "speed" in table else "speed_mps_derived"]
    told = [value for value in recorded.speed_kmh if value is not None]
    assert len(told) == speed.notna().sum()
    assert sum(told) == pytest.approx(float(speed.astype(float).sum()) * 3.6)
