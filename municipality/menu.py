"""The main menu as one reader sees it: grouped, in order, with the place where they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workspace.menus import entries_for
from workspace.navigation import Entry

GROUPS: dict[str, "str | Promise"] = {
    "city": _("The city"),
    "desk": _("My desk"),
    "people": _("Who acts"),
    "system": _("System"),
}
ACCOUNT = "account"
"""The group that stands under the person's own name instead of in the menu."""
KEYS: tuple[tuple[str, "str | Promise"], ...] = (
    ("?", _("This list")),
    ("/", _("Go to the search")),
    ("m", _("Open the menu")),
    ("Esc", _("Close what is open")),
    ("Tab", _("Go to the next link, button or field")),
)
"""What static/municipality/shell/keys.js and the browser do, for the list under `?`."""
FOREMOST = 2
"""How many places of a group stand in the header itself on a wide window."""


@dataclass(frozen=True)
class Place:
    """An entry with its address; `is_current` where the reader is inside it."""

    label: "str | Promise"
    url: str
    group: str
    is_current: bool = False


@dataclass(frozen=True)
class Menu:
    """What the shell draws."""

    places: tuple[Place, ...]

    @property
    def groups(self) -> list[tuple["str | Promise", list[Place]]]:
        """The titles of the groups, each with its places; no group is empty."""
        return [
            (title, inside)
            for group, title in GROUPS.items()
            if (inside := [place for place in self.places if place.group == group])
        ]

    @property
    def foremost(self) -> list[Place]:
        """The first places of the desk and of the city in turn, for the header."""
        near = [
            [place for place in self.places if place.group == group][:FOREMOST]
            for group in ("desk", "city")
        ]
        return [place for row in zip_longest(*near) for place in row if place]

    @property
    def account(self) -> list[Place]:
        """The places under the person's name."""
        return [place for place in self.places if place.group == ACCOUNT]


def current_url(urls: Iterable[str], path: str) -> str:
    """Return which of `urls` the path lies in: the longest one, "/" for itself alone."""
    around = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(around, key=len, default="")


def menu_for(request: HttpRequest) -> Menu:
    """Return the menu of whoever asks."""
    found = [(entry, _address(entry)) for entry in entries_for(request.user)]
    known = [(entry, url) for entry, url in found if url]
    return Menu(places_of(known, request.path))


def places_of(entries: Sequence[tuple[Entry, str]], path: str) -> tuple[Place, ...]:
    """Return entries and their addresses as places, of which at most one is current."""
    here = current_url((url for _entry, url in entries), path)
    return tuple(Place(entry.label, url, entry.group, url == here) for entry, url in entries)


def _address(entry: Entry) -> str:
    try:
        return reverse(entry.view_name)
    except NoReverseMatch:  # a door that this set-up does not open, as the page of local messages
        return ""
