"""ChirpStack v4 uplinks as its JSON integration publishes them, with invented devices."""

import json
from typing import Any

import pytest

from ingest.decoders import DecodeError, Reason, chirpstack
from telemetry.records import LAMP_FAULTS, Event, LampState, MeterReading, Position
from tests.ingest.decoders.invariants import same

EUI = "24e124fffe0a1b2c"
TOPIC = f"application/635fda7b-0428-495e-812f-027490bcaf9d/device/{EUI}/event/up"
AT_US = 1_763_712_000_530_852

UPLINK: dict[str, Any] = {
    "deduplicationId": "80166477-2482-43ab-a64e-088107a7c4fa",
    "time": "2025-11-21T08:00:00.530852140+00:00",
    "deviceInfo": {
        "tenantId": "ae2e1b59-bf1e-420f-a733-bfbf08eb8aca",
        "tenantName": "Commune",
        "applicationId": "635fda7b-0428-495e-812f-027490bcaf9d",
        "applicationName": "Éclairage",
        "deviceProfileId": "bc0b05d1-d5ec-4126-9451-42403f143a9f",
        "deviceProfileName": "Contrôleur de luminaire",
        "deviceName": "L-MED-00417",
        "devEui": EUI,
        "deviceClassEnabled": "CLASS_C",
        "tags": {},
    },
    "devAddr": "01087309",
    "adr": True,
    "dr": 5,
    "fCnt": 1042,
    "fPort": 2,
    "confirmed": False,
    "data": "AUY9",
    "rxInfo": [
        {
            "gatewayId": "2cf7f11081400088",
            "uplinkId": 3218,
            "gwTime": "2025-11-21T08:00:00.520000+00:00",
            "nsTime": "2025-11-21T08:00:00.601411+00:00",
            "rssi": -102,
            "snr": -12.0,
            "channel": 4,
            "location": {"latitude": 31.63, "longitude": -8.0},
            "context": "bJxjlA==",
            "crcStatus": "CRC_OK",
        }
    ],
    "txInfo": {
        "frequency": 867300000,
        "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": 7, "codeRate": "CR_4_5"}},
    },
    "regionConfigId": "eu868",
}


def uplink(values: Any, **changes: Any) -> bytes:
    return json.dumps({**UPLINK, "object": values, **changes}).encode()


@pytest.mark.parametrize(
    ("values", "record"),
    [
        (
            {"on": True, "dim_percent": 70.0, "power_w": 61.5},
            LampState(EUI, AT_US, True, 70, 61.5),
        ),
        (
            {"at": 1763711990000.0, "on": False, "fault": "no_supply"},
            LampState(EUI, 1_763_711_990_000_000, False, 0, fault=LAMP_FAULTS.index("no_supply")),
        ),
        (
            {"energy_kwh": 184203.457, "power_w": 4310.0},
            MeterReading(EUI, AT_US, 184_203_457, 4310.0),
        ),
        (
            {"lat": 31.62581, "lon": -7.98912, "speed_kmh": 12.0},
            Position(EUI, AT_US, -7.98912, 31.62581, 12.0),
        ),
        (
            {"code": "door_opened", "severity": "warning", "detail": {"count": 3.0}},
            Event(EUI, AT_US, "door_opened", "warning", {"count": 3.0}),
        ),
    ],
)
def test_the_codec_speaks_our_fields(values, record):
    assert same(chirpstack.decode(TOPIC, uplink(values)), [record])


def test_one_uplink_may_tell_several_things():
    values = {"lat": 31.62, "lon": -7.98, "code": "panic", "severity": "alarm"}
    fix, event = chirpstack.decode(TOPIC, uplink(values))
    assert (type(fix), type(event)) == (Position, Event)
    assert fix.at_us == event.at_us == AT_US


def test_without_a_time_of_its_own_the_reception_counts():
    for at, receptions in (
        (1_763_712_000_520_000, UPLINK["rxInfo"]),
        (1_763_712_000_601_411, [{"nsTime": UPLINK["rxInfo"][0]["nsTime"]}]),
    ):
        payload = uplink({"on": True}, time=None, rxInfo=receptions)
        assert chirpstack.decode(TOPIC, payload)[0].at_us == at


def test_the_identity_is_the_topic_s_in_lower_case():
    (state,) = chirpstack.decode(TOPIC.replace(EUI, EUI.upper()), uplink({"on": True}))
    assert state.device == EUI


@pytest.mark.parametrize(
    ("payload", "reason", "told"),
    [
        (json.dumps(UPLINK).encode(), Reason.MISSING_FIELD, "codec"),
        (uplink({}), Reason.MISSING_FIELD, "Contrôleur de luminaire"),
        (uplink({"BatV": 3.297, "TempC_SHT": 24.73}), Reason.MISSING_FIELD, "none of"),
        (uplink({"on": "yes"}), Reason.BAD_VALUE, "on: "),
        (uplink({"lat": 31.6}), Reason.MISSING_FIELD, "`lon`"),
        (uplink({"lat": 0.0, "lon": 0.0}), Reason.NULL_ISLAND, "no fix"),
        (uplink({"at": 1763712000.0, "on": True}), Reason.BAD_TIME, "seconds"),
        (uplink({"at": 1763712000000.5, "on": True}), Reason.BAD_TIME, "at: "),
        (uplink({"on": True}, time="yesterday"), Reason.BAD_TIME, "at: "),
        (uplink({"on": True}, time=None, rxInfo=[]), Reason.MISSING_FIELD, "at: "),
        (uplink({"on": True}, deviceInfo={"devEui": "0" * 16}), Reason.BAD_VALUE, "devEui"),
        (b"\x08\x01\x12\x04", Reason.BAD_JSON, "malformed"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_reason(payload, reason, told):
    with pytest.raises(DecodeError) as refused:
        chirpstack.decode(TOPIC, payload)
    assert (refused.value.reason, told in refused.value.detail) == (reason, True), refused.value


@pytest.mark.parametrize(
    "topic",
    [
        TOPIC.replace("/up", "/join"),
        TOPIC.replace(EUI, "12345"),
        f"application/a/device/{EUI}/up",
        f"gateway/a/device/{EUI}/event/up",
    ],
)
def test_other_topics_are_not_ours(topic):
    with pytest.raises(DecodeError) as refused:
        chirpstack.decode(topic, uplink({"on": True}))
    assert refused.value.reason == Reason.UNKNOWN_TOPIC
