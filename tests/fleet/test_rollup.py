"""Kilometres and hours of a vehicle's day, against geodesics computed elsewhere."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
import pytest
from pyproj import Geod

from fleet.series import POSITION_INTAKE
from telemetry.records import Position
from telemetry.store import Store
from tests.telemetry.storing import keep_all, rollup

ZONE = ZoneInfo("Africa/Casablanca")
WGS84 = Geod(ellps="WGS84")


def expected_days(fixes: list[Position]) -> dict[tuple[int, dt.date], list[int]]:
    """Return fixes, millimetres and milliseconds by device and local day."""
    days: dict[tuple[int, dt.date], list[int]] = {}
    ordered = sorted(fixes, key=lambda p: (int(p.device), p.at_us))
    for n, fix in enumerate(ordered):
        day = dt.datetime.fromtimestamp(fix.at_us / 1e6, ZONE).date()
        totals = days.setdefault((int(fix.device), day), [0, 0, 0])
        totals[0] += 1
        before = ordered[n - 1] if n and ordered[n - 1].device == fix.device else None
        if before is None:
            continue
        seconds = (fix.at_us - before.at_us) / 1e6
        metres = WGS84.inv(before.lon, before.lat, fix.lon, fix.lat)[2]
        rests = before.speed_kmh < 2 and fix.speed_kmh < 2
        if seconds <= 900 and seconds <= metres <= 55 * seconds and not rests:
            totals[1] += round(metres * 1000)
            totals[2] += round(seconds * 1000)
    return days


@pytest.mark.parametrize("seed", range(3))
def test_a_week_of_driving(store: Store, connection: psycopg.Connection, seed: int) -> None:
    """Random ways of three vehicles over a week, in batches as they would arrive."""
    rng = np.random.default_rng(seed)
    fixes = []
    for device in ("1", "2", "3"):
        at, lon, lat = 1_790_000_000, -8.0, 31.6
        for _ in range(400):
            at += int(rng.choice([5, 30, 240, 1000, 4000]))
            lon, lat = lon + rng.normal(0, 0.003), lat + rng.normal(0, 0.003)
            speed = float(rng.choice([0, 1, 25, np.nan]))
            fixes.append(Position(device, at * 1_000_000, lon, lat, speed))
    fixes.sort(key=lambda p: p.at_us)
    keep_all(store, POSITION_INTAKE, [fixes[n : n + 97] for n in range(0, len(fixes), 97)])
    found = {(row[0], row[1]): list(row[2:]) for row in rollup(connection, POSITION_INTAKE)}
    expected = expected_days(fixes)
    assert found.keys() == expected.keys()
    for key, (count, millimetres, milliseconds) in expected.items():
        assert found[key][0] == count
        assert abs(found[key][1] - millimetres) <= count, "a millimetre a segment"
        assert found[key][2] == milliseconds
