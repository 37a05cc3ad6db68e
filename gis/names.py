"""What the territory's models share: two names, the key under which they are found, their days."""

from typing import Any

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gis.scripts import in_language

DAYS: Any = (Func("valid_from", "valid_to", function="daterange"), RangeOperators.OVERLAPS)
"""For exclusion constraints: the days of a row, beside those of others."""


def names_key() -> models.GeneratedField:
    """Return the column by which a row is found, however its names are spelt: see gis/sql."""
    return models.GeneratedField(
        expression=Func("name_ar", "name_fr", function="names_key"),
        output_field=models.TextField(),
        db_persist=True,
    )


def key_index(name: str) -> GinIndex:
    """Return the trigram index of such a column."""
    return GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name=name)


def point_3857() -> models.GeneratedField:
    """Return the point in Web Mercator, for tiles and for what is nearest."""
    return models.GeneratedField(
        expression=Transform("geom", 3857), output_field=PointField(srid=3857), db_persist=True
    )


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Return the constraint of every dated row."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
        violation_error_message=_("The end must come after the beginning."),
    )


class TwoNames(models.Model):
    """Something named in Arabic and French."""

    name_fr: "models.CharField[str, str]"
    name_ar: "models.CharField[str, str]"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's script."""
        return in_language(ar=self.name_ar, fr=self.name_fr)
