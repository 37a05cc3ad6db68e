"""What trackers send: on the way, in time, decodable, and the same however often they are asked."""

import json
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest
import shapely

from demo.inventory import City
from demo.plane import to_plane
from demo.simulation.vehicles import Fleet
from ingest.decoders import native
from ingest.outlets import Outgoing
from telemetry.records import Event, Position
from tests.demo.conftest import NOON

HOUR = 3600.0


@pytest.fixture(scope="module")
def fleet(city: City) -> Fleet:
    return Fleet(city)


@pytest.fixture(scope="module")
def rush(fleet: Fleet) -> list[Outgoing]:
    """Everything sent from 08:00 to 10:00."""
    return list(fleet.messages(NOON - 4 * HOUR, NOON - 2 * HOUR))


def fixes(messages: list[Outgoing]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for topic, payload in messages:
        if topic.endswith("/position"):
            told = json.loads(payload)
            found[topic.split("/")[1]] += told if isinstance(told, list) else [told]
    return found


def test_the_system_understands_every_message(rush: list[Outgoing]) -> None:
    records = [record for message in rush for record in native.decode(*message)]
    assert {type(record) for record in records} == {Position, Event}


def test_time_can_be_cut_anywhere(fleet: Fleet) -> None:
    begin = NOON - 4 * HOUR + 0.123
    whole = list(fleet.messages(begin, begin + 90))
    pieces = [m for n in range(360) for m in fleet.messages(begin + n / 4, begin + (n + 1) / 4)]
    assert Counter(pieces) == Counter(whole)


def test_a_new_simulator_says_the_same(city: City, fleet: Fleet) -> None:
    old = list(fleet.messages(NOON, NOON + 60))
    assert list(Fleet(city).messages(NOON, NOON + 60)) == old


def test_nothing_is_dated_in_the_future(fleet: Fleet) -> None:
    for message in fleet.messages(NOON, NOON + 30):
        assert all(record.at_us <= (NOON + 30) * 1e6 for record in native.decode(*message))


def test_buses_keep_to_their_line(city: City, rush: list[Outgoing]) -> None:
    told = fixes(rush)
    for vehicle in city.vehicles[:14]:
        way = shapely.LineString(city.line_ways[vehicle.task].axis)
        places = to_plane([(fix["lon"], fix["lat"]) for fix in told[vehicle.uid]])
        away = shapely.distance(shapely.points(places), way)
        assert np.median(away) < 8


def test_speeds_are_those_of_a_city(rush: list[Outgoing]) -> None:
    speeds = np.array([fix["speed_kmh"] for told in fixes(rush).values() for fix in told])
    assert speeds.min() >= 0
    assert speeds.max() < 55
    assert 8 < speeds[speeds > 2].mean() < 35


def test_places_and_speeds_agree(rush: list[Outgoing]) -> None:
    for told in fixes(rush).values():
        told.sort(key=lambda fix: fix["at"])
        places = to_plane([(fix["lon"], fix["lat"]) for fix in told])
        seconds = np.diff([fix["at"] for fix in told]) / 1000
        steps = np.hypot(*np.diff(places, axis=0).T)[seconds > 0] / seconds[seconds > 0]
        assert (steps * 3.6).max() < 90


def test_a_moving_vehicle_reports_every_five_seconds(rush: list[Outgoing]) -> None:
    gaps: list[float] = []
    for told in fixes(rush).values():
        told.sort(key=lambda fix: fix["at"])
        gaps += np.diff([fix["at"] for fix in told]).tolist()
    assert Counter(gaps).most_common(1)[0][0] == 5000


def test_some_messages_are_doubled_and_some_come_together(rush: list[Outgoing]) -> None:
    assert any(count > 1 for count in Counter(rush).values())
    assert any(payload.startswith(b"[") for _topic, payload in rush)


def test_a_silence_is_made_up_for(rush: list[Outgoing]) -> None:
    for topic, payload in rush:
        if payload.startswith(b"["):
            kept = {fix["at"] for fix in json.loads(payload)}
            alone = {json.loads(p)["at"] for t, p in rush if t == topic and p.startswith(b"{")}
            assert len(kept) > 1
            assert not kept & alone
            return
    pytest.fail("no tracker fell silent in two hours")


def test_at_night_most_are_parked_and_report_seldom(fleet: Fleet) -> None:
    told = fixes(list(fleet.messages(NOON - 9 * HOUR, NOON - 9 * HOUR + 600)))
    assert len(told) > 50
    assert np.median([len(fixes) for fixes in told.values()]) < 10


def test_the_first_so_many_are_the_same_as_among_all(city: City, fleet: Fleet) -> None:
    few = Counter(Fleet(city, limit=5).messages(NOON, NOON + 60))
    assert few
    assert not few - Counter(fleet.messages(NOON, NOON + 60))
