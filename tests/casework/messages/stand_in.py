"""A gateway that does as a test tells it."""

from dataclasses import dataclass, field

from casework.messages.gateways.base import Accepted, Outgoing, Unconnected


@dataclass
class StandIn(Unconnected):
    """Takes what comes, unless it is told to raise."""

    code: str = "stand-in"
    error: Exception | None = None
    parts: int = 1
    taken: list[Outgoing] = field(default_factory=list)
    asked: int = 0

    def send(self, message: Outgoing) -> Accepted:
        """Take a message, or raise."""
        self.asked += 1
        if self.error is not None:
            raise self.error
        self.taken.append(message)
        ids = tuple(f"{message.number}-{part}" for part in range(self.parts))
        return Accepted(ids=ids)
