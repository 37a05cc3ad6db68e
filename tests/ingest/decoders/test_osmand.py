"""Requests of OsmAnd and of the Traccar Client, old and new, with invented phones."""

import json
from math import isnan
from typing import Any
from urllib.parse import parse_qsl

import pytest

from ingest.decoders import DecodeError, Reason, osmand
from telemetry.records import Event, Position
from tests.ingest.decoders.invariants import same

RECEIVED_US = 1_763_712_007_000_000
AT_US = 1_763_712_000_000_000
PLACE = "lat=31.62581&lon=-7.98912"

BODY: dict[str, Any] = {
    "location": {
        "event": "heartbeat",
        "is_moving": True,
        "uuid": "0e9a2473-a9a7-4c00-997b-fb97d2154e75",
        "timestamp": "2025-11-21T08:00:00.000Z",
        "odometer": 1520.4,
        "coords": {
            "latitude": 31.62581,
            "longitude": -7.98912,
            "accuracy": 3.8,
            "speed": 10,
            "speed_accuracy": 0.26,
            "heading": 63,
            "heading_accuracy": 0.28,
            "altitude": 466.1,
            "altitude_accuracy": 3.8,
        },
        "activity": {"type": "in_vehicle", "confidence": 100},
        "battery": {"is_charging": False, "level": 0.79},
        "extras": {},
    },
    "device_id": "tel-417",
}


def query(text: str) -> list[Any]:
    return osmand.decode_query(dict(parse_qsl(text, keep_blank_values=True)), RECEIVED_US)


def body(**changes: Any) -> bytes:
    return json.dumps({**BODY, "location": {**BODY["location"], **changes}}).encode()


def coords(**changes: Any) -> bytes:
    return body(coords={**BODY["location"]["coords"], **changes})


@pytest.mark.parametrize(
    ("text", "at_us"),
    [
        (f"id=tel-417&timestamp=1763712000&{PLACE}&hdop=0.9&altitude=466&batt=81.0", AT_US),
        (f"deviceid=tel-417&timestamp=1763712000250&{PLACE}", AT_US + 250_000),
        (f"id=tel-417&timestamp=2025-11-21T08%3A00%3A00Z&{PLACE}", AT_US),
        (f"id=tel-417&timestamp=2025-11-21T09:00:00+01:00&{PLACE}", AT_US),
        (f"id=tel-417&timestamp=2025-11-21+08%3A00%3A00&{PLACE}", AT_US),
        (f"id=tel-417&{PLACE}", RECEIVED_US),
        (f"id=tel-417&timestamp=&{PLACE}&speed=", RECEIVED_US),
        ("id=tel-417&timestamp=1763712000&location=31.62581,-7.98912", AT_US),
    ],
)
def test_the_query_s_time_in_all_its_forms(text, at_us):
    assert same(query(text), [Position("tel-417", at_us, -7.98912, 31.62581)])


def test_the_query_s_speed_is_in_knots():
    (fix,) = query(f"id=tel-417&{PLACE}&speed=10&bearing=271.5&accuracy=4.5")
    assert (fix.speed_kmh, fix.heading_deg, fix.accuracy_m) == (18.52, 271.5, 4.5)
    (fix,) = query(f"id=tel-417&{PLACE}&speed=nan&heading=-1&accuracy=-1")
    assert isnan(fix.speed_kmh)
    assert isnan(fix.heading_deg)
    assert isnan(fix.accuracy_m)


def test_a_query_may_ask_for_help_or_have_no_fix():
    found = query(f"id=tel-417&timestamp=1763712000&{PLACE}&alarm=sos")
    assert found[1:] == [Event("tel-417", AT_US, "sos", "alarm")]
    assert query(f"id=tel-417&{PLACE}&valid=false") == []


@pytest.mark.parametrize(
    ("text", "reason", "told"),
    [
        (f"timestamp=1763712000&{PLACE}", Reason.MISSING_FIELD, "id"),
        (f"id=a%00b&{PLACE}", Reason.BAD_VALUE, "id"),
        (f"id={'x' * 81}&{PLACE}", Reason.BAD_VALUE, "id"),
        ("id=tel-417&timestamp=1763712000&cell=604,01,16,2224", Reason.MISSING_FIELD, "`lat`"),
        ("id=tel-417&lat=31.6", Reason.MISSING_FIELD, "`lon`"),
        ("id=tel-417&lat=31,6&lon=-7", Reason.BAD_VALUE, "lat"),
        ("id=tel-417&lat=nan&lon=-7", Reason.OUT_OF_RANGE, "Earth"),
        ("id=tel-417&lat=31&lon=inf", Reason.OUT_OF_RANGE, "Earth"),
        ("id=tel-417&lat=0.0&lon=0.0", Reason.NULL_ISLAND, "no fix"),
        (f"id=tel-417&timestamp=0&{PLACE}", Reason.BAD_TIME, "timestamp"),
        (f"id=tel-417&timestamp=1763712000000000&{PLACE}", Reason.BAD_TIME, "timestamp"),
        (f"id=tel-417&timestamp=yesterday&{PLACE}", Reason.BAD_TIME, "timestamp"),
        (f"id=tel-417&timestamp=1999-11-21T08:00:00Z&{PLACE}", Reason.BAD_TIME, "2001"),
    ],
)
def test_a_query_that_cannot_be_true_is_refused_with_its_reason(text, reason, told):
    with pytest.raises(DecodeError) as refused:
        query(text)
    assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value


def test_the_body_s_speed_is_in_metres_a_second():
    fix = Position("tel-417", AT_US, -7.98912, 31.62581, 36.0, 63.0, 3.8)
    assert same(osmand.decode_json(body(), RECEIVED_US), [fix])
    found = osmand.decode_json(coords(speed=-1, heading=-1, accuracy=-1), RECEIVED_US)
    assert same(found, [Position("tel-417", AT_US, -7.98912, 31.62581)])


@pytest.mark.parametrize(
    ("payload", "event"),
    [
        (body(event="motionchange"), Event("tel-417", AT_US, "movement_started")),
        (
            body(event="motionchange", is_moving=False),
            Event("tel-417", AT_US, "movement_stopped"),
        ),
        (body(alarm="sos"), Event("tel-417", AT_US, "sos", "alarm")),
        (body(extras={"alarm": "sos"}), Event("tel-417", AT_US, "sos", "alarm")),
        (
            body(event="geofence", geofence={"identifier": "dépôt", "action": "EXIT"}),
            Event("tel-417", AT_US, "region_leave", "info", {"region": "dépôt"}),
        ),
    ],
)
def test_the_body_tells_what_happened(payload, event):
    assert osmand.decode_json(payload, RECEIVED_US)[1:] == [event]


def test_a_body_without_a_time_happened_when_it_was_received():
    (fix,) = osmand.decode_json(body(timestamp=None), RECEIVED_US)
    assert fix.at_us == RECEIVED_US


def test_a_batch_is_taken_whole_or_not_at_all():
    one = BODY["location"]
    batch = {"device_id": "tel-417", "location": [one, {**one, "timestamp": 1763712005000}]}
    found = osmand.decode_json(json.dumps(batch).encode(), RECEIVED_US)
    assert [fix.at_us for fix in found] == [AT_US, AT_US + 5_000_000]
    nowhere = {**one, "coords": {"latitude": 0, "longitude": 0}}
    beyond = {**one, "coords": {"latitude": 91, "longitude": 0}}
    for bad in (nowhere, beyond):
        with pytest.raises(DecodeError) as refused:
            osmand.decode_json(json.dumps({**batch, "location": [one, bad]}).encode(), RECEIVED_US)
        assert refused.value.detail.startswith("element 1: ")


@pytest.mark.parametrize(
    ("payload", "reason", "told"),
    [
        (b"id=tel-417&lat=31.6", Reason.BAD_JSON, "malformed"),
        (b'{"device_id":"tel-417"}', Reason.MISSING_FIELD, "`location`"),
        (b'{"location":{"coords":{"latitude":31,"longitude":-7}}}', Reason.MISSING_FIELD, "device"),
        (b'{"location":{},"device_id":"tel-417"}', Reason.MISSING_FIELD, "`coords`"),
        (b'{"location":[],"device_id":""}', Reason.MISSING_FIELD, "id"),
        (coords(latitude=0, longitude=0), Reason.NULL_ISLAND, "no fix"),
        (coords(latitude="31.6"), Reason.BAD_VALUE, "latitude"),
        (coords(longitude=181), Reason.OUT_OF_RANGE, "longitude"),
        (body(timestamp="2025-11-21T08:00:00"), Reason.BAD_TIME, "offset"),
        (body(timestamp=1763712000), Reason.BAD_TIME, "seconds"),
        (
            body(event="geofence", geofence={"identifier": "a\0", "action": "ENTER"}),
            Reason.BAD_VALUE,
            "NUL",
        ),
    ],
)
def test_a_body_that_cannot_be_true_is_refused_with_its_reason(payload, reason, told):
    with pytest.raises(DecodeError) as refused:
        osmand.decode_json(payload, RECEIVED_US)
    assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value
