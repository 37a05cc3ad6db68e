"""From a topic to the device it names and the function that reads its payload.

The identity of a device is in the topic, where the broker's access rules hold it, never in the payload.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from ingest.decoders.errors import DecodeError, Reason
from telemetry.records import Record

Handler = Callable[[str, bytes], list[Record]]
Route = tuple[str, Handler]
Router = Callable[[Sequence[str]], Route | None]

UID_LENGTH: Final = 64
_UID = re.compile(r"[^\x00-\x20\x7f-\x9f+#]{1,64}")


def is_uid(text: str) -> bool:
    """1 to 64 printable characters without spaces and without MQTT's wildcards."""
    return _UID.fullmatch(text) is not None and text.isprintable()


def follow(router: Router, topic: str, payload: bytes) -> list[Record]:
    """Decode a message by one family's routes; `unknown_topic` where the topic is not the family's."""
    route = router(topic.split("/"))
    if route is None:
        raise unknown_topic(topic)
    device, handler = route
    return handler(device, payload)


def unknown_topic(topic: str) -> DecodeError:
    return DecodeError(Reason.UNKNOWN_TOPIC, f"no decoder for the topic {topic}")
