"""What keeps a department open: the floors above tell what of theirs it still holds.

closing.register(open_cases)  # in AppConfig.ready() of the floor above
"""

from collections.abc import Callable

from django.utils.functional import Promise

from people.models import Department

Words = str | Promise
Obstacle = Callable[[Department], Words | None]
"""Says to people why a department cannot be closed now; None where nothing stands against it."""

_OBSTACLES: list[Obstacle] = []


def register(obstacle: Obstacle) -> None:
    """Ask this too, before a department is closed."""
    if obstacle not in _OBSTACLES:
        _OBSTACLES.append(obstacle)


def obstacles_to(department: Department) -> list[Words]:
    """Return all that the floors above have against closing a department."""
    found = (obstacle(department) for obstacle in _OBSTACLES)
    return [words for words in found if words]
