"""Teltonika trackers with the data protocol "Codec JSON" over MQTT: `<imei>/data`.

The device sends the document of an AWS shadow, `{"state": {"reported": {…}}}`: `ts` in milliseconds, `latlng` as text,
`sp` in km/h, `ang`, `sat`, `pr` (0 low, 1 high, 2 panic), `evt` (the AVL id that caused the record, 0 for a periodic
one) and every enabled AVL id with its value. Format: Teltonika wiki, "Codec JSON" and "FMB AVL ID". Answers to
commands (`{"RSP": …}`) come on the same topic and yield nothing.
"""

import re
from collections.abc import Callable, Sequence
from math import nan
from typing import Any, Final

import msgspec
from msgspec import Struct

from ingest.decoders import fields, routing
from ingest.decoders.errors import UNREADABLE, DecodeError, Reason, explain
from ingest.decoders.fields import Milliseconds
from telemetry.records import Event, Position, Record, Severity

FILTERS: Final = ("+/data",)

_IMEI: Final = re.compile(r"[0-9]{15}")
_PLACE: Final = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)
_PANIC: Final = 2

# AVL id -> (code when the value is 0, code when it is not, severity); a missing code means nothing to tell.
_EVENTS: Final[dict[int, tuple[str | None, str | None, Severity]]] = {
    236: (None, "panic", "alarm"),
    239: ("ignition_off", "ignition_on", "info"),
    240: ("movement_stopped", "movement_started", "info"),
    246: (None, "towing", "alarm"),
    247: (None, "crash", "alarm"),
    249: ("jamming_ended", "jamming", "warning"),
    250: ("trip_stopped", "trip_started", "info"),
    251: ("idling_ended", "idling", "info"),
    252: ("power_connected", "power_disconnected", "warning"),
    255: (None, "overspeed", "warning"),
}


class Report(Struct):
    ts: Milliseconds
    latlng: str | None = None
    sp: float | None = None
    ang: float | None = None
    sat: int | None = None
    evt: int = 0
    pr: int = 0


class State(Struct):
    reported: dict[str, Any] | list[dict[str, Any]]


class Document(Struct):
    state: State | None = None
    response: str | None = msgspec.field(name="RSP", default=None)


_document: Final = msgspec.json.Decoder(Document)


def _place(text: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of `latlng`; None for 0,0, which a tracker sends while it has no fix."""
    found = _PLACE.fullmatch(text) if text is not None else None
    if found is None:
        reason = Reason.MISSING_FIELD if text is None else Reason.BAD_VALUE
        raise DecodeError(reason, "latlng: expected a text such as 31.6258,-7.9891")
    lat, lon = float(found[1]), float(found[2])
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        raise DecodeError(Reason.OUT_OF_RANGE, f"latlng: {lat},{lon} is not on Earth")
    return None if fields.is_null_island(lat, lon) else (lat, lon)


def _position(device: str, report: Report, lat: float, lon: float) -> Position:
    """With no satellite in use the place is the last one known: where it is, not how fast it moves."""
    is_fixed = report.sat != 0
    return Position(
        device,
        report.ts * 1000,
        lon,
        lat,
        fields.speed_kmh(report.sp) if is_fixed else nan,
        fields.course_deg(report.ang) if is_fixed else nan,
    )


def _event(device: str, report: Report, value: Any) -> Event | None:
    off, on, severity = _EVENTS.get(report.evt, (None, None, "info"))
    code = on if value else off
    if code is None or isinstance(value, dict | list):
        return None
    chosen: Severity = "alarm" if report.pr == _PANIC else severity
    return Event(device, report.ts * 1000, code, chosen, {"avl_id": report.evt})


def _report(device: str, values: dict[str, Any]) -> list[Record]:
    report = msgspec.convert(values, Report, strict=False)
    place = _place(report.latlng)
    value = _number(values.get(str(report.evt)))
    event = _event(device, report, value) if value is not None else None
    records: list[Record] = [_position(device, report, *place)] if place else []
    if event:
        records.append(event)
    if not records:
        raise DecodeError(Reason.NULL_ISLAND, "latlng: 0,0: the receiver had no fix")
    return records


def _number(value: Any) -> float | None:
    return None if value is None else msgspec.convert(value, float, strict=False)


def _reports(device: str, reported: Sequence[dict[str, Any]]) -> list[Record]:
    if len(reported) > fields.MAX_RECORDS:
        raise DecodeError(Reason.BAD_VALUE, f"reported: at most {fields.MAX_RECORDS} reports")
    return [
        record
        for index, values in enumerate(reported)
        for record in _placed(lambda values=values: _report(device, values), index)
    ]


def _placed(read_one: Callable[[], list[Record]], index: int) -> list[Record]:
    try:
        return read_one()
    except DecodeError as error:
        raise error.within(f"element {index}") from None
    except UNREADABLE as error:
        raise explain(error).within(f"element {index}") from None


def _records(device: str, document: Document) -> list[Record]:
    if document.state is None:
        if document.response is None:
            raise DecodeError(Reason.MISSING_FIELD, "Object missing required field `state`")
        return []
    reported = document.state.reported
    return _report(device, reported) if isinstance(reported, dict) else _reports(device, reported)


def read(device: str, payload: bytes) -> list[Record]:
    try:
        return _records(device, _document.decode(payload))
    except UNREADABLE as error:
        raise explain(error) from None


def route(levels: Sequence[str]) -> routing.Route | None:
    match levels:
        case [imei, "data"] if _IMEI.fullmatch(imei):
            return imei, read
    return None


def decode(topic: str, payload: bytes) -> list[Record]:
    return routing.follow(route, topic, payload)
