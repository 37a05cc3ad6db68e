"""The system's own JSON, as a tracker, a lamp controller and a cabinet send it."""

from math import isnan, nan

import pytest

from ingest.decoders import DecodeError, Reason, fields, native
from telemetry.records import LAMP_FAULTS, Event, LampState, MeterReading, Position
from tests.ingest.decoders.invariants import same

POSITION = "city/BUS-0001/position"
LAMP = "city/L-MED-00417/lamp"
METER = "city/ARM-12/meter"
EVENT = "city/BUS-0001/event"
AT_MS = 1_763_712_000_250
AT_US = AT_MS * 1000

FIX = '"at":1763712000250,"lat":31.62581,"lon":-7.98912'


@pytest.mark.parametrize(
    ("topic", "payload", "record"),
    [
        (
            POSITION,
            f'{{{FIX},"speed_kmh":23.4,"heading_deg":182.5,"accuracy_m":4}}',
            Position("BUS-0001", AT_US, -7.98912, 31.62581, 23.4, 182.5, 4.0),
        ),
        (POSITION, f"{{{FIX}}}", Position("BUS-0001", AT_US, -7.98912, 31.62581)),
        (
            POSITION,
            f'{{{FIX},"speed_kmh":null,"heading_deg":null,"accuracy_m":null,"hdop":0.8}}',
            Position("BUS-0001", AT_US, -7.98912, 31.62581),
        ),
        (
            POSITION,
            '{"at":"2025-11-21T09:00:00.250+01:00","lat":31.62581,"lon":-7.98912}',
            Position("BUS-0001", 1_763_712_000_250_000, -7.98912, 31.62581),
        ),
        (
            POSITION,
            '{"at":"2025-11-21T08:00:00.123456789Z","lat":-90,"lon":180}',
            Position("BUS-0001", 1_763_712_000_123_457, 180.0, -90.0),
        ),
        (
            LAMP,
            '{"at":1763712000250,"on":true,"dim_percent":70,"power_w":61.5}',
            LampState("L-MED-00417", AT_US, True, 70, 61.5),
        ),
        (
            LAMP,
            '{"at":1763712000250,"on":true,"power_w":2.1,"fault":"lamp_failure"}',
            LampState("L-MED-00417", AT_US, True, 100, 2.1, LAMP_FAULTS.index("lamp_failure")),
        ),
        (
            LAMP,
            '{"at":1763712000250,"on":false,"fault":null}',
            LampState("L-MED-00417", AT_US, False, 0),
        ),
        (
            METER,
            '{"at":1763712000250,"energy_kwh":184203.457,"power_w":4310}',
            MeterReading("ARM-12", AT_US, 184_203_457, 4310.0),
        ),
        (METER, '{"at":1763712000250,"energy_kwh":0}', MeterReading("ARM-12", AT_US, 0)),
        (
            EVENT,
            '{"at":1763712000250,"code":"door_opened"}',
            Event("BUS-0001", AT_US, "door_opened"),
        ),
        (
            EVENT,
            '{"at":1763712000250,"code":"panic","severity":"alarm","detail":{"by":"سائق","n":2}}',
            Event("BUS-0001", AT_US, "panic", "alarm", {"by": "سائق", "n": 2}),
        ),
    ],
)
def test_messages_become_records(topic, payload, record):
    assert same(native.decode(topic, payload.encode()), [record])


def test_an_array_is_what_a_device_buffered():
    payload = f'[{{{FIX}}},{{"at":1763712005250,"lat":31.6259,"lon":-7.9893,"speed_kmh":9}}]'
    first, second = native.decode(POSITION, payload.encode())
    assert (first.at_us, second.at_us) == (AT_US, AT_US + 5_000_000)
    assert native.decode(POSITION, b"[]") == []


@pytest.mark.parametrize(
    ("topic", "payload", "reason", "told"),
    [
        (POSITION, "", Reason.BAD_JSON, "truncated"),
        (POSITION, "$GPRMC,083559.00,A,3137.55,N", Reason.BAD_JSON, "malformed"),
        (POSITION, f'{{{FIX},"speed_kmh":NaN}}', Reason.BAD_JSON, "invalid character"),
        (POSITION, '"31.6,-7.9"', Reason.BAD_JSON, "Expected `object"),
        (POSITION, f'{{{FIX},"x":{"[" * 100_000}', Reason.BAD_JSON, "recursion"),
        (POSITION, '{"at":1763712000250,"lat":31.6}', Reason.MISSING_FIELD, "`lon`"),
        (POSITION, '{"lat":31.6,"lon":-7.9}', Reason.MISSING_FIELD, "`at`"),
        (POSITION, '{"at":1763712000250,"lat":"31.6","lon":-7.9}', Reason.BAD_VALUE, "lat: "),
        (POSITION, '{"at":1763712000250,"lat":91,"lon":-7.9}', Reason.OUT_OF_RANGE, "lat: "),
        (POSITION, '{"at":1763712000250,"lat":31,"lon":-180.01}', Reason.OUT_OF_RANGE, "lon: "),
        (POSITION, '{"at":1763712000250,"lat":1e999,"lon":7}', Reason.OUT_OF_RANGE, "lat: "),
        (POSITION, '{"at":1763712000250,"lat":0,"lon":0}', Reason.NULL_ISLAND, "no fix"),
        (POSITION, '{"at":1763712000250,"lat":-9e-5,"lon":9e-5}', Reason.NULL_ISLAND, "no fix"),
        (POSITION, '{"at":1763712000,"lat":31.6,"lon":-7.9}', Reason.BAD_TIME, "seconds"),
        (POSITION, '{"at":1763712000250000,"lat":31.6,"lon":-7.9}', Reason.BAD_TIME, "too fine"),
        (POSITION, '{"at":1763712000.25,"lat":31.6,"lon":-7.9}', Reason.BAD_TIME, "got `float`"),
        (POSITION, '{"at":"2025-11-21T08:00:00","lat":31,"lon":-7}', Reason.BAD_TIME, "offset"),
        (POSITION, '{"at":"21/11/2025 08:00","lat":31,"lon":-7}', Reason.BAD_TIME, "RFC3339"),
        (POSITION, '{"at":"1999-11-21T08:00:00Z","lat":31,"lon":-7}', Reason.BAD_TIME, "2001"),
        (POSITION, '{"at":null,"lat":31,"lon":-7}', Reason.BAD_TIME, "got `null`"),
        (LAMP, '{"at":1763712000250,"on":1}', Reason.BAD_VALUE, "on: "),
        (LAMP, '{"at":1763712000250,"on":true,"dim_percent":101}', Reason.OUT_OF_RANGE, "dim"),
        (LAMP, '{"at":1763712000250,"on":true,"fault":"broken"}', Reason.BAD_VALUE, "fault: "),
        (METER, '{"at":1763712000250,"energy_kwh":-1}', Reason.OUT_OF_RANGE, "energy_kwh: "),
        (METER, '{"at":1763712000250,"energy_wh":1}', Reason.MISSING_FIELD, "`energy_kwh`"),
        (EVENT, '{"at":1763712000250,"code":"Door opened"}', Reason.BAD_VALUE, "code: "),
        (EVENT, '{"at":1763712000250,"code":"a\\n"}', Reason.BAD_VALUE, "code: "),
        (EVENT, f'{{"at":1763712000250,"code":"{"a" * 41}"}}', Reason.BAD_VALUE, "length <= 40"),
        (EVENT, '{"at":1763712000250,"code":"a","severity":"red"}', Reason.BAD_VALUE, "severity"),
        (
            EVENT,
            '{"at":1763712000250,"code":"a","detail":{"k":["x\\u0000"]}}',
            Reason.BAD_VALUE,
            "NUL",
        ),
        (
            EVENT,
            f'{{"at":1763712000250,"code":"a","detail":{{"k":"{"x" * 1100}"}}}}',
            Reason.BAD_VALUE,
            "at most 1024",
        ),
        (
            EVENT,
            '{"at":1763712000250,"code":"a","detail":{"k":[[[[[1]]]]]}}',
            Reason.BAD_VALUE,
            "nested",
        ),
        (
            EVENT,
            f'{{"at":1763712000250,"code":"a","detail":{{"k":{"9" * 30}}}}}',
            Reason.BAD_VALUE,
            "2^53",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_reason(topic, payload, reason, told):
    with pytest.raises(DecodeError) as refused:
        native.decode(topic, payload.encode())
    assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ('{"at":1763712000250,"lat":31.6}', Reason.MISSING_FIELD),
        ('{"at":1763712000250,"lat":0,"lon":0}', Reason.NULL_ISLAND),
        ('{"at":1763712000,"lat":31.6,"lon":-7.9}', Reason.BAD_TIME),
        ("17", Reason.BAD_VALUE),
    ],
)
def test_one_bad_element_refuses_the_array_and_is_named(element, reason):
    payload = f"[{{{FIX}}},{element},{{{FIX}}}]"
    with pytest.raises(DecodeError) as refused:
        native.decode(POSITION, payload.encode())
    assert refused.value.reason == reason
    assert refused.value.detail.startswith("element 1: ")


def test_an_array_has_an_end():
    fix = f"{{{FIX}}}"
    assert len(native.decode(POSITION, f"[{','.join([fix] * 1000)}]".encode())) == 1000
    with pytest.raises(DecodeError) as refused:
        native.decode(POSITION, f"[{','.join([fix] * 1001)}]".encode())
    assert refused.value.reason == Reason.BAD_VALUE


@pytest.mark.parametrize(
    ("sent", "speed", "heading", "accuracy"),
    [
        ((300, 359.9, 0), 300.0, 359.9, 0.0),
        ((300.1, 360, -1), nan, 0.0, nan),
        ((-0.1, -90, 100_001), nan, 270.0, nan),
        ((0, 450, 100_000), 0.0, 90.0, 100_000.0),
        ((0, -1e-20, 1), 0.0, 0.0, 1.0),
        ((0, 721, 1), 0.0, nan, 1.0),
    ],
)
def test_optional_measures_are_kept_brought_back_or_unknown(sent, speed, heading, accuracy):
    named = zip(("speed_kmh", "heading_deg", "accuracy_m"), sent, strict=True)
    more = ",".join(f'"{name}":{value}' for name, value in named)
    decoded = native.decode(POSITION, f"{{{FIX},{more}}}".encode())
    assert same(
        decoded, [Position("BUS-0001", AT_US, -7.98912, 31.62581, speed, heading, accuracy)]
    )


@pytest.mark.parametrize("value", [None, -400.0, -1.0, 0.0, 12.5, 300.0, 359.0, 360.0, 800.0])
def test_the_hot_path_obeys_the_shared_rules(value):
    message = native.PositionMessage(AT_MS, 31.6, -7.9, value, value, value)
    fix = native.position("BUS-0001", message)
    found = (fix.speed_kmh, fix.heading_deg, fix.accuracy_m)
    rules = (fields.speed_kmh(value), fields.heading_deg(value), fields.accuracy_m(value))
    assert all(a == b or (isnan(a) and isnan(b)) for a, b in zip(found, rules, strict=True))


@pytest.mark.parametrize("power", ["-0.1", "10001", "null"])
def test_an_impossible_lamp_power_is_unknown(power):
    payload = f'{{"at":1763712000250,"on":true,"power_w":{power}}}'
    (state,) = native.decode(LAMP, payload.encode())
    assert isinstance(state, LampState)
    assert isnan(state.power_w)


def test_a_cabinet_may_feed_back():
    payload = b'{"at":1763712000250,"energy_kwh":12.5,"power_w":-800}'
    (reading,) = native.decode(METER, payload)
    assert isinstance(reading, MeterReading)
    assert reading.power_w == -800.0
