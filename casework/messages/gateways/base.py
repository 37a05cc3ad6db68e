"""What a gateway is given, what it answers, and how it fails."""

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from casework.messages.enums import Channel


@dataclass(frozen=True)
class Outgoing:
    """A message as a gateway needs it."""

    number: int
    channel: Channel
    address: str
    language: str
    subject: str
    body: str
    url: str = ""
    user_id: int | None = None
    may_refuse: bool = False
    """The reader may ask for no more of its kind."""
    lifetime_s: int = 3600


@dataclass(frozen=True)
class Accepted:
    """The gateway took it; each part has the number that its receipt will name."""

    ids: tuple[str, ...] = ()
    is_delivered: bool = False


class GatewayRefusedError(Exception):
    """The gateway will never take this message: a wrong number, a blocked content."""


class GatewayUnavailableError(Exception):
    """The gateway did not take it now; later it may."""


class Gateway(Protocol):
    """A way to send by one channel. It is entered once for many messages."""

    @property
    def code(self) -> str:
        """Under which name receipts come back."""

    def __enter__(self) -> Self:
        """Connect where that is needed; raise GatewayUnavailableError."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of what was opened."""

    def send(self, message: Outgoing) -> Accepted:
        """Send one message; raise GatewayRefusedError or GatewayUnavailableError."""


class Unconnected:
    """A gateway that needs no connection between messages."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None
