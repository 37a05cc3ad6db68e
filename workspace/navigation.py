"""The main menu: each room registers its entries. Who sees which is for `workspace.menus`.

Imported while Django starts, hence without models.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise


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


def entries() -> tuple[Entry, ...]:
    """Return all entries, in order."""
    return tuple(sorted(_entries, key=lambda e: (e.order, e.view_name)))
