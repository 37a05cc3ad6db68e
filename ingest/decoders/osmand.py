"""Phones over HTTP: the OsmAnd query (OsmAnd, Traccar Client to 8), the JSON of Traccar Client 9.

Format: https://www.traccar.org/osmand/ and Traccar's OsmAndProtocolDecoder. Where they leave room:
a time without offset is UTC, a negative heading or accuracy is unknown, and what has no place is
refused. A message without a time happened when it was received (`received_us`, microseconds since
the epoch).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct, field

from ingest.decoders import fields, routing
from ingest.decoders.errors import UNREADABLE, DecodeError, Reason, explain
from ingest.decoders.fields import Latitude, Longitude, Moment, Name
from telemetry.records import Event, Position, Record

_INTEGER: Final = re.compile(r"[0-9]{1,16}")
_MAX_INT32: Final = 2**31 - 1
_CROSSINGS: Final = {"ENTER": "region_enter", "EXIT": "region_leave"}


class Query(Struct):
    lat: float
    lon: float
    speed: float | None = None
    bearing: float | None = None
    heading: float | None = None
    accuracy: float | None = None


class Coordinates(Struct):
    latitude: Latitude
    longitude: Longitude
    speed: float | None = None
    heading: float | None = None
    accuracy: float | None = None


class Geofence(Struct):
    identifier: Name
    action: str


class Fix(Struct):
    coords: Coordinates
    timestamp: Moment | None = None
    event: str | None = None
    is_moving: bool | None = None
    geofence: Geofence | None = None
    alarm: str | None = None
    extras: dict[str, Any] | None = None


class Body(Struct):
    device: str = field(name="device_id")
    location: Fix | Annotated[list[Fix], Meta(max_length=fields.MAX_RECORDS)]


class Request(Struct):
    """An HTTP request as it waits for its turn: when it came, and its parameters or its JSON."""

    received_us: int
    query: dict[str, str] | None = None
    body: str = ""


_body: Final = msgspec.json.Decoder(Body)
_request: Final = msgspec.json.Decoder(Request)


def route(levels: Sequence[str]) -> routing.Route | None:
    """The name under which a request is kept, `http/osmand/<uid>`; no broker serves it."""
    device = "/".join(levels[2:])
    return (device, read) if levels[:2] == ["http", "osmand"] and routing.is_uid(device) else None


def wrap(request: Request) -> bytes:
    """The bytes that `read` takes: what the pipeline stores, or keeps when it refuses."""
    return msgspec.json.encode(request)


def read(device: str, payload: bytes) -> list[Record]:
    """Records of a wrapped request; it must speak of the device that it was let in as."""
    try:
        request = _request.decode(payload)
    except UNREADABLE as error:
        raise explain(error) from None
    if request.query is not None:
        records = decode_query(request.query, request.received_us)
    else:
        records = decode_json(request.body.encode(), request.received_us)
    if any(record.device != device for record in records):
        raise DecodeError(Reason.BAD_VALUE, f"id: not the device {device} that the token is for")
    return records


def device_named(query: Mapping[str, str], body: bytes) -> str:
    """The device that a request names; raises `DecodeError` when it names none."""
    if not body:
        return _device(query.get("id") or query.get("deviceid"))
    try:
        return _device(_body.decode(body).device)
    except UNREADABLE as error:
        raise explain(error) from None


def decode_query(params: Mapping[str, str], received_us: int) -> list[Record]:
    """Records of a GET query or a POST form; speed is in knots. `valid=false` yields nothing."""
    device = _device(params.get("id") or params.get("deviceid"))
    if params.get("valid", "true").lower() not in {"true", "1"}:
        return []
    at_us = _timestamp_us(params.get("timestamp"), received_us)
    try:
        query = msgspec.convert(_place(params), Query, strict=False)
    except UNREADABLE as error:
        raise explain(error) from None
    records: list[Record] = [_queried(device, at_us, query)]
    return records + _alarms(device, at_us, params.get("alarm"))


def decode_json(body: bytes, received_us: int) -> list[Record]:
    """Records of a JSON body; speed is in m/s. A `location` array is taken whole or not at all."""
    try:
        message = _body.decode(body)
    except UNREADABLE as error:
        raise explain(error) from None
    device = _device(message.device)
    if not isinstance(message.location, list):
        return _fix(device, message.location, received_us)
    found = enumerate(message.location)
    return [r for i, fix in found for r in _element(device, fix, received_us, i)]


def _device(uid: str | None) -> str:
    if not uid:
        raise DecodeError(Reason.MISSING_FIELD, "id: the request names no device")
    if not routing.is_uid(uid):
        raise DecodeError(
            Reason.BAD_VALUE, "id: letters, digits, . _ - and at most one /, up to 80"
        )
    return uid


def _place(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters with something in them, and `location=lat,lon` taken apart."""
    given = {name: value for name, value in params.items() if value}
    lat, comma, lon = given.get("location", "").partition(",")
    return {"lat": lat, "lon": lon, **given} if comma else given


def _queried(device: str, at_us: int, query: Query) -> Position:
    lat, lon = query.lat, query.lon
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):  # also refuses NaN
        raise DecodeError(Reason.OUT_OF_RANGE, f"lat {lat}, lon {lon} is not on Earth")
    fields.refuse_null_island(lat, lon)
    course = query.heading if query.bearing is None else query.bearing
    return Position(
        device,
        at_us,
        lon,
        lat,
        fields.speed_kmh(_scaled(query.speed, fields.KMH_PER_KNOT)),
        fields.course_deg(course),
        fields.accuracy_m(query.accuracy),
    )


def _scaled(value: float | None, factor: float) -> float | None:
    return value * factor if value is not None and isfinite(value) else None


def _timestamp_us(text: str | None, received_us: int) -> int:
    """Unix seconds or milliseconds, RFC 3339, or `yyyy-MM-dd HH:mm:ss` in UTC; none: receipt."""
    if not text:
        return received_us
    if _INTEGER.fullmatch(text):
        number = int(text)
        return _instant_us(number * 1000 if number <= _MAX_INT32 else number)
    if "T" in text:
        text = text.replace(" ", "+")  # the plus of +01:00, sent without percent-encoding
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        told = "timestamp: expected Unix seconds or milliseconds, or 2026-01-31T08:00:00Z"
        raise DecodeError(Reason.BAD_TIME, told) from None
    return fields.instant_us(at if at.tzinfo else at.replace(tzinfo=UTC))


def _instant_us(milliseconds: int) -> int:
    if not fields.EARLIEST_S * 1000 <= milliseconds <= fields.LATEST_S * 1000:
        raise DecodeError(Reason.BAD_TIME, "timestamp: neither seconds nor milliseconds since 1970")
    return milliseconds * 1000


def _element(device: str, fix: Fix, received_us: int, index: int) -> list[Record]:
    try:
        return _fix(device, fix, received_us)
    except DecodeError as error:
        raise error.within(f"element {index}") from None


def _fix(device: str, fix: Fix, received_us: int) -> list[Record]:
    at_us = received_us if fix.timestamp is None else fields.moment_us(fix.timestamp)
    coords = fix.coords
    fields.refuse_null_island(coords.latitude, coords.longitude)
    fixed = Position(
        device,
        at_us,
        coords.longitude,
        coords.latitude,
        fields.speed_kmh(_scaled(coords.speed, fields.KMH_PER_M_S)),
        fields.course_deg(coords.heading),
        fields.accuracy_m(coords.accuracy),
    )
    alarm = fix.alarm or (fix.extras or {}).get("alarm")
    return [fixed, *_motion(device, at_us, fix), *_alarms(device, at_us, alarm)]


def _motion(device: str, at_us: int, fix: Fix) -> list[Record]:
    """The changes that the phone itself tells: moving or not, a region entered or left."""
    if fix.event == "motionchange" and fix.is_moving is not None:
        code = "movement_started" if fix.is_moving else "movement_stopped"
        return [Event(device, at_us, code)]
    if fix.geofence is None or fix.geofence.action not in _CROSSINGS:
        return []
    region = fields.checked_text(fix.geofence.identifier, "geofence")
    return [Event(device, at_us, _CROSSINGS[fix.geofence.action], "info", {"region": region})]


def _alarms(device: str, at_us: int, alarm: object) -> list[Record]:
    return [Event(device, at_us, "sos", "alarm")] if alarm == "sos" else []
