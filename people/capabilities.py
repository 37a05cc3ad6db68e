"""What may be allowed: each room declares its capabilities here, in `AppConfig.ready()`."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise


@dataclass(frozen=True)
class Capability:
    """One thing that a role may allow, as `room.verb` or `room.verb_noun`.

    `is_sensitive`: it reads personal data, signs, or moves money, and wants a second factor.
    """

    code: str
    name: "str | Promise"
    is_sensitive: bool = False


_declared: Final[dict[str, Capability]] = {}


def declare(*capabilities: Capability) -> None:
    """Make capabilities known; the same code twice must mean the same."""
    for capability in capabilities:
        known = _declared.setdefault(capability.code, capability)
        if known != capability:
            raise ValueError(f"two meanings of the capability {capability.code}")


def declared() -> dict[str, Capability]:
    """Return all capabilities by their codes."""
    return dict(sorted(_declared.items()))
