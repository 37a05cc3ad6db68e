"""The main menu: each room registers its entries, each person sees those that they may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from people.permissions import Actor, can_somewhere


@dataclass(frozen=True)
class Entry:
    """A place in the menu. Without a capability it is for everyone; `staff` for whoever signed in.

    `group` is one of "city", "desk", "people", "system", or "account", which stands under the
    person's name. Entries stand by `order`, across the groups: the first stand in the header too.
    """

    view_name: str
    label: "str | Promise"
    group: str
    order: int = 100
    capability: str = ""
    staff: bool = False


_entries: Final[list[Entry]] = []


def register(*entries: Entry) -> None:
    """Add entries to the menu."""
    _entries.extend(entry for entry in entries if entry not in _entries)


def entries_for(actor: Actor) -> Iterator[Entry]:
    """Yield what `actor` may open, in order."""
    for entry in sorted(_entries, key=lambda e: (e.order, e.view_name)):
        if entry.staff and not actor.is_authenticated:
            continue
        if not entry.capability or can_somewhere(actor, entry.capability):
            yield entry
