"""Territories and streets as adjectives."""

import datetime as dt
from typing import Self

from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet


class TerritoryQuerySet(QuerySet):  # type: ignore[type-arg]
    """Territories, dated: a place is asked for a day."""

    def valid_on(self, day: dt.date) -> Self:
        """Keep those in force on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def at_level(self, level: str) -> Self:
        """Keep those of one administrative level."""
        return self.filter(level=level)

    def containing(self, point: Point) -> Self:
        """Keep those that cover `point` (EPSG:4326)."""
        return self.filter(geom__covers=point)
