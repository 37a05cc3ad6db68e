"""How vehicles move: gently, at the streets' speed, halting where they should, all day."""

import numpy as np
import pytest

from demo.graph import Way
from demo.inventory import City
from demo.plane import to_plane
from demo.simulation.chance import between, draw, share
from demo.simulation.clock import (
    DAY_BEGINS_S,
    DAY_ENDS_S,
    arrival,
    free_seconds,
    midnight,
    pace,
    service_day,
)
from demo.simulation.drives import Drive, plan_drive
from demo.simulation.duties import DutyRoster
from fleet.enums import VehicleKind
from tests.demo.conftest import NOON

BEND = Way(np.array([[0.0, 0.0], [800.0, 0.0], [800.0, 600.0]]), np.array([50.0, 28.0]))


def drive() -> Drive:
    return plan_drive(BEND, 45.0, np.array([400.0]), np.array([20.0]))


def test_a_drive_leads_from_end_to_end() -> None:
    moved = drive()
    ends = [moved.at(0.0), moved.at(moved.duration_s), moved.at(moved.duration_s + 999)]
    places = to_plane([(state.lon, state.lat) for state in ends])
    assert np.allclose(places, [[0, 0], [800, 600], [800, 600]], atol=0.01)
    assert [state.speed_kmh for state in ends] == [0, 0, 0]


def test_a_drive_is_no_faster_than_street_and_vehicle() -> None:
    moved = drive()
    speeds = [moved.at(second).speed_kmh for second in np.arange(0, moved.duration_s, 0.5)]
    assert max(speeds) <= 45.0 + 1e-9
    assert np.abs(np.diff(speeds)).max() < 8  # km/h in half a second


def test_a_drive_pauses_at_its_halt() -> None:
    moved = drive()
    seconds = np.arange(0, moved.duration_s, 1.0)
    places = to_plane([(moved.at(s).lon, moved.at(s).lat) for s in seconds])
    assert (np.hypot(*(places - [400, 0]).T) < 0.5).sum() >= 19


def test_a_drive_turns_its_head_at_the_bend() -> None:
    moved = drive()
    assert moved.at(5.0).heading_deg == pytest.approx(90, abs=1)
    assert moved.at(moved.duration_s - 5).heading_deg == pytest.approx(0, abs=1)


def test_the_reported_speed_is_the_distance_made() -> None:
    moved = drive()
    states = [moved.at(second) for second in np.arange(0.0, moved.duration_s, 0.2)]
    places = to_plane([(state.lon, state.lat) for state in states])
    travelled = np.hypot(*np.diff(places, axis=0).T).sum()
    reported = sum(state.speed_kmh / 3.6 * 0.2 for state in states)
    assert reported == pytest.approx(travelled, rel=0.05)


def test_rush_hour_makes_a_trip_longer() -> None:
    night, rush = (arrival(hour * 3600, 1200) - hour * 3600 for hour in (26, 18))
    assert rush > 1.5 * night
    assert free_seconds(arrival(5 * 3600, 700)) == pytest.approx(free_seconds(5 * 3600) + 700)
    assert pace(8 * 3600) < 1 < pace(27 * 3600)


def test_a_service_day_ends_before_dawn() -> None:
    day = service_day(NOON)
    assert service_day(midnight(day) + DAY_BEGINS_S) == day
    assert service_day(midnight(day) + DAY_BEGINS_S - 1) == day - 1


def test_chance_has_no_memory() -> None:
    assert draw(1, 2) == draw(1, 2) != draw(2, 1)
    lots = [share(5, n) for n in range(4000)]
    assert np.mean(lots) == pytest.approx(0.5, abs=0.02)
    assert all(3 <= between(3, 4, n) < 4 for n in range(100))


def test_every_duty_fits_in_its_day(city: City) -> None:
    roster, day = DutyRoster(city), service_day(NOON)
    resting = 0
    for number, vehicle in enumerate(city.vehicles):
        duty = roster.duty(vehicle, number, day)
        resting += not duty.legs
        for leg, after in zip(duty.legs, duty.legs[1:], strict=False):
            assert leg.end_s <= after.start_s
        if duty.legs:
            assert duty.legs[0].start_s >= DAY_BEGINS_S
            assert duty.end_s < DAY_ENDS_S
    assert resting < len(city.vehicles) / 4


def test_buses_start_early_and_end_late(city: City) -> None:
    roster, day = DutyRoster(city), service_day(NOON)
    buses = [vehicle for vehicle in city.vehicles if vehicle.kind == VehicleKind.BUS]
    duties = [roster.duty(bus, number, day) for number, bus in enumerate(buses)]
    busy = [duty for duty in duties if duty.legs]
    assert min(duty.legs[0].start_s for duty in busy) < 5.5 * 3600
    assert all(duty.end_s > 23.5 * 3600 for duty in busy)
    assert any(duty.end_s > 26 * 3600 for duty in busy)
