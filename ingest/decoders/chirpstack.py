"""ChirpStack v4 uplinks (LoRaWAN), JSON integration: `application/<app>/device/<devEui>/event/up`.

The codec of the device profile returns the fields of our own JSON (docs/devices.md); every kind
whose mark is present gives a record. Where the codec gives no `at`, the uplink's own time stands.
Format: `UplinkEvent` in ChirpStack's api/proto/integration/integration.proto.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct, field

from ingest.decoders import native, routing
from ingest.decoders.errors import UNREADABLE, DecodeError, Reason, explain
from telemetry.records import Record

FILTERS: Final = ("application/+/device/+/event/up",)

_LEVELS: Final = ("application", None, "device", None, "event", "up")
_DEV_EUI: Final = re.compile(r"[0-9a-f]{16}")
M = TypeVar("M", bound=native.Message)


class DeviceInfo(Struct, gc=False):
    dev_eui: str | None = field(name="devEui", default=None)
    profile: str | None = field(name="deviceProfileName", default=None)


class Reception(Struct, gc=False):
    gateway_time: str | None = field(name="gwTime", default=None)
    server_time: str | None = field(name="nsTime", default=None)


class Uplink(Struct):
    device: DeviceInfo | None = field(name="deviceInfo", default=None)
    time: str | None = None
    receptions: list[Reception] = field(name="rxInfo", default_factory=list)
    values: dict[str, Any] | None = field(name="object", default=None)


_uplink: Final = msgspec.json.Decoder(Uplink)


def _kind(message: type[M], build: Callable[[str, M], Record]) -> Callable[[str, Any], Record]:
    return lambda device, values: build(device, msgspec.convert(values, message))


_KINDS: Final[dict[tuple[str, ...], Callable[[str, Any], Record]]] = {
    ("lat", "lon"): _kind(native.PositionMessage, native.position),
    ("on",): _kind(native.LampMessage, native.lamp_state),
    ("energy_kwh",): _kind(native.MeterMessage, native.meter_reading),
    ("code",): _kind(native.EventMessage, native.event),
}


def _records(device: str, uplink: Uplink) -> list[Record]:
    info = uplink.device or DeviceInfo()
    if info.dev_eui is not None and info.dev_eui.lower() != device:
        told = f"devEui: {info.dev_eui:.40} is not the topic's {device}"
        raise DecodeError(Reason.BAD_VALUE, told)
    if not uplink.values:
        told = f"object: nothing decoded; give the device profile {info.profile or ''} a codec"
        raise DecodeError(Reason.MISSING_FIELD, told)
    values = _timed(uplink.values, uplink)
    kinds = [build for marks, build in _KINDS.items() if any(mark in values for mark in marks)]
    if not kinds:
        told = "object: has none of lat and lon, on, energy_kwh, code"
        raise DecodeError(Reason.MISSING_FIELD, told)
    return [build(device, values) for build in kinds]


def _timed(values: dict[str, Any], uplink: Uplink) -> dict[str, Any]:
    """The codec's values with `at`: its own, else the uplink's, else that of a reception.

    ChirpStack carries every number of the codec as a double: milliseconds come as 1763712000000.0.
    """
    at = values.get("at")
    if at is None:
        at = uplink.time or _reception_time(uplink.receptions)
    elif isinstance(at, float) and at.is_integer():
        at = int(at)
    if at is None:
        raise DecodeError(Reason.MISSING_FIELD, "at: neither the codec nor the uplink gives a time")
    return {**values, "at": at}


def _reception_time(receptions: Sequence[Reception]) -> str | None:
    times = (r.gateway_time or r.server_time for r in receptions)
    return next((time for time in times if time), None)


def read(device: str, payload: bytes) -> list[Record]:
    try:
        return _records(device, _uplink.decode(payload))
    except UNREADABLE as error:
        raise explain(error) from None


def route(levels: Sequence[str]) -> routing.Route | None:
    if len(levels) != len(_LEVELS):
        return None
    if any(fixed not in (None, level) for fixed, level in zip(_LEVELS, levels, strict=True)):
        return None
    device = levels[3].lower()
    return (device, read) if _DEV_EUI.fullmatch(device) else None


def decode(topic: str, payload: bytes) -> list[Record]:
    return routing.follow(route, topic, payload)
