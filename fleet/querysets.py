"""Vehicles and their devices as adjectives."""

import datetime as dt
from typing import Self

from django.db.models import Q, QuerySet


class FittingQuerySet(QuerySet):  # type: ignore[type-arg]
    """Which device is in which vehicle, and when."""

    def valid_at(self, moment: dt.datetime) -> Self:
        """Keep the fittings in force at `moment`."""
        return self.filter(valid_from__lte=moment).filter(Q(valid_to=None) | Q(valid_to__gt=moment))

    def current(self) -> Self:
        """Keep the fittings that have not ended."""
        return self.filter(valid_to=None)
