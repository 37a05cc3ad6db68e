"""The main menu of a person: the entries that they may open."""

from collections.abc import Iterator

from people.permissions import Actor, can_somewhere
from workspace.navigation import Entry, entries


def entries_for(actor: Actor) -> Iterator[Entry]:
    """Yield what `actor` may open, in order."""
    for entry in entries():
        if entry.staff and not actor.is_authenticated:
            continue
        if not entry.capability or can_somewhere(actor, entry.capability):
            yield entry
