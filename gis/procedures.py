"""What a service point can handle: the rooms that know kinds of request say which there are."""

from collections.abc import Callable, Sequence
from typing import Final

Provider = Callable[[], Sequence[tuple[str, str]]]

_providers: Final[list[Provider]] = []


def register(provider: Provider) -> None:
    """Let `provider` answer which codes there are, each with its name in the reader's language."""
    if provider not in _providers:
        _providers.append(provider)


def procedures() -> list[tuple[str, str]]:
    """Return all codes with their names."""
    return [pair for provider in _providers for pair in provider()]
