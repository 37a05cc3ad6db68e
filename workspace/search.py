"""One search box over everything: each room registers a provider, which shows a person only what
they may see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise

if TYPE_CHECKING:  # imported while Django starts, hence without models
    from people.permissions import Actor


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, a line about it, where it is shown."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Provider:
    """Finds things of one kind: `find(actor, text, limit)` answers in one or two queries."""

    name: str
    label: "str | Promise"
    find: "Callable[[Actor, str, int], Sequence[Hit]]"


_providers: Final[dict[str, Provider]] = {}


def register(provider: Provider) -> None:
    """Add a kind of thing to the search."""
    _providers[provider.name] = provider


def providers() -> tuple[Provider, ...]:
    """Return all providers in the order of registration."""
    return tuple(_providers.values())
