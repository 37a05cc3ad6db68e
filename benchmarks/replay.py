"""Plays a real recording over MQTT and compares what the database then holds with pandas' word.

python -m benchmarks.replay [--data ../shared/data]
"""

import argparse
import time
from pathlib import Path

import pandas as pd
import psycopg

from benchmarks.driving import probe
from benchmarks.results import Figure, finish
from benchmarks.stage import Stage, staged

WEEK = pd.Timedelta(weeks=1)
PATIENCE_S = 300


def expected_rows(path: Path) -> pd.DataFrame:
    """Return what the file must leave: one row per vehicle and instant, none of them at 0, 0."""
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    somewhere = (table.latitude.abs() >= 1e-4) | (table.longitude.abs() >= 1e-4)
    rows = table[somewhere].drop_duplicates(["vehicle_id", "timestamp"])
    return rows.assign(uid="rec-" + rows.vehicle_id.astype(str))


def stored_rows(stage: Stage) -> pd.DataFrame:
    """Return the whole history with the devices' identities."""
    query = """SELECT d.uid, p.at, ST_X(p.geom) AS longitude, ST_Y(p.geom) AS latitude, p.speed_kmh
               FROM fleet_position p JOIN telemetry_device d ON d.id = p.device_id
               WHERE d.uid LIKE 'rec-%'"""
    with psycopg.connect(stage.database) as connection:
        cursor = connection.execute(query)
        names = [column.name for column in cursor.description or ()]
        return pd.DataFrame(cursor.fetchall(), columns=names)


def differences(expected: pd.DataFrame, stored: pd.DataFrame) -> dict[str, int]:
    """Count what differs: rows missing or too many, places and speeds that are not the file's."""
    shift = (stored["at"].min() - expected.timestamp.min()) // WEEK * WEEK
    expected = expected.assign(at=expected.timestamp + shift)
    both = expected.merge(stored, on=["uid", "at"], how="outer", indicator=True)
    found = both[both["_merge"] == "both"]
    place = (found.longitude_x - found.longitude_y).abs() + (
        found.latitude_x - found.latitude_y
    ).abs()
    speed = (found.speed * 3.6 - found.speed_kmh).abs()
    return {
        "missing": int((both["_merge"] == "left_only").sum()),
        "too many": int((both["_merge"] == "right_only").sum()),
        "elsewhere": int((place > 1e-9).sum()),
        "other speed": int((speed > 1e-3).sum()),
    }


def main() -> int:
    """Replay, wait until everything is committed, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    name = "fleet/capmetro_bus_positions_5days_2016.parquet"
    path = (parser.parse_args().data / name).resolve()
    expected = expected_rows(path)
    with staged() as stage:
        ingest = stage.program("ingest-1", "ingest", "--name", "ingest-1")
        ingest.start()
        try:
            stage.register(1)
            probe(stage)
            began = time.monotonic()
            stage.run("replay", str(path), "--speed", "max")
            stored = stored_rows(stage)
            while len(stored) < len(expected) and time.monotonic() - began < PATIENCE_S:
                time.sleep(1)
                stored = stored_rows(stage)
            seconds = time.monotonic() - began
        finally:
            ingest.stop()
    wrong = differences(expected, stored)
    figures = [
        Figure("rows of the recording, each vehicle and instant once", len(expected), "rows"),
        Figure("rows in the history", len(stored), "rows", "=", len(expected)),
        Figure("through the whole path", len(stored) / seconds, "rows/s"),
        *(Figure(f"rows {kind}", count, "rows", "=", 0) for kind, count in wrong.items()),
    ]
    return finish("replay", figures, {"file": path.name})


if __name__ == "__main__":
    raise SystemExit(main())
