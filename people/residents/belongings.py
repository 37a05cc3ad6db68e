"""What a resident finds on their own page: each room registers what it has of theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise


@dataclass(frozen=True)
class Belonging:
    """One thing of a resident's: a file, a receipt, a request."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Provider:
    """Knows what of one kind belongs to somebody with these proven contacts, the newest first."""

    name: str
    label: "str | Promise"
    find: Callable[[Sequence[str]], Sequence[Belonging]]


_providers: Final[dict[str, Provider]] = {}


def register(provider: Provider) -> None:
    """Add a kind of thing; in `AppConfig.ready()`."""
    _providers[provider.name] = provider


def providers() -> tuple[Provider, ...]:
    """Return all providers in the order of registration."""
    return tuple(_providers.values())
