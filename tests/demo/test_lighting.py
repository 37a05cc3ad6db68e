"""What lamps and meters send: nightfall, faults, and a register that agrees with the lamps."""

import datetime as dt
import json
from collections import Counter
from typing import Any

import numpy as np
import pytest

from demo.inventory import City
from demo.simulation.lamps import Lamps
from demo.simulation.meters import INSTALLED, LOSSES, OWN_W, Meters
from demo.simulation.nights import Nights, darkness, night_of
from ingest.decoders import native
from ingest.outlets import Outgoing
from telemetry.records import Event, LampState, MeterReading
from tests.demo.conftest import NOON

HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture(scope="module")
def lamps(city: City, nights: Nights) -> Lamps:
    return Lamps(city, nights)


@pytest.fixture(scope="module")
def meters(city: City, nights: Nights) -> Meters:
    return Meters(city, nights)


@pytest.fixture(scope="module")
def day(lamps: Lamps) -> list[Outgoing]:
    """Everything lamps said from noon to noon."""
    return list(lamps.messages(NOON, NOON + DAY))


def states(messages: list[Outgoing]) -> list[dict[str, Any]]:
    return [
        json.loads(payload) | {"lamp": topic.split("/")[1]}
        for topic, payload in messages
        if topic.endswith("/lamp")
    ]


def test_it_gets_dark_over_marrakech_when_the_almanac_says() -> None:
    told = darkness(dt.date(2026, 6, 21).toordinal())
    known = (
        dt.datetime(2026, 6, 21, 19, 43, tzinfo=dt.UTC),
        dt.datetime(2026, 6, 22, 5, 25, tzinfo=dt.UTC),
    )
    assert told == pytest.approx([moment.timestamp() for moment in known], abs=180)


def test_the_system_understands_every_message(day: list[Outgoing], meters: Meters) -> None:
    told = [*day, *meters.messages(NOON, NOON + HOUR)]
    kinds = {type(record) for message in told for record in native.decode(*message)}
    assert kinds == {LampState, MeterReading, Event}


def test_lamps_burn_by_night_and_not_by_day(lamps: Lamps) -> None:
    shares = []
    for hour in (0, 10):
        said = states(list(lamps.snapshot(NOON + hour * HOUR)))
        assert len(said) == 600
        shares.append(np.mean([state["on"] for state in said]))
    assert shares[0] < 0.02
    assert 0.95 < shares[1] < 1


def test_led_lamps_are_dimmed_after_midnight(lamps: Lamps, city: City) -> None:
    said = states(list(lamps.snapshot(NOON + 14 * HOUR)))
    dimmed = {int(s["lamp"][4:]) - 1 for s in said if s["on"] and s["dim_percent"] == 60}
    assert dimmed
    assert city.lighting.is_led[list(dimmed)].all()


def test_time_can_be_cut_anywhere(lamps: Lamps) -> None:
    begin = NOON + 6.5 * HOUR
    whole = list(lamps.messages(begin, begin + 1200))
    pieces = [m for n in range(240) for m in lamps.messages(begin + 5 * n, begin + 5 * (n + 1))]
    assert pieces == whole


def test_every_lamp_reports_each_hour(lamps: Lamps) -> None:
    said = Counter(state["lamp"] for state in states(list(lamps.messages(NOON, NOON + HOUR))))
    assert len(said) == 600


def test_changes_alone_are_few(lamps: Lamps) -> None:
    assert sum(1 for _ in lamps.messages(NOON, NOON + DAY, routine=False)) < 600 * 5


def test_faults_are_reported_once_and_repaired(lamps: Lamps) -> None:
    told = Counter(
        json.loads(payload)["code"]
        for topic, payload in lamps.messages(NOON, NOON + 20 * DAY, routine=False)
        if topic.endswith("/event")
    )
    assert set(told) == {"lamp_fault", "lamp_repaired"}
    assert told["lamp_fault"] > 20
    assert abs(told["lamp_fault"] - told["lamp_repaired"]) < 0.5 * told["lamp_fault"]


def test_a_lamp_with_a_fault_stays_dark_or_burns_by_day(day: list[Outgoing]) -> None:
    for state in states(day):
        if state["fault"] in {"lamp_failure", "driver_failure", "no_supply"}:
            assert not state["on"]
            assert state["power_w"] == 0


def test_a_register_never_goes_back(meters: Meters) -> None:
    at = np.full(10, NOON)
    readings = np.array([meters.energy_kwh(at + 900 * n) for n in range(200)])
    assert np.diff(readings, axis=0).min() > 0


def test_a_register_agrees_with_the_lamps(city: City, nights: Nights, meters: Meters) -> None:
    at = np.full(10, NOON)
    drawn = (meters.energy_kwh(at + DAY) - meters.energy_kwh(at)).sum()
    lamps = Lamps(city, nights)
    power: dict[str, float] = {}
    since: dict[str, float] = {}
    joules = 0.0
    for state in [
        *states(list(lamps.snapshot(NOON))),
        *states(list(lamps.messages(NOON, NOON + DAY))),
    ]:
        name, moment = state["lamp"], max(state["at"] / 1000, NOON)
        joules += power.get(name, 0.0) * (moment - since.get(name, moment))
        power[name], since[name] = state["power_w"], moment
    expected = (joules * LOSSES + 10 * OWN_W * DAY) / 3.6e6
    assert drawn == pytest.approx(expected, rel=0.03)


def test_readings_come_each_quarter_of_an_hour(meters: Meters) -> None:
    told = Counter(topic for topic, _ in meters.messages(NOON, NOON + DAY))
    assert set(told.values()) == {96}


def test_a_meter_started_anew_stands_where_it_stood(
    city: City, nights: Nights, meters: Meters
) -> None:
    at = np.full(10, NOON + 9 * HOUR)
    assert np.array_equal(Meters(city, nights).energy_kwh(at), meters.energy_kwh(at))
    assert night_of(NOON) > INSTALLED
