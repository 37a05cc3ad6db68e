"""The inbox: what waits for a person, with its deadline. Each room registers a provider."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise

if TYPE_CHECKING:  # imported while Django starts, hence without models
    from people.permissions import Actor


@dataclass(frozen=True)
class Duty:
    """One thing to do, for whom it waits since when and until when."""

    title: str
    detail: str
    url: str
    since_at: dt.datetime
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Provider:
    """Knows the duties of one kind: `waiting(actor, limit)` gives the most urgent, `count(actor)`
    all.
    """

    name: str
    label: "str | Promise"
    waiting: "Callable[[Actor, int], Sequence[Duty]]"
    count: "Callable[[Actor], int]"


_providers: Final[dict[str, Provider]] = {}


def register(provider: Provider) -> None:
    """Add a kind of duty to the inbox."""
    _providers[provider.name] = provider


def providers() -> tuple[Provider, ...]:
    """Return all providers in the order of registration."""
    return tuple(_providers.values())
