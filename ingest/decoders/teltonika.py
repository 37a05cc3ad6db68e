"""Teltonika trackers with the data protocol "Codec JSON" over MQTT: `<imei>/data`.

The device sends the document of an AWS shadow, `{"state": {"reported": {…}}}`: `ts` in
milliseconds, `latlng` as text, `sp` in km/h, `ang`, `sat`, `pr` (0 low, 1 high, 2 panic), `evt`
(the AVL id that caused the record, 0 for a periodic one) and every enabled AVL id with its value.
Format: Teltonika wiki, "Codec JSON" and "FMB AVL ID". Answers to commands (`{"RSP": …}`) come on
the same topic and yield nothing.
"""

import re
from collections.abc import Sequence
from math import nan
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from ingest.decoders import fields, routing
from ingest.decoders.errors import UNREADABLE, DecodeError, Reason, explain
from ingest.decoders.fields import Milliseconds
from telemetry.records import Event, Position, Record, Severity

FILTERS: Final = ("+/data",)

_IMEI: Final = re.compile(r"[0-9]{15}")
_PLACE: Final = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)
_PANIC: Final = 2

# AVL id -> code when its value is 0, code when it is 1, severity. No code: nothing to tell.
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
_GRADED: Final = frozenset({247, 255})  # the value tells how much: any but 0 counts


class Report(Struct):
    ts: Milliseconds
    latlng: str
    sp: float | None = None
    ang: float | None = None
    sat: int | None = None
    evt: int = 0
    pr: int = 0


class State(Struct):
    reported: dict[str, Any] | Annotated[list[dict[str, Any]], Meta(max_length=fields.MAX_RECORDS)]


class Document(Struct):
    state: State | None = None
    response: str | None = msgspec.field(name="RSP", default=None)


_document: Final = msgspec.json.Decoder(Document)


def _place(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of `latlng`; None for 0,0, which trackers send without a fix."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise DecodeError(Reason.BAD_VALUE, "latlng: expected a text such as 31.6258,-7.9891")
    lat, lon = float(found[1]), float(found[2])
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        raise DecodeError(Reason.OUT_OF_RANGE, f"latlng: {lat},{lon} is not on Earth")
    return None if fields.is_null_island(lat, lon) else (lat, lon)


def _position(device: str, report: Report, lat: float, lon: float) -> Position:
    """With no satellite the place is the last one known, and speed and heading are not."""
    is_fixed = report.sat != 0
    return Position(
        device,
        report.ts * 1000,
        lon,
        lat,
        fields.speed_kmh(report.sp) if is_fixed else nan,
        fields.course_deg(report.ang) if is_fixed else nan,
    )


def _event(device: str, report: Report, value: int | None) -> Event | None:
    off, on, severity = _EVENTS.get(report.evt, (None, None, "info"))
    happens = value == 1 or (report.evt in _GRADED and bool(value))
    code = on if happens else off if value == 0 else None
    if code is None:
        return None
    chosen: Severity = "alarm" if report.pr == _PANIC else severity
    detail = {"avl_id": report.evt, "value": value}
    return Event(device, report.ts * 1000, code, chosen, detail)


def _whole(value: Any) -> int | None:
    """An AVL value as the devices send it, an integer or its text; anything else tells nothing."""
    if isinstance(value, int):
        return int(value) if 0 <= value < 2**32 else None
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value) else None


def _report(device: str, values: dict[str, Any]) -> list[Record]:
    report = msgspec.convert(values, Report, strict=False)
    place = _place(report.latlng)
    event = _event(device, report, _whole(values.get(str(report.evt))))
    records: list[Record] = [_position(device, report, *place)] if place else []
    if event:
        records.append(event)
    if not records:
        raise DecodeError(Reason.NULL_ISLAND, f"latlng: {report.latlng}: the receiver had no fix")
    return records


def _element(device: str, values: dict[str, Any], index: int) -> list[Record]:
    try:
        return _report(device, values)
    except DecodeError as error:
        raise error.within(f"element {index}") from None
    except UNREADABLE as error:
        raise explain(error).within(f"element {index}") from None


def _records(device: str, document: Document) -> list[Record]:
    if document.state is None:
        if document.response is None:
            raise DecodeError(Reason.MISSING_FIELD, "state: missing, and so is RSP")
        return []
    match document.state.reported:
        case dict() as values:
            return _report(device, values)
        case reports:
            return [r for i, values in enumerate(reports) for r in _element(device, values, i)]


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
