"""Positions from a file: each once, refused by the same rules as messages, again without effect."""

import datetime as dt
from pathlib import Path

import pandas as pd
import psycopg
import pytest

from fleet.models import DeviceDay, LatestPosition, Position
from ingest.backfill import import_positions
from ingest.recordings import UnreadableRecordingError
from telemetry.models import Device, RetentionRule

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Return an invented recording with one of each thing that is refused."""
    rows = [
        ("a", NOW - dt.timedelta(minutes=10), 31.60, -8.00, 5.0),
        ("a", NOW - dt.timedelta(minutes=9), 31.61, -8.00, 5.0),
        ("a", NOW - dt.timedelta(minutes=9), 31.61, -8.00, 5.0),
        ("b", NOW - dt.timedelta(minutes=8), 31.62, -8.00, -1.0),
        ("b", NOW - dt.timedelta(minutes=7), 0.0, 0.0, 5.0),
        ("b", NOW - dt.timedelta(minutes=6), 95.0, -8.0, 5.0),
        ("b", NOW + dt.timedelta(hours=2), 31.62, -8.0, 5.0),
        ("b", NOW - dt.timedelta(days=2000), 31.62, -8.0, 5.0),
        ("b", None, 31.62, -8.0, 5.0),
        ("b", NOW, None, -8.0, 5.0),
    ]
    columns = ["vehicle_id", "timestamp", "latitude", "longitude", "speed"]
    path = tmp_path / "recording.csv"
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def test_each_row_once(connection: psycopg.Connection, recording: Path) -> None:
    """Stored with speed in km/h, rolled up, and refused with the reasons of the decoders."""
    report = import_positions(path=recording, register=True)
    assert (report.rows, report.stored, report.known) == (10, 3, 1)
    assert dict(report.refused) == {
        "null_island": 1,
        "out_of_range": 1,
        "future_dated": 1,
        "expired": 1,
        "bad_time": 1,
        "missing_field": 1,
    }
    speeds = Position.objects.order_by("at").values_list("speed_kmh", flat=True)
    assert list(speeds) == [18.0, 18.0, None]
    assert LatestPosition.objects.count() == 2
    assert sum(day.distance_mm for day in DeviceDay.objects.all()) == pytest.approx(
        1_108_600, abs=600
    )


def test_the_same_file_again_changes_nothing(
    connection: psycopg.Connection, recording: Path
) -> None:
    """Everything is known."""
    import_positions(path=recording, register=True)
    before = list(DeviceDay.objects.values())
    report = import_positions(path=recording, register=True)
    assert (report.stored, report.known) == (0, 4)
    assert list(DeviceDay.objects.values()) == before


def test_a_dry_run_writes_nothing(connection: psycopg.Connection, recording: Path) -> None:
    """It only counts."""
    report = import_positions(path=recording, register=True, dry_run=True)
    assert report.refused.total() == 6
    assert Position.objects.count() == Device.objects.count() == 0


def test_unknown_devices_are_refused_unless_registered(
    connection: psycopg.Connection, recording: Path
) -> None:
    """All ten rows, in one word."""
    assert import_positions(path=recording).refused["unknown_device"] == 10


@pytest.mark.parametrize("content", [b"", b"\x00\x01garbage", b"a,b\n1,2\n"])
def test_what_is_no_recording(
    connection: psycopg.Connection, tmp_path: Path, content: bytes
) -> None:
    """One clear error."""
    path = tmp_path / "rubbish.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableRecordingError):
        import_positions(path=path)


def test_the_recorded_buses(connection: psycopg.Connection, real_data: Path) -> None:
    """Five days of real buses end with the rows that pandas expects of the file."""
    path = real_data / "fleet/capmetro_bus_positions_5days_2016.parquet"
    RetentionRule.objects.create(
        series="fleet_position", keep_days=9000, valid_from="2000-01-01", legal_reference="test"
    )
    import_positions(path=path, register=True)
    table = pd.read_parquet(path)
    off_null = (table.latitude.abs() > 1e-4) | (table.longitude.abs() > 1e-4)
    expected = table[off_null].drop_duplicates(["vehicle_id", "timestamp"])
    assert Position.objects.count() == len(expected)
    newest = expected.sort_values("timestamp").drop_duplicates("vehicle_id", keep="last")
    uids = dict(Device.objects.values_list("id", "uid"))
    found = {
        (uids[p.device_id], p.at, round(p.geom.x, 9), round(p.geom.y, 9))
        for p in LatestPosition.objects.all()
        if p.geom is not None
    }
    assert found == {
        (
            f"rec-{r.vehicle_id}",
            r.timestamp.to_pydatetime(),
            round(r.longitude, 9),
            round(r.latitude, 9),
        )
        for r in newest.itertuples()
    }
