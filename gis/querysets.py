"""Territories, addresses and places of service as adjectives."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, Self

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Now, TruncDate

from gis.enums import ADMINISTRATIVE


class DatedQuerySet(QuerySet[Any]):
    """Rows that hold from a day to another."""

    def valid_on(self, day: dt.date) -> Self:
        """Keep those in force on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def valid_today(self) -> Self:
        """Keep those in force on the day that it is in the database."""
        today = TruncDate(Now())
        return self.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gt=today))


class TerritoryQuerySet(DatedQuerySet):
    """Territories, dated: a place is asked for a day."""

    def administrative(self) -> Self:
        """Keep communes and arrondissements, without their shapes."""
        return self.filter(level__in=ADMINISTRATIVE).defer("geom", "geom_3857")

    def at_level(self, level: str) -> Self:
        """Keep those of one administrative level."""
        return self.filter(level=level)

    def containing(self, point: Point) -> Self:
        """Keep those that cover `point` (EPSG:4326)."""
        return self.filter(geom__covers=point)


class ServicePointQuerySet(DatedQuerySet):
    """Places of service: which, where, and with which hours."""

    def listed(self) -> Self:
        """Join what a list shows, and leave all geometry but the point in the database."""
        shapes = ("geom_3857", "territory__geom", "territory__geom_3857")
        return self.select_related("territory").defer(*shapes)

    def handling(self, procedure: str) -> Self:
        """Keep those that handle a kind of request."""
        return self.filter(procedures__contains=[procedure])

    def called(self, words: Iterable[str]) -> Self:
        """Keep those in whose names each of the words, spelt as in keys, begins a word."""
        rows = self
        for word in words:
            rows = rows.filter(key__contains=f" {word}")
        return rows

    def nearest_to(self, point: Point) -> Self:
        """Put the nearest to a point (EPSG:4326) first, with the distance `away` on the ellipsoid.

        The order is that of the index: on the plane of Web Mercator.
        """
        flat = point.transform(3857, clone=True)
        order = Func(
            F("geom_3857"),
            Value(flat, output_field=PointField(srid=3857)),
            arg_joiner=" <-> ",
            template="%(expressions)s",
            output_field=FloatField(),
        )
        return self.annotate(away=Distance("geom", point, spheroid=True)).order_by(order, "pk")

    def with_hours(self, hours: Collection[str]) -> Self:
        """Keep those whose opening hours are written so."""
        return self.filter(opening_hours__in=hours)
