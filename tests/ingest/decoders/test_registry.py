"""Routing by topic, and what no decoder may do whatever it is given."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import decoders
from ingest.decoders import DecodeError, Reason, chirpstack, native, osmand, owntracks, teltonika
from telemetry.records import Record
from tests.ingest.decoders.invariants import check

RECEIVED_US = 1_763_712_007_000_000
EUI = "24e124fffe0a1b2c"
TOPICS = {
    "city/BUS-0001/position": native,
    "city/BUS-0001/lamp": native,
    "city/BUS-0001/meter": native,
    "city/BUS-0001/event": native,
    "owntracks/aicha/pixel": owntracks,
    "owntracks/aicha/pixel/event": owntracks,
    f"application/a/device/{EUI}/event/up": chirpstack,
    "356307042441013/data": teltonika,
}
NAMES = [
    *("at", "time", "tst", "ts", "timestamp", "gwTime", "nsTime"),
    *("lat", "lon", "latlng", "location", "coords", "latitude", "longitude"),
    *("speed_kmh", "vel", "sp", "speed", "heading_deg", "cog", "ang", "heading"),
    *("accuracy_m", "acc", "accuracy", "sat", "is_moving"),
    *("on", "dim_percent", "power_w", "fault", "energy_kwh"),
    *("code", "severity", "detail", "event", "desc", "alarm", "extras", "geofence"),
    *("identifier", "action", "_type", "device_id", "state", "reported", "evt", "pr"),
    *("239", "RSP", "deviceInfo", "devEui", "rxInfo", "object"),
]
WORDS = [
    "location",
    "transition",
    "encrypted",
    "enter",
    "none",
    "no_supply",
    "alarm",
    "0,0",
    "ENTER",
]
TIMES = [
    "2025-11-21T08:00:00Z",
    "2025-11-21T08:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59Z",
]
NUMBERS = [
    0,
    1,
    -1,
    31.6,
    -7.9,
    239,
    1763712000,
    1763712000000,
    1763712000000000,
    2**64,
    10**400,
    10**15,
]

# A busy machine is slow to draw and slow to run; neither is a failure of a decoder.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
characters = 'abz019 _-+.,:/#"\\{}[]\0\n\u00e9\u0633\u200f\ud800\U0001f600'
texts = st.one_of(
    st.text(characters, max_size=20), st.sampled_from([*WORDS, *TIMES, "31.6,-7.9", "a\0b"])
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(NUMBERS), texts
)
names = st.one_of(st.sampled_from(NAMES), st.text(characters, max_size=8))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=8)),
    max_leaves=30,
)


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


payloads = st.one_of(st.binary(max_size=300), values.map(encoded))
levels = st.one_of(
    st.text(characters, max_size=8), st.sampled_from(["city", "data", "owntracks", "event", EUI])
)
topics = st.one_of(st.sampled_from(list(TOPICS)), st.lists(levels, max_size=6).map("/".join))


def matches(topic_filter: str, topic: str) -> bool:
    pairs = zip(topic_filter.split("/"), topic.split("/"), strict=False)
    same_depth = topic_filter.count("/") == topic.count("/")
    return same_depth and all(wanted in ("+", level) for wanted, level in pairs)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_subscribed_once(topic):
    found = [f for f in decoders.SUBSCRIPTIONS if matches(f, topic)]
    assert len(found) == 1
    assert found[0] in TOPICS[topic].FILTERS


@pytest.mark.parametrize(
    "topic", ["", "city", "city/BUS-0001", "city/BUS-0001/positions", "a/b/c/d"]
)
def test_a_topic_of_nobody_is_refused_and_not_remembered(topic):
    with pytest.raises(DecodeError) as refused:
        decoders.decode(topic, b"{}")
    assert refused.value.reason == Reason.UNKNOWN_TOPIC
    assert topic not in decoders._routes


def test_the_map_of_topics_is_bounded(monkeypatch):
    monkeypatch.setattr(decoders, "MAX_ROUTES", 3)
    decoders._routes.clear()
    for number in range(10):
        decoders.decode(f"city/BUS-{number}/position", b"[]")
        assert len(decoders._routes) <= 3


def test_a_refusal_can_be_stored():
    refused = DecodeError(Reason.BAD_VALUE, "a\0b\ud800" + "x" * 1000)
    assert "\0" not in refused.detail
    assert len(refused.detail) == 300
    assert refused.detail.encode()
    assert str(refused).startswith("bad_value: a")


SOUND: dict[str, Any] = {
    "city/BUS-0001/position": {"at": 1763712000250, "lat": 31.6, "lon": -7.9, "speed_kmh": 23.4},
    "city/BUS-0001/lamp": {"at": 1763712000250, "on": True, "dim_percent": 70, "fault": "none"},
    "city/BUS-0001/meter": {"at": 1763712000250, "energy_kwh": 184203.457, "power_w": 4310},
    "city/BUS-0001/event": {"at": 1763712000250, "code": "panic", "detail": {"by": "a", "n": [1]}},
    "owntracks/aicha/pixel": {"_type": "location", "lat": 31.6, "lon": -7.9, "tst": 1763712000},
    "owntracks/aicha/pixel/event": {
        "_type": "transition",
        "event": "enter",
        "desc": "depot",
        "lat": 31.6,
        "lon": -7.9,
        "tst": 1763712000,
    },
    f"application/a/device/{EUI}/event/up": {
        "time": "2025-11-21T08:00:00.530852140+00:00",
        "deviceInfo": {"devEui": EUI, "deviceProfileName": "lamp"},
        "rxInfo": [{"gwTime": "2025-11-21T08:00:00Z"}],
        "object": {"on": True, "energy_kwh": 1.5, "lat": 31.6, "lon": -7.9, "code": "panic"},
    },
    "356307042441013/data": {
        "state": {
            "reported": {
                "ts": 1763712000000,
                "latlng": "31.6,-7.9",
                "sp": 23,
                "ang": 182,
                "sat": 14,
                "evt": 239,
                "239": 1,
                "pr": 0,
            }
        }
    },
}
SOUND_BODY: dict[str, Any] = {
    "device_id": "tel-417",
    "location": {
        "timestamp": "2025-11-21T08:00:00.000Z",
        "coords": {"latitude": 31.6, "longitude": -7.9, "speed": 10, "heading": 63, "accuracy": 3},
        "event": "motionchange",
        "is_moving": True,
        "geofence": {"identifier": "depot", "action": "EXIT"},
        "extras": {"alarm": "sos"},
    },
}


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every spot of a document that holds something: its container and its key there."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


@st.composite
def damaged(draw: st.DrawFn, document: Any) -> Any:
    """A sound document in which one or two spots hold something else, or nothing."""
    copy = json.loads(json.dumps(document))
    for _ in range(draw(st.integers(0, 2))):
        spots = list(places(copy))
        if not spots:
            break
        container, key = draw(st.sampled_from(spots))
        if isinstance(container, dict) and draw(st.booleans()):
            del container[key]
        else:
            container[key] = draw(values)
    return copy


def attempt(decode: Callable[[], list[Record]]) -> tuple[list[Any], DecodeError | None]:
    """Run a decoder, check whatever it yields, and let nothing pass but records or a refusal."""
    try:
        records = decode()
    except DecodeError as refused:
        return [], refused
    for record in records:
        check(record)
    return records, None


@unhurried
@given(topic=topics, payload=payloads)
def test_any_bytes_on_any_topic_give_true_records_or_a_refusal(topic, payload):
    _, refused = attempt(lambda: decoders.decode(topic, payload))
    assert refused is None or (refused.reason in Reason and "\0" not in refused.detail)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_sound_documents_are_sound(topic):
    records, refused = attempt(lambda: decoders.decode(topic, encoded(SOUND[topic])))
    assert refused is None
    assert records


@unhurried
@given(data=st.data(), topic=st.sampled_from(list(TOPICS)))
def test_a_damaged_message_gives_true_records_or_a_refusal(data, topic):
    payload = encoded(data.draw(damaged(SOUND[topic])))
    attempt(lambda: decoders.decode(topic, payload))


@unhurried
@given(body=damaged(SOUND_BODY).map(encoded))
def test_a_damaged_body_gives_true_records_or_a_refusal(body):
    attempt(lambda: osmand.decode_json(body, RECEIVED_US))


@unhurried
@given(body=payloads)
def test_any_body_gives_true_records_or_a_refusal(body):
    attempt(lambda: osmand.decode_json(body, RECEIVED_US))


PARAMETERS = [
    *("id", "deviceid", "timestamp", "lat", "lon", "location", "speed", "bearing"),
    *("heading", "accuracy", "valid", "alarm", "batt"),
]
parameters = st.sampled_from(PARAMETERS)
numbers = st.one_of(st.floats(), st.integers(), st.sampled_from(NUMBERS)).map(str)


@unhurried
@given(params=st.dictionaries(parameters, st.one_of(texts, numbers)))
def test_any_query_gives_true_records_or_a_refusal(params):
    attempt(lambda: osmand.decode_query({"id": "tel-417"} | params, RECEIVED_US))


near = st.floats(-200, 200)
fixes = st.fixed_dictionaries(
    {"at": st.integers(10**12, 4 * 10**12), "lat": near, "lon": near},
    optional={"speed_kmh": near, "heading_deg": st.floats(-1000, 1000), "accuracy_m": near},
)


@unhurried
@given(sent=st.lists(fixes, max_size=5))
def test_an_array_gives_as_many_records_as_it_has_elements_or_none(sent):
    records, refused = attempt(lambda: decoders.decode("city/BUS-0001/position", encoded(sent)))
    if refused:
        assert refused.detail.startswith("element ")
    else:
        expected = [(fix["at"] * 1000, fix["lat"], fix["lon"]) for fix in sent]
        assert [(r.at_us, r.lat, r.lon) for r in records] == expected
