"""One object for each address that wants one: rooms add theirs here, made by their own services."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model

from people.models import User

NOT_PAGES: Final[dict[str, str]] = {
    "gis:tile": "a tile of the map",
}
"""Addresses with parameters that never answer with a page, and what they answer."""

Samples = dict[str, Mapping[str, Any]]
"""Names of addresses, with their parameters and, under "?", what stands behind them."""


def make_staff() -> User:
    """Make a person who may open everything."""
    return get_user_model().objects.create_superuser(
        "s.alaoui", "s.alaoui@example.ma", "a long password of a test", first_name="Samira"
    )


def make_samples(staff: User) -> Samples:
    """Make one object of every kind, and say at which addresses it is found."""
    return {}
