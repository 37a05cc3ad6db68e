"""Compares the database with the truth: history, latest states, rollups, dead letters."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import psycopg

from benchmarks.fleet_day import Ints, fixes, keys_of
from benchmarks.truth import Truth

DEGREES_E7 = "round(ST_X(geom) * 1e7)::bigint, round(ST_Y(geom) * 1e7)::bigint"
ACCURACY = "coalesce(accuracy_m, -1)::bigint"
STATE = f"{DEGREES_E7}, round(speed_kmh * 10)::bigint, heading_deg::bigint, {ACCURACY}"
VEHICLE = "substr(uid, 7)::bigint"
MILLISECONDS = "(extract(epoch FROM at) * 1000)::bigint"

RECOMPUTED = """
    SELECT device_id, day, count(*) AS fix_count,
           coalesce(sum(metres_mm) FILTER (WHERE driven), 0)::bigint AS distance_mm,
           coalesce(sum(gap_ms) FILTER (WHERE driven), 0)::bigint AS moving_ms
    FROM (
        SELECT device_id, (at AT TIME ZONE 'Africa/Casablanca')::date AS day,
               round(metres * 1000)::bigint AS metres_mm, gap_ms,
               gap_ms <= 900000
               AND metres BETWEEN gap_ms / 1000.0::float8 AND gap_ms * 0.055::float8
               AND NOT (speed_kmh < 2 AND speed_before < 2) AS driven
        FROM (
            SELECT device_id, at, speed_kmh, lag(speed_kmh) OVER earlier AS speed_before,
                   ST_Distance(geom::geography, (lag(geom) OVER earlier)::geography) AS metres,
                   (extract(epoch FROM at - lag(at) OVER earlier) * 1000)::bigint AS gap_ms
            FROM fleet_position WINDOW earlier AS (PARTITION BY device_id ORDER BY at)
        ) AS steps
    ) AS ways GROUP BY device_id, day
"""
"""The rollup written down a second time, over the whole history at once."""

SUMS = ["fix_count", "distance_mm", "moving_ms"]


@dataclass
class Verdict:
    """What was found; nothing in `problems` means that all is as it must be."""

    rows: int = 0
    lost: int = 0
    doubled: int = 0
    accuracy: bool = True
    problems: list[str] = field(default_factory=list)

    def expect(self, what: str, wrong: int) -> None:
        """Note a problem when something is wrong with `wrong` rows."""
        if wrong:
            self.problems.append(f"{what}: {wrong}")


def stored_rows(connection: psycopg.Connection) -> int:
    """Return the number of rows in the history."""
    row = connection.execute("SELECT count(*) FROM fleet_position").fetchone()
    return int(row[0]) if row else 0


def verify(url: str, truth: Truth, *, accuracy: bool = True) -> Verdict:
    """Compare everything: the keys and states of all rows, not only their number; `accuracy` unless
    it was not sent.
    """
    verdict = Verdict(accuracy=accuracy)
    with psycopg.connect(url) as connection:
        _verify_history(connection, truth, verdict)
        _verify_latest(connection, truth, verdict)
        _verify_rollups(connection, truth, verdict)
    return verdict


def _fetch(connection: psycopg.Connection, query: str, columns: int) -> Ints:
    """Return the rows of a query of bigints, none of them null, as a table."""
    data = bytearray()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy,
    ):
        for piece in copy:
            data += piece
    row = np.dtype(
        [("fields", ">i2"), ("values", [("length", ">i4"), ("value", ">i8")], (columns,))]
    )
    body = np.frombuffer(data, np.uint8)[19:-2]
    if len(body) % row.itemsize:
        raise ValueError(f"a null where none may be, in: {query}")
    values = body.view(row)["values"]["value"]
    return values.astype(np.int64)


def _states_wrong(found: Ints, *, accuracy: bool) -> int:
    """Count rows (vehicle, instant, lon, lat, speed, heading, accuracy) that are not what the
    vehicle said.
    """
    said = fixes(found[:, 0], found[:, 1])
    accuracies = said.accuracy_m if accuracy else np.full(len(found), -1)
    expected = [said.lon_e7, said.lat_e7, said.speed_e1, said.heading_deg, accuracies]
    return int(np.any(found[:, 2:] != np.column_stack(expected), axis=1).sum())


def _verify_history(connection: psycopg.Connection, truth: Truth, verdict: Verdict) -> None:
    source = "FROM fleet_position JOIN telemetry_device ON id = device_id"
    found = _fetch(connection, f"SELECT {VEHICLE}, {MILLISECONDS}, {STATE} {source}", 7)
    keys = keys_of(found[:, 0], found[:, 1])
    distinct = np.unique(keys)
    verdict.rows = stored_rows(connection)
    verdict.doubled = verdict.rows - len(distinct)
    verdict.lost = len(np.setdiff1d(truth.keys, distinct, assume_unique=True))
    verdict.expect("rows lost", verdict.lost)
    verdict.expect("rows doubled", verdict.doubled)
    verdict.expect("rows nobody sent", len(np.setdiff1d(distinct, truth.keys, assume_unique=True)))
    verdict.expect("rows with another state", _states_wrong(found, accuracy=verdict.accuracy))


def _verify_latest(connection: psycopg.Connection, truth: Truth, verdict: Verdict) -> None:
    source = "FROM fleet_position_latest JOIN telemetry_device ON id = device_id"
    found = _fetch(connection, f"SELECT {VEHICLE}, {MILLISECONDS}, {STATE} {source}", 7)
    keys = np.sort(keys_of(found[:, 0], found[:, 1]))
    verdict.expect("latest states wrong", len(np.setxor1d(keys, truth.newest)))
    verdict.expect(
        "latest states with another state", _states_wrong(found, accuracy=verdict.accuracy)
    )


def _verify_rollups(connection: psycopg.Connection, truth: Truth, verdict: Verdict) -> None:
    kept = _rollup(connection, "fleet_device_day")
    again = _rollup(connection, f"({RECOMPUTED})")
    verdict.expect("rollups unlike a recomputation in SQL", _unlike(kept, again, {}))
    # Two libraries may round a way to neighbouring millimetres: at most one per way, and few do.
    fixes_of = truth.days.set_index(["vehicle", "day"])["fix_count"] if len(truth.days) else None
    verdict.expect("rollups unlike the truth", _unlike(kept, truth.days, {"distance_mm": fixes_of}))


def _rollup(connection: psycopg.Connection, table: str) -> pd.DataFrame:
    query = (
        f"SELECT {VEHICLE}, day::text, fix_count, distance_mm, moving_ms FROM {table} AS rollup"
        " JOIN telemetry_device ON id = device_id"
    )
    rows = connection.execute(query).fetchall()
    return pd.DataFrame(rows, columns=["vehicle", "day", *SUMS])


def _unlike(
    found: pd.DataFrame, expected: pd.DataFrame, allowed: dict[str, "pd.Series[int] | None"]
) -> int:
    """Count the vehicles' days that differ, by more than `allowed` where that is given."""
    index = ["vehicle", "day"]
    left, right = found.set_index(index), expected.set_index(index)
    left, right = left.align(right, join="outer", fill_value=-1)
    wrong = pd.Series(False, index=left.index)
    for name in SUMS:
        tolerance = allowed.get(name)
        limit = 0 if tolerance is None else tolerance.reindex(left.index).fillna(0)
        wrong |= (left[name] - right[name]).abs() > limit
    return int(wrong.sum())


def dead_letters(connection: psycopg.Connection) -> dict[str, int]:
    """Return the number of refused messages by reason."""
    rows = connection.execute(
        "SELECT reason, sum(occurrences) FROM ingest_deadletter GROUP BY 1 ORDER BY 1"
    )
    return {str(reason): int(count) for reason, count in rows}
