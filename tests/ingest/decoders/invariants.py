"""What holds for every record that any decoder yields, whatever it was given."""

import re
from collections.abc import Sequence
from math import isnan

import msgspec

from ingest.decoders import fields, routing
from telemetry.records import (
    LAMP_FAULTS,
    SEVERITIES,
    Event,
    LampState,
    MeterReading,
    Position,
    Record,
)

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def same(found: Sequence[Record], expected: Sequence[Record]) -> bool:
    """Equality in which an unknown measure equals an unknown measure."""
    return repr(list(found)) == repr(list(expected))


def check(record: Record) -> None:
    """Assert that a record could be stored as it is."""
    assert routing.is_uid(record.device)
    assert type(record.at_us) is int
    assert fields.EARLIEST_S * 1_000_000 <= record.at_us <= fields.LATEST_S * 1_000_000
    match record:
        case Position():
            check_position(record)
        case LampState():
            check_lamp(record)
        case MeterReading():
            assert type(record.energy_wh) is int
            assert 0 <= record.energy_wh <= 10**12
            assert isnan(record.power_w) or abs(record.power_w) <= 1e8
        case Event():
            check_event(record)


def check_position(fix: Position) -> None:
    assert -90 <= fix.lat <= 90
    assert -180 <= fix.lon <= 180
    assert not fields.is_null_island(fix.lat, fix.lon)
    assert isnan(fix.speed_kmh) or 0 <= fix.speed_kmh <= 300
    assert isnan(fix.heading_deg) or 0 <= fix.heading_deg < 360
    assert isnan(fix.accuracy_m) or 0 <= fix.accuracy_m <= 100_000


def check_lamp(state: LampState) -> None:
    assert type(state.is_on) is bool
    assert type(state.dim_percent) is int
    assert 0 <= state.dim_percent <= 100
    assert isnan(state.power_w) or 0 <= state.power_w <= 10_000
    assert 0 <= state.fault < len(LAMP_FAULTS)


def check_event(event: Event) -> None:
    assert CODE.fullmatch(event.code)
    assert event.severity in SEVERITIES
    encoded = msgspec.json.encode(event.detail)
    assert len(encoded) <= 1024
    assert "\0" not in repr(msgspec.json.decode(encoded)).replace("\\x00", "\0")
