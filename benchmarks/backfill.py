"""How fast a file of old fixes gets in, with nothing and with very much history behind it.

    python -m benchmarks.backfill [--rows 500000] [--behind 100000000]

The history behind is made on the server, over daily partitions that end where the file begins.
"""

import argparse
import datetime as dt
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psycopg
from psycopg import sql

from benchmarks.fleet_day import Ints, fixes, instants_of, keys_of, uid, vehicles_of
from benchmarks.results import Figure, finish
from benchmarks.stage import Stage, staged
from benchmarks.truth import truth_of
from benchmarks.verification import verify

STEP_S = 10
DAY_S = 86_400
SPEED_GOAL = 90_000
SLOWDOWN_GOAL = 1.10
SIZE_GOAL = 220
SIZES = """
    SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('fleet_position')
    WHERE isleaf
"""
HISTORY = (
    "CREATE TABLE IF NOT EXISTS {partition} (LIKE fleet_position INCLUDING DEFAULTS)",
    """
    INSERT INTO {partition}
    SELECT d.id, {day}::timestamptz + step * interval '{every} seconds', {day}::timestamptz,
           ST_SetSRID(ST_MakePoint(-7.98 + sin(step / 50.0 + d.id) / 100,
                                   31.63 + cos(step / 50.0 + d.id) / 100), 4326), 39, 90, 5
    FROM telemetry_device AS d, generate_series(0, {steps} - 1) AS step ORDER BY step, d.id
    """,
    "ALTER TABLE {partition} ADD PRIMARY KEY (device_id, at)",
    "ALTER TABLE fleet_position ATTACH PARTITION {partition} FOR VALUES FROM ({day}) TO ({after})",
)
"""How a day of history is made: filled first and indexed then, which takes a third of the time."""

NEWEST = """
    INSERT INTO fleet_position_latest SELECT DISTINCT ON (device_id) * FROM {partition}
    ORDER BY device_id, at DESC
"""


def write_file(path: Path, keys: Ints) -> None:
    """Write fixes as Parquet with the columns of the import."""
    vehicles, at_ms = vehicles_of(keys), instants_of(keys)
    said = fixes(vehicles, at_ms)
    names = np.array([uid(vehicle) for vehicle in range(int(vehicles.max()) + 1)])
    table = pd.DataFrame(
        {
            "device": names[vehicles],
            "at": pd.to_datetime(at_ms, unit="ms", utc=True),
            "lat": said.lat_e7 / 1e7,
            "lon": said.lon_e7 / 1e7,
            "speed_kmh": said.speed_e1 / 10,
            "heading_deg": said.heading_deg.astype(float),
        }
    )
    table.to_parquet(path, index=False)


def file_keys(rows: int, vehicles: int, first_day: dt.date) -> Ints:
    """Return the fixes of a fleet from the beginning of `first_day` on, in order of time."""
    start = int(dt.datetime.combine(first_day, dt.time(), dt.UTC).timestamp() * 1000)
    index = np.arange(rows)
    return keys_of(index % vehicles, start + index // vehicles * STEP_S * 1000)


def load_history(stage: Stage, rows: int, before: dt.date, vehicles: int) -> int:
    """Put about `rows` rows into daily partitions before a day, on every core; return how many."""
    steps = DAY_S // STEP_S
    days = -(-rows // (vehicles * steps)) if rows else 0
    wanted = [before - dt.timedelta(days=back) for back in range(days, 0, -1)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda day: _load_day(stage.database, day, steps), wanted))
    if days:
        with psycopg.connect(stage.database, autocommit=True) as connection:
            connection.execute(sql.SQL(NEWEST).format(partition=_partition(wanted[-1])))
            connection.execute("VACUUM (ANALYZE) fleet_position, fleet_position_latest")
    stage.checkpoint()
    return days * vehicles * steps


def _partition(day: dt.date) -> sql.Identifier:
    return sql.Identifier(f"fleet_position_{day:%Y%m%d}")


def _load_day(database: str, day: dt.date, steps: int) -> None:
    begin, after = (sql.Literal(f"{d} 00:00+00") for d in (day, day + dt.timedelta(days=1)))
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in HISTORY:
            made = sql.SQL(statement).format(
                partition=_partition(day),
                day=begin,
                after=after,
                every=sql.SQL(str(STEP_S)),
                steps=sql.Literal(steps),
            )
            connection.execute(made)


def timed_import(stage: Stage, path: Path) -> float:
    """Return how many seconds the import command takes, from its start to its end."""
    begun = time.monotonic()
    stage.run("import", "positions", str(path), patience_s=3600)
    return time.monotonic() - begun


def bytes_a_fix(stage: Stage) -> float:
    """Return bytes a row of the history with its indexes."""
    with psycopg.connect(stage.database) as connection:
        size = connection.execute(SIZES).fetchone()
        count = connection.execute("SELECT count(*) FROM fleet_position").fetchone()
    assert size is not None
    assert count is not None
    return float(size[0]) / int(count[0])


def measure(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Import the same amount with nothing behind it, and again with `behind` rows."""
    stage.register(arguments.vehicles)
    today = dt.datetime.now(dt.UTC).date()
    span = -(-arguments.rows * STEP_S // (arguments.vehicles * DAY_S)) + 1
    first = today - dt.timedelta(days=span)
    keys = file_keys(arguments.rows, arguments.vehicles, first)
    path = stage.places.var / "fixes.parquet"
    write_file(path, keys)
    tiny = stage.places.var / "one.parquet"
    write_file(tiny, keys[:1])
    start_s = timed_import(stage, tiny)
    stage.empty()
    alone_s = timed_import(stage, path)
    verdict = verify(stage.database, truth_of(keys), accuracy=False)
    alone_bytes = bytes_a_fix(stage)
    stage.empty()
    behind = load_history(stage, arguments.behind, first, arguments.vehicles)
    behind_s = timed_import(stage, path)
    rates = [arguments.rows / (seconds - start_s) for seconds in (alone_s, behind_s)]
    slower = rates[0] / rates[1]
    figures = [
        Figure("start of the command (taken off below)", start_s, "s"),
        Figure("rows/s, nothing behind", rates[0], "/s", ">=", SPEED_GOAL),
        Figure("  differences from the truth", len(verdict.problems), "kinds", "=", 0),
        Figure("bytes a fix, with indexes", alone_bytes, "bytes", "<=", SIZE_GOAL),
        Figure("rows behind", behind, "rows"),
        Figure("rows/s with them behind", rates[1], "/s", ">=", SPEED_GOAL),
        Figure("  how many times slower", slower, "", "<=", SLOWDOWN_GOAL),
        Figure("bytes a fix with them, with indexes", bytes_a_fix(stage), "bytes", "<=", SIZE_GOAL),
    ]
    return figures, {"arguments": vars(arguments), "problems": verdict.problems}


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.backfill", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="in the file (1000000)")
    parser.add_argument("--behind", type=int, default=0, help="rows of history behind it (0)")
    parser.add_argument("--vehicles", type=int, default=500)
    parser.add_argument("--scratch", type=Path, help="folder for the throw-away services")
    arguments = parser.parse_args()
    with staged(scratch=arguments.scratch) as stage:
        figures, details = measure(stage, arguments)
    return finish("backfill", figures, details)


if __name__ == "__main__":
    sys.exit(main())
