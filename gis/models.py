"""The territory of the commune: dated boundaries and named streets."""

from django.contrib.gis.db.models import LineStringField, MultiPolygonField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gis.enums import Level, StreetCategory
from gis.querysets import TerritoryQuerySet
from gis.scripts import in_language


class Territory(models.Model):
    """A commune (جماعة) or arrondissement (مقاطعة) with the days on which its boundary holds."""

    level = models.CharField(_("level"), max_length=20, choices=Level)
    code = models.CharField(_("census code"), max_length=20, help_text=_("HCP's code, RGPH 2024"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("part of")
    )
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    geom = MultiPolygonField(_("boundary"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857),
        output_field=MultiPolygonField(srid=3857),
        db_persist=True,
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["level", "code"]
        constraints = [
            ExclusionConstraint(
                name="territory_code_once_at_a_time",
                expressions=[
                    (F("code"), RangeOperators.EQUAL),
                    (Func("valid_from", "valid_to", function="daterange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This territory already has a boundary on these dates."),
            ),
            models.CheckConstraint(
                name="territory_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's script."""
        return in_language(ar=self.name_ar, fr=self.name_fr)


class Street(models.Model):
    """A street (شارع، زنقة، درب) with its axis; the length is computed in EPSG:26191."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_ar = models.CharField(_("name in Arabic"), max_length=160)
    category = models.CharField(_("category"), max_length=20, choices=StreetCategory)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    length_m = models.FloatField(_("length in metres"))
    is_simulated = models.BooleanField(_("simulated"), default=False)
    geom = LineStringField(_("axis"), srid=4326)
    geom_3857 = models.GeneratedField(
        expression=Transform("geom", 3857),
        output_field=LineStringField(srid=3857),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        indexes = [GistIndex(fields=["geom_3857"], name="street_tiles")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's script."""
        return in_language(ar=self.name_ar, fr=self.name_fr)
