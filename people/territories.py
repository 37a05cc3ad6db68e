"""Which territories there are: the room that knows them says so, in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from typing import Final

Provider = Callable[[], Sequence[tuple[str, str]]]

_providers: Final[list[Provider]] = []


def register(provider: Provider) -> None:
    """Let `provider` answer which codes there are today, each with its name."""
    if provider not in _providers:
        _providers.append(provider)


def territories() -> list[tuple[str, str]]:
    """Return all codes with their names."""
    return [pair for provider in _providers for pair in provider()]


def territory_name(code: str) -> str:
    """Return how a territory is called, or its code."""
    return dict(territories()).get(code, code)
