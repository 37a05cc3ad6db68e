"""OwnTracks payloads as the Android and iOS apps publish them, with invented people."""

import pytest

from ingest.decoders import DecodeError, Reason, owntracks
from telemetry.records import Event, Position
from tests.ingest.decoders.invariants import same

PHONE = "owntracks/aicha/pixel"
REGION = "owntracks/aicha/pixel/event"
AT_US = 1_763_712_000_000_000

ANDROID = """{"_type":"location","BSSID":"02:00:00:00:00:00","SSID":"atelier","_id":"5c1e6a0f",
"acc":13,"alt":466,"batt":81,"bs":1,"cog":271,"conn":"m","created_at":1763712004,
"inregions":["depot"],"lat":31.6258142,"lon":-7.9891217,"m":2,"t":"u","tid":"ai","tst":1763712000,"vac":2,"vel":23}"""
IOS = """{"cog":-1,"batt":67,"lon":-8.0083,"acc":5,"bs":2,"p":96.412,"vel":-1,"vac":21,
"lat":31.6341,"topic":"owntracks/other/phone","t":"t","conn":"w","tst":1763712000,"alt":455,"_type":"location",
"tid":"JM"}"""
ENTER = """{"_type":"transition","acc":18.2,"desc":"Dépôt Al Azzouzia","event":"enter",
"lat":31.6831,"lon":-8.0702,"rid":"a1b2c3","t":"c","tid":"ai","tst":1763712000,"wtst":1751200000}"""


@pytest.mark.parametrize(
    ("topic", "payload", "record"),
    [
        (
            PHONE,
            ANDROID,
            Position("aicha/pixel", AT_US, -7.9891217, 31.6258142, 23.0, 271.0, 13.0),
        ),
        (PHONE, IOS, Position("aicha/pixel", AT_US, -8.0083, 31.6341, accuracy_m=5.0)),
        (
            REGION,
            ENTER,
            Event(
                "aicha/pixel",
                AT_US,
                "region_enter",
                "info",
                {"region": "Dépôt Al Azzouzia", "lat": 31.6831, "lon": -8.0702},
            ),
        ),
        (
            REGION,
            '{"_type":"transition","event":"leave","tst":1763712000,"wtst":0,"acc":0}',
            Event("aicha/pixel", AT_US, "region_leave"),
        ),
    ],
)
def test_messages_become_records(topic, payload, record):
    assert same(owntracks.decode(topic, payload.encode()), [record])


@pytest.mark.parametrize(
    "payload",
    [
        '{"_type":"lwt","tst":1763711000}',
        '{"_type":"status","android":{"hib":0,"bo":0,"loc":0,"ps":0,"wifi":1}}',
        '{"_type":"waypoint","desc":"depot","lat":31.68,"lon":-8.07,"rad":150,"tst":1751200000}',
        '{"_type":"card","name":"Aïcha","tid":"ai"}',
        '{"_type":"steps","steps":1200,"from":1763700000,"to":1763712000,"tst":1763712000}',
    ],
)
def test_what_is_of_no_interest_yields_nothing(payload):
    assert owntracks.decode(PHONE, payload.encode()) == []


@pytest.mark.parametrize(
    ("payload", "reason", "told"),
    [
        ('{"_type":"encrypted","data":"aGVsbG8="}', Reason.BAD_VALUE, "encrypted"),
        ("C2,561ebac3,v,50123456,65987654,0,0,11,0,5232", Reason.BAD_JSON, "malformed"),
        ('{"lat":31.6,"lon":-7.9,"tst":1763712000}', Reason.MISSING_FIELD, "`_type`"),
        ('{"_type":"location","lat":31.6,"lon":-7.9}', Reason.MISSING_FIELD, "`tst`"),
        (
            '{"_type":"location","lat":31.6,"lon":-7.9,"tst":1763712000000}',
            Reason.BAD_TIME,
            "too fine",
        ),
        ('{"_type":"location","lat":0,"lon":0,"tst":1763712000}', Reason.NULL_ISLAND, "no fix"),
        ('{"_type":"location","lat":91,"lon":0,"tst":1763712000}', Reason.OUT_OF_RANGE, "lat"),
        ('{"_type":"transition","event":"dwell","tst":1763712000}', Reason.BAD_VALUE, "dwell"),
        (
            f'{{"_type":"transition","event":"enter","tst":1763712000,"desc":"{"x" * 201}"}}',
            Reason.BAD_VALUE,
            "desc: ",
        ),
        (
            '{"_type":"transition","event":"enter","tst":1763712000,"desc":"a\\u0000"}',
            Reason.BAD_VALUE,
            "NUL",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_reason(payload, reason, told):
    with pytest.raises(DecodeError) as refused:
        owntracks.decode(PHONE, payload.encode())
    assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value


@pytest.mark.parametrize(
    "topic",
    ["owntracks/aicha", "owntracks//pixel", "owntracks/aicha/pixel/dump", "owntracks/a b/pixel"],
)
def test_other_topics_are_not_ours(topic):
    with pytest.raises(DecodeError) as refused:
        owntracks.decode(topic, ANDROID.encode())
    assert refused.value.reason == Reason.UNKNOWN_TOPIC
