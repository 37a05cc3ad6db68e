"""A line in a colleague's list of notifications: a port that the room of the desks fills.

Until it does, nobody is told that way.
"""

from collections.abc import Iterable
from typing import Final, Protocol

from django.utils.functional import Promise

from people.models import User


class Ringer(Protocol):
    """Puts a line into the lists of some people; `url` is a path of this site."""

    def __call__(self, *, users: Iterable[User], title: "str | Promise", url: str) -> object:
        """Tell them."""


_ringers: Final[list[Ringer]] = []


def register(ringer: Ringer) -> None:
    """Let `ringer` tell people from now on; when Django starts."""
    _ringers[:] = [ringer]


def ring(*, users: Iterable[User], title: "str | Promise", url: str) -> None:
    """Tell people, if there is anybody to do it; inside the transaction of what it is about."""
    for ringer in _ringers:
        ringer(users=users, title=title, url=url)
