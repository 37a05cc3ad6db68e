"""Sending many messages no faster than they arrive, for whoever plays the part of devices."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

BACKLOG = 500
"""Unconfirmed messages beyond which the sender waits, and so all that an outage finds in memory."""


class Outgoing(NamedTuple):
    """A message to send, and its topic."""

    topic: str
    payload: bytes


class Outlet(Protocol):
    """Where messages go; `ingest.transports.Publisher` is one."""

    @property
    def unconfirmed(self) -> int:
        """Number of messages that have not arrived for sure."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Send one message."""


class Stop(Protocol):
    """Says when to end; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether to end now."""

    def wait(self, timeout: float | None = None) -> bool:
        """Rest, and say whether to end."""


def send(messages: Iterable[Outgoing], outlet: Outlet, stop: Stop) -> int:
    """Send messages until `stop`; returns how many. Waits, and holds nothing more, while the broker
    is away.
    """
    sent = 0
    for message in messages:
        while outlet.unconfirmed >= BACKLOG and not stop.wait(0.002):
            pass
        if stop.is_set():
            break
        outlet.publish(message.topic, message.payload)
        sent += 1
    return sent
