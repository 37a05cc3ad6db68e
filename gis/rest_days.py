"""Public holidays, for opening hours: the room that keeps the calendar says which days they are."""

import datetime as dt
from collections.abc import Callable
from typing import Final

Provider = Callable[[dt.date, dt.date], dict[dt.date, str]]

_providers: Final[list[Provider]] = []


def register(provider: Provider) -> None:
    """Let `provider` answer which days of a period are holidays, each with its name."""
    if provider not in _providers:
        _providers.append(provider)


def rest_days(first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Return the public holidays from a day to another, both included."""
    found: dict[dt.date, str] = {}
    for provider in _providers:
        found |= provider(first, last)
    return found
