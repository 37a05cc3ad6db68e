"""How actions are called in the trail: each room says it in `AppConfig.ready()`."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise

_names: "Final[dict[str, str | Promise]]" = {}


def name_actions(names: "Mapping[str, str | Promise]") -> None:
    """Say how actions are called."""
    _names.update(names)


def action_name(action: str) -> "str | Promise":
    """Return how an action is called, or its code when nobody said."""
    return _names.get(action, action)


def named_actions() -> "dict[str, str | Promise]":
    """Return all actions that have a name."""
    return dict(_names)
