"""Burning hours and energy, by hand-computed cases."""

import datetime as dt
from zoneinfo import ZoneInfo

import psycopg
import pytest

from lighting.series import LAMP_INTAKE, METER_INTAKE
from telemetry.records import LampState, MeterReading
from telemetry.store import Store
from tests.telemetry.storing import keep_all, rollup

ZONE = ZoneInfo("Africa/Casablanca")
HOUR_MS = 3_600_000


def us(day: int, hour: int, minute: int = 0, *, month: int = 10) -> int:
    """Return a local time of 2026 in microseconds."""
    return int(dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE).timestamp() * 1e6)


def burned(connection: psycopg.Connection) -> dict[dt.date, float]:
    """Return the hours burned by day."""
    return {row[1]: row[3] / HOUR_MS for row in rollup(connection, LAMP_INTAKE)}


def test_a_night_belongs_to_two_days(store: Store, connection: psycopg.Connection) -> None:
    """On at 19:00, off at 06:30: five hours and six and a half."""
    night = [LampState("1", us(5, 19), True), LampState("1", us(6, 6, 30), False)]
    keep_all(store, LAMP_INTAKE, [night])
    assert burned(connection) == {dt.date(2026, 10, 5): 5.0, dt.date(2026, 10, 6): 6.5}


def test_a_silent_lamp_is_not_counted(store: Store, connection: psycopg.Connection) -> None:
    """Nobody knows what it did in the 40 hours between."""
    keep_all(
        store, LAMP_INTAKE, [[LampState("1", us(5, 19), True), LampState("1", us(7, 11), False)]]
    )
    assert burned(connection) == {dt.date(2026, 10, 5): 0.0, dt.date(2026, 10, 7): 0.0}


def test_a_late_word_shortens_the_night(store: Store, connection: psycopg.Connection) -> None:
    """It had gone out at 23:00; the day that is left with nothing has no line."""
    keep_all(
        store,
        LAMP_INTAKE,
        [
            [LampState("1", us(5, 19), True), LampState("1", us(7, 1), False)],
            [LampState("1", us(6, 20), True)],
        ],
    )
    assert burned(connection)[dt.date(2026, 10, 6)] == 20.0 + 4.0
    keep_all(store, LAMP_INTAKE, [[LampState("1", us(5, 23), False)]])
    assert burned(connection) == {
        dt.date(2026, 10, 5): 4.0,
        dt.date(2026, 10, 6): 4.0,
        dt.date(2026, 10, 7): 1.0,
    }


def test_the_hour_that_ramadan_gives_back(store: Store, connection: psycopg.Connection) -> None:
    """On 15 February 2026 clocks go back from 03:00 to 02:00: the night is an hour longer."""
    night = [
        LampState("1", us(14, 19, month=2), True),
        LampState("1", us(15, 7, month=2), False),
    ]
    keep_all(store, LAMP_INTAKE, [night])
    assert sum(burned(connection).values()) == 13.0


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_energy_is_shared_out_by_time_and_adds_up(
    store: Store, connection: psycopg.Connection, batches: int
) -> None:
    """1,001 Wh over two and a half hours from 18:30: the sum is exact."""
    readings = [
        MeterReading("1", us(5, 18, 30), 50_000),
        MeterReading("1", us(5, 21, 0), 51_001),
        MeterReading("1", us(5, 21, 15), 51_001),
    ]
    keep_all(store, METER_INTAKE, [readings[n::batches] for n in range(batches)])
    hours = [row[3] for row in rollup(connection, METER_INTAKE)]
    assert hours == [200, 401, 400, 0]


def test_a_new_meter_counts_from_its_own_zero(store: Store, connection: psycopg.Connection) -> None:
    """The register goes back: the step is not energy."""
    readings = [
        MeterReading("1", us(5, 18), 900_000),
        MeterReading("1", us(5, 18, 30), 0),
        MeterReading("1", us(5, 19), 500),
    ]
    keep_all(store, METER_INTAKE, [readings])
    assert sum(row[3] for row in rollup(connection, METER_INTAKE)) == 500
