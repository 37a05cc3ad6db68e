"""Teltonika Codec JSON as an FMB or FMC tracker publishes it, with an invented IMEI."""

import json
from typing import Any

import pytest

from ingest.decoders import DecodeError, Reason, teltonika
from telemetry.records import Event, Position
from tests.ingest.decoders.invariants import same

IMEI = "356307042441013"
TOPIC = f"{IMEI}/data"
AT_US = 1_763_712_000_000_000

REPORTED: dict[str, Any] = {
    "11": 893160010,
    "16": 12345678,
    "21": 4,
    "24": 23,
    "66": 12680,
    "67": 4012,
    "68": 0,
    "69": 1,
    "181": 11,
    "182": 7,
    "200": 0,
    "239": 1,
    "240": 1,
    "241": 60400,
    "alt": 466,
    "ang": 182,
    "evt": 0,
    "latlng": "31.625810,-7.989120",
    "pr": 0,
    "sat": 14,
    "sp": 23,
    "ts": 1763712000000,
}
FIX = Position(IMEI, AT_US, -7.98912, 31.62581, 23.0, 182.0)


def document(**changes: Any) -> bytes:
    return json.dumps({"state": {"reported": {**REPORTED, **changes}}}).encode()


def event(code: str, severity: Any, avl_id: int, value: int) -> Event:
    return Event(IMEI, AT_US, code, severity, {"avl_id": avl_id, "value": value})


@pytest.mark.parametrize(
    ("payload", "records"),
    [
        (document(), [FIX]),
        (document(ts="1763712000000", sp="23"), [FIX]),
        (document(evt=239, pr=1), [FIX, event("ignition_on", "info", 239, 1)]),
        (
            document(evt=239, pr=1, **{"239": 0}),
            [FIX, event("ignition_off", "info", 239, 0)],
        ),
        (document(evt=239, **{"239": "0"}), [FIX, event("ignition_off", "info", 239, 0)]),
        (document(evt=247, pr=2, **{"247": 3}), [FIX, event("crash", "alarm", 247, 3)]),
        (
            document(evt=252, pr=2, **{"252": 1}),
            [FIX, event("power_disconnected", "alarm", 252, 1)],
        ),
        (document(evt=246, **{"246": 0}), [FIX]),
        (document(evt=250, **{"250": 2}), [FIX]),
        (document(evt=66), [FIX]),
        (document(evt=239, **{"239": [1]}), [FIX]),
        (document(sat=0, sp=0, ang=0), [Position(IMEI, AT_US, -7.98912, 31.62581)]),
        (
            document(evt=239, latlng="0.000000,0.000000", sat=0),
            [event("ignition_on", "info", 239, 1)],
        ),
        (b'{"RSP":"Param ID:2004 New Val:mqtt.example"}', []),
    ],
)
def test_documents_become_records(payload, records):
    assert same(teltonika.decode(TOPIC, payload), records)


def test_several_reports_are_taken_whole():
    later = {**REPORTED, "ts": 1763712010000}
    payload = json.dumps({"state": {"reported": [REPORTED, later]}}).encode()
    assert [r.at_us for r in teltonika.decode(TOPIC, payload)] == [AT_US, AT_US + 10_000_000]


@pytest.mark.parametrize("last", [{"latlng": "0,0"}, {"ts": 1763712000}, {"latlng": None}])
def test_one_bad_report_refuses_them_all_and_is_named(last):
    reports = [REPORTED, {**REPORTED, **last}]
    with pytest.raises(DecodeError) as refused:
        teltonika.decode(TOPIC, json.dumps({"state": {"reported": reports}}).encode())
    assert refused.value.detail.startswith("element 1: ")


@pytest.mark.parametrize(
    ("payload", "reason", "told"),
    [
        (document(latlng="0.000000,0.000000"), Reason.NULL_ISLAND, "no fix"),
        (document(latlng="91.0,-7.9"), Reason.OUT_OF_RANGE, "latlng"),
        (document(latlng="31.6 -7.9"), Reason.BAD_VALUE, "latlng"),
        (document(latlng="nan,nan"), Reason.BAD_VALUE, "latlng"),
        (document(latlng=[31.6, -7.9]), Reason.BAD_VALUE, "latlng"),
        (document(ts=1763712000), Reason.BAD_TIME, "seconds"),
        (document(ts="now"), Reason.BAD_TIME, "ts: "),
        (b'{"state":{"reported":{"ts":1763712000000}}}', Reason.MISSING_FIELD, "`latlng`"),
        (b'{"state":{"desired":{}}}', Reason.MISSING_FIELD, "`reported`"),
        (b'{"hello":1}', Reason.MISSING_FIELD, "state"),
        (bytes.fromhex("000000000000003608010000016b40d8ea30"), Reason.BAD_JSON, "malformed"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_reason(payload, reason, told):
    with pytest.raises(DecodeError) as refused:
        teltonika.decode(TOPIC, payload)
    assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value


@pytest.mark.parametrize("topic", ["BUS-0001/data", f"{IMEI}/commands", f"{IMEI}1/data", "data"])
def test_other_topics_are_not_ours(topic):
    with pytest.raises(DecodeError) as refused:
        teltonika.decode(topic, document())
    assert refused.value.reason == Reason.UNKNOWN_TOPIC
