"""From a topic to the device it names and the function that reads its payload.

The identity of a device is in the topic, where the broker's access rules hold it, never in the
payload.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from ingest.decoders.errors import DecodeError, Reason
from telemetry.records import Record

Handler = Callable[[str, bytes], list[Record]]
Route = tuple[str, Handler]
Router = Callable[[Sequence[str]], Route | None]

UID_LENGTH: Final = 80
_UID: Final = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?")


def is_uid(text: str) -> bool:
    """Tell whether a device can be registered by this identity (`telemetry.Device.uid`)."""
    return len(text) <= UID_LENGTH and _UID.fullmatch(text) is not None


def follow(router: Router, topic: str, payload: bytes) -> list[Record]:
    """Decode a message by one family's routes; `unknown_topic` where it has none."""
    route = router(topic.split("/"))
    if route is None:
        raise unknown_topic(topic)
    device, handler = route
    return handler(device, payload)


def unknown_topic(topic: str) -> DecodeError:
    return DecodeError(Reason.UNKNOWN_TOPIC, f"no decoder for the topic {topic}")
