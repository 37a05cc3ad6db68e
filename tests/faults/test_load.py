"""The load and the truth themselves: without a broker, a database or a clock."""

import json

import numpy as np
import pytest

from benchmarks import packets
from benchmarks.fleet_day import fixes, instants_of, keys_of, uid, vehicles_of
from benchmarks.journey import BLOCK, Disorder, Journey
from benchmarks.rubbish import KINDS, payloads
from benchmarks.truth import truth_of
from ingest.decoders import decode
from ingest.decoders.errors import DecodeError
from telemetry.records import Position

START_MS = 1_795_300_000_000
FLEET = np.arange(40)
STORMY = Disorder(shuffled=0.05, duplicated=0.05, late=0.01, garbage=0.1)


def parsed(packet: bytes) -> tuple[str, bytes, int]:
    """Return topic, payload and packet identifier of a PUBLISH."""
    start = 1 + next(i for i in range(1, 5) if packet[i] < 128)
    end = start + 2 + int.from_bytes(packet[start : start + 2], "big")
    identifier = int.from_bytes(packet[end : end + 2], "big")
    return packet[start + 2 : end].decode(), packet[end + 3 :], identifier


def test_packets_say_what_the_fleet_says() -> None:
    vehicles = np.arange(40).repeat(50)
    at_ms = START_MS + np.arange(len(vehicles)) * 731
    said = fixes(vehicles, at_ms)
    for row, packet in enumerate(packets.encode(40, vehicles, at_ms, 65_000)):
        topic, payload, identifier = parsed(packet.tobytes())
        (record,) = decode(topic, payload)
        assert isinstance(record, Position)
        assert record.device == uid(int(vehicles[row]))
        assert record.at_us == at_ms[row] * 1000
        assert round(record.lat * 1e7) == said.lat_e7[row]
        assert round(record.lon * 1e7) == said.lon_e7[row]
        assert round(record.speed_kmh * 10) == said.speed_e1[row]
        assert record.heading_deg == said.heading_deg[row]
        assert record.accuracy_m == said.accuracy_m[row]
        assert 1 <= identifier <= 65_535
        assert len(json.dumps(json.loads(payload))) > 140


@pytest.mark.parametrize("kind", range(len(KINDS)))
def test_garbage_is_refused_for_its_reason(kind: int) -> None:
    (payload,) = payloads(np.array([kind]), np.array([START_MS]), 158)
    with pytest.raises(DecodeError) as refused:
        decode("city/bench-00001/position", payload.tobytes())
    assert refused.value.reason == KINDS[kind][0]


def test_a_disturbed_journey_is_the_same_each_time_and_as_disturbed_as_asked() -> None:
    journey = Journey(FLEET, START_MS, 500.0, STORMY)
    first, again = journey.block(3), journey.block(3)
    assert np.array_equal(first.at_ms, again.at_ms)
    valid = first.rubbish < 0
    keys = keys_of(first.vehicles[valid], first.at_ms[valid])
    assert len(first.at_ms) == pytest.approx(BLOCK * STORMY.growth, rel=0.01)
    assert (~valid).mean() == pytest.approx(0.1 / 1.05, rel=0.1)
    assert len(keys) - len(np.unique(keys)) == pytest.approx(BLOCK * 0.05, rel=0.2)


def test_an_undisturbed_journey_never_repeats_an_instant() -> None:
    journey = Journey(FLEET, START_MS, 25_000.0)
    blocks = [journey.block(number) for number in range(3)]
    keys = np.concatenate([keys_of(block.vehicles, block.at_ms) for block in blocks])
    assert len(np.unique(keys)) == len(keys)
    assert np.array_equal(instants_of(keys), np.concatenate([b.at_ms for b in blocks]))
    assert np.array_equal(vehicles_of(keys), np.concatenate([b.vehicles for b in blocks]))


def test_the_truth_does_not_depend_on_order_or_repetition() -> None:
    block = Journey(FLEET, START_MS, 25_000.0, Disorder(late=0.05)).block(0)
    keys = keys_of(block.vehicles, block.at_ms)
    mixed = np.random.default_rng(1).permutation(np.concatenate([keys, keys[::7]]))
    one, other = truth_of(keys), truth_of(mixed)
    assert np.array_equal(one.keys, other.keys)
    assert one.days.equals(other.days)
    assert one.days["fix_count"].sum() == len(np.unique(keys))


def test_acknowledgements_are_counted_whole() -> None:
    plain = bytes([0x40, 2, 0, 1]) * 5
    reasoned = bytes([0x40, 3, 0, 1, 0x10])
    buffer = bytearray(plain + plain[:3])
    assert packets.count_acknowledgements(buffer) == 5
    assert bytes(buffer) == plain[:3]
    buffer = bytearray(plain + reasoned + plain[:2])
    assert packets.count_acknowledgements(buffer) == 6
    with pytest.raises(ConnectionError):
        packets.count_acknowledgements(bytearray([0x40, 3, 0, 1, 0x87]))
