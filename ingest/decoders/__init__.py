"""What devices send, turned into records, without Django, database or clock.

One module per device family. `decode` routes an MQTT message by its topic. Phones over
HTTP have no topic: see `osmand`.
"""

from typing import Final

from ingest.decoders import chirpstack, native, osmand, owntracks, routing, teltonika
from ingest.decoders.errors import DecodeError, Reason
from telemetry.records import Record

__all__ = ["SUBSCRIPTIONS", "DecodeError", "Reason", "decode"]

FAMILIES: Final = (native, owntracks, chirpstack, teltonika)

SUBSCRIPTIONS: Final[tuple[str, ...]] = tuple(
    topic_filter for family in FAMILIES for topic_filter in family.FILTERS
)

MAX_ROUTES: Final = 200_000
_ROUTERS: Final[tuple[routing.Router, ...]] = (*(f.route for f in FAMILIES), osmand.route)
_routes: Final[dict[str, routing.Route]] = {}


def decode(topic: str, payload: bytes) -> list[Record]:
    """The records of one MQTT message, all or none; raises `DecodeError`."""
    device, handler = _routes.get(topic) or _learn(topic)
    return handler(device, payload)


def _learn(topic: str) -> routing.Route:
    """Find a topic's route once; what leads nowhere is not kept, so garbage cannot fill the map."""
    levels = topic.split("/")
    route = next(filter(None, (router(levels) for router in _ROUTERS)), None)
    if route is None:
        raise routing.unknown_topic(topic)
    if len(_routes) >= MAX_ROUTES:
        _routes.clear()
    _routes[topic] = route
    return route
