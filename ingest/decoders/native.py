"""The system's own JSON: `city/<device>/position`, `lamp`, `meter` or `event`.

A payload is an object, or an array of at most 1,000 objects (what a device buffered); see
docs/devices.md.
"""

from collections.abc import Callable, Sequence
from math import nan
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from ingest.decoders import fields, routing
from ingest.decoders.errors import UNREADABLE, DecodeError, Reason, explain
from ingest.decoders.fields import Latitude, Longitude, Moment
from telemetry.records import (
    LAMP_FAULTS,
    Event,
    LampState,
    MeterReading,
    Position,
    Record,
    Severity,
)

FILTERS: Final = ("city/+/+",)

MAX_LAMP_W: Final = 10_000.0
MAX_METER_W: Final = 100_000_000.0
_FAULTS: Final = {name: index for index, name in enumerate(LAMP_FAULTS)}
_TOPIC_LEVELS: Final = 3
_NULL_ISLAND: Final = fields.NULL_ISLAND_DEG
_MAX_SPEED: Final = fields.MAX_SPEED_KMH
_MAX_ACCURACY: Final = fields.MAX_ACCURACY_M

EventCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=40)]


class PositionMessage(Struct, gc=False):
    at: Moment
    lat: Latitude
    lon: Longitude
    speed_kmh: float | None = None
    heading_deg: float | None = None
    accuracy_m: float | None = None


class LampMessage(Struct, gc=False):
    at: Moment
    on: bool
    dim_percent: Annotated[float, Meta(ge=0.0, le=100.0)] | None = None
    power_w: float | None = None
    fault: str | None = None


class MeterMessage(Struct, gc=False):
    at: Moment
    energy_kwh: Annotated[float, Meta(ge=0.0, le=1e9)]
    power_w: float | None = None


class EventMessage(Struct):
    at: Moment
    code: EventCode
    severity: Severity = "info"
    detail: dict[str, Any] | None = None


Message = PositionMessage | LampMessage | MeterMessage | EventMessage
M = TypeVar("M", bound=Message)


def position(device: str, message: PositionMessage) -> Position:
    """The hot path: the functions of `fields` for the ordinary case, written out to save calls."""
    at, lat, lon = message.at, message.lat, message.lon
    speed, heading, accuracy = message.speed_kmh, message.heading_deg, message.accuracy_m
    if -_NULL_ISLAND < lat < _NULL_ISLAND:
        fields.refuse_null_island(lat, lon)
    return Position(
        device,
        at * 1000 if isinstance(at, int) else fields.instant_us(at),
        lon,
        lat,
        speed if speed is not None and 0.0 <= speed <= _MAX_SPEED else nan,
        heading if heading is not None and 0.0 <= heading < 360.0 else fields.heading_deg(heading),
        accuracy if accuracy is not None and 0.0 <= accuracy <= _MAX_ACCURACY else nan,
    )


def lamp_state(device: str, message: LampMessage) -> LampState:
    """A lamp without a dimming level is at 100 % when lit and at 0 % when dark."""
    dim, power = message.dim_percent, message.power_w
    return LampState(
        device,
        fields.moment_us(message.at),
        message.on,
        100 * message.on if dim is None else round(dim),
        power if power is not None and 0.0 <= power <= MAX_LAMP_W else nan,
        _fault(message.fault),
    )


def _fault(name: str | None) -> int:
    index = _FAULTS.get(name or "none")
    if index is None:
        told = f"fault: {name!r:.60} is none of {', '.join(LAMP_FAULTS)}"
        raise DecodeError(Reason.BAD_VALUE, told)
    return index


def meter_reading(device: str, message: MeterMessage) -> MeterReading:
    power = message.power_w
    return MeterReading(
        device,
        fields.moment_us(message.at),
        round(message.energy_kwh * 1000),
        power if power is not None and -MAX_METER_W <= power <= MAX_METER_W else nan,
    )


def event(device: str, message: EventMessage) -> Event:
    detail = fields.checked_detail(message.detail or {})
    return Event(device, fields.moment_us(message.at), message.code, message.severity, detail)


def _reader(one: type[M], build: Callable[[str, M], Record]) -> routing.Handler:
    """A handler for one message or an array of them; an array is taken whole or not at all."""
    several = Annotated[list[one], Meta(max_length=fields.MAX_RECORDS)]  # type: ignore[valid-type]
    parse: Callable[[bytes], M | list[M]] = msgspec.json.Decoder(one | several).decode

    def read(device: str, payload: bytes) -> list[Record]:
        try:
            message = parse(payload)
        except UNREADABLE as error:
            raise explain(error) from None
        if isinstance(message, list):
            return [_element(build, device, element, i) for i, element in enumerate(message)]
        return [build(device, message)]

    return read


def _element(build: Callable[[str, M], Record], device: str, message: M, index: int) -> Record:
    try:
        return build(device, message)
    except DecodeError as error:
        raise error.within(f"element {index}") from None


HANDLERS: Final[dict[str, routing.Handler]] = {
    "position": _reader(PositionMessage, position),
    "lamp": _reader(LampMessage, lamp_state),
    "meter": _reader(MeterMessage, meter_reading),
    "event": _reader(EventMessage, event),
}


def route(levels: Sequence[str]) -> routing.Route | None:
    if len(levels) != _TOPIC_LEVELS or levels[0] != "city" or not routing.is_uid(levels[1]):
        return None
    handler = HANDLERS.get(levels[2])
    return (levels[1], handler) if handler else None


def decode(topic: str, payload: bytes) -> list[Record]:
    return routing.follow(route, topic, payload)
