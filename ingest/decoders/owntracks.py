"""OwnTracks phones: `owntracks/<user>/<phone>`, and `/event` below it for regions entered and left.

Format: https://owntracks.org/booklet/tech/json/. The device is `<user>/<phone>`. A location is a
position and a transition an event; every other `_type` (lwt, status, waypoint, card, …) yields
nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct, field

from ingest.decoders import fields, routing
from ingest.decoders.errors import UNREADABLE, DecodeError, Reason, explain
from ingest.decoders.fields import Latitude, Longitude, Name, Seconds
from telemetry.records import Event, Position, Record

FILTERS: Final = ("owntracks/+/+", "owntracks/+/+/event")

_PHONE_LEVELS: Final = 3
_EVENT_LEVELS: Final = 4


class Envelope(Struct, gc=False):
    kind: str = field(name="_type")


class Location(Struct, gc=False):
    tst: Seconds
    lat: Latitude
    lon: Longitude
    acc: float | None = None
    vel: float | None = None
    cog: float | None = None


class Transition(Struct, gc=False):
    tst: Seconds
    event: Literal["enter", "leave"]
    desc: Name | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None


_envelope: Final = msgspec.json.Decoder(Envelope)
_location: Final = msgspec.json.Decoder(Location)
_transition: Final = msgspec.json.Decoder(Transition)


def position(device: str, location: Location) -> Position:
    fields.refuse_null_island(location.lat, location.lon)
    return Position(
        device,
        location.tst * 1_000_000,
        location.lon,
        location.lat,
        fields.speed_kmh(location.vel),
        fields.course_deg(location.cog),
        fields.accuracy_m(location.acc),
    )


def crossing(device: str, transition: Transition) -> Event:
    """A region entered or left, with the region's name and the place where it was noticed."""
    detail: dict[str, Any] = {}
    if transition.desc:
        detail["region"] = fields.checked_text(transition.desc, "desc")
    if transition.lat is not None and transition.lon is not None:
        detail |= {"lat": transition.lat, "lon": transition.lon}
    at_us = transition.tst * 1_000_000
    return Event(device, at_us, f"region_{transition.event}", "info", detail)


def _encrypted(device: str, payload: bytes) -> list[Record]:
    told = "_type: the payload is encrypted; remove the encryption key in the app, and use TLS"
    raise DecodeError(Reason.BAD_VALUE, told)


_KINDS: Final[dict[str, Callable[[str, bytes], list[Record]]]] = {
    "location": lambda device, payload: [position(device, _location.decode(payload))],
    "transition": lambda device, payload: [crossing(device, _transition.decode(payload))],
    "encrypted": _encrypted,
}


def read(device: str, payload: bytes) -> list[Record]:
    try:
        kind = _KINDS.get(_envelope.decode(payload).kind)
        return kind(device, payload) if kind else []
    except UNREADABLE as error:
        raise explain(error) from None


def route(levels: Sequence[str]) -> routing.Route | None:
    is_event = len(levels) == _EVENT_LEVELS and levels[3] == "event"
    if levels[0] != "owntracks" or not (is_event or len(levels) == _PHONE_LEVELS):
        return None
    device = f"{levels[1]}/{levels[2]}"
    return (device, read) if routing.is_uid(device) else None


def decode(topic: str, payload: bytes) -> list[Record]:
    return routing.follow(route, topic, payload)
