"""The territory of the commune: dated boundaries, named streets, addresses, places of service."""

from django.contrib.gis.db.models import LineStringField, MultiPolygonField, PointField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gis.enums import Level, ServiceCategory, StreetCategory
from gis.names import DAYS, TwoNames, ends_after_it_begins, key_index, names_key, point_3857
from gis.querysets import DatedQuerySet, ServicePointQuerySet, TerritoryQuerySet
from gis.scripts import in_language


class Territory(TwoNames):
    """A commune (جماعة), arrondissement (مقاطعة), annex (ملحقة إدارية), quarter (حي), zone or lot.

    A row holds on its days: what a boundary was before stays in rows of the past with its code.
    """

    level = models.CharField(_("level"), max_length=20, choices=Level)
    code = models.CharField(
        _("code"),
        max_length=20,
        help_text=_("Of communes and arrondissements, that of the census (HCP, RGPH 2024)."),
    )
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

    key = names_key()

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["level", "code"]
        indexes = [key_index("territory_key")]
        constraints = [
            ExclusionConstraint(
                name="territory_code_once_at_a_time",
                expressions=[(F("code"), RangeOperators.EQUAL), DAYS],
                violation_error_message=_("This territory already has a boundary on these dates."),
            ),
            ends_after_it_begins("territory_ends_after_it_begins"),
        ]


class Street(TwoNames):
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

    key = names_key()

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        indexes = [GistIndex(fields=["geom_3857"], name="street_tiles"), key_index("street_key")]


class AddressPoint(models.Model):
    """The place of a number in a street (رقم العقار / numéro de voirie)."""

    street = models.ForeignKey(
        Street, models.PROTECT, related_name="addresses", verbose_name=_("street")
    )
    number = models.PositiveIntegerField(_("number"))
    suffix = models.CharField(
        _("suffix"),
        max_length=10,
        blank=True,
        help_text=_("What follows the number, such as bis, ter or A."),
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    source = models.CharField(_("source"), max_length=120, blank=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    geom = PointField(_("position"), srid=4326)
    geom_3857 = point_3857()
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["street", "number", "suffix"]
        indexes = [
            GistIndex(fields=["geom_3857"], name="address_tiles"),
            models.Index(fields=["street", "number", "suffix"], name="address_in_its_street"),
        ]
        constraints = [
            ExclusionConstraint(
                name="address_once_at_a_time",
                expressions=[
                    (F("street"), RangeOperators.EQUAL),
                    (F("number"), RangeOperators.EQUAL),
                    (F("suffix"), RangeOperators.EQUAL),
                    DAYS,
                ],
                violation_error_message=_("This street already has that number on these dates."),
            ),
            ends_after_it_begins("address_ends_after_it_begins"),
            models.CheckConstraint(
                name="address_number_is_plausible",
                condition=Q(number__gte=1, number__lte=9999),
                violation_error_message=_("A number lies between 1 and 9,999."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.street}"

    @property
    def label(self) -> str:
        """The number with what follows it."""
        return f"{self.number} {self.suffix}".strip()


class ServicePoint(TwoNames):
    """A place that serves people (نقطة خدمة / point de service): who, where, when, what for."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    category = models.CharField(_("category"), max_length=20, choices=ServiceCategory)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_ar = models.CharField(_("name in Arabic"), max_length=160)
    address_fr = models.CharField(_("address in French"), max_length=200, blank=True)
    address_ar = models.CharField(_("address in Arabic"), max_length=200, blank=True)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name=_("territory")
    )
    phone = models.CharField(_("telephone"), max_length=16, blank=True)
    opening_hours = models.CharField(
        _("opening hours"),
        max_length=255,
        blank=True,
        help_text=_("As OpenStreetMap writes them, such as Mo-Fr 08:30-16:30; Sa 09:00-12:00."),
    )
    procedures = ArrayField(
        models.SlugField(max_length=40),
        verbose_name=_("procedures handled"),
        default=list,
        blank=True,
    )
    """Codes of kinds of request, which the rooms above know."""
    operator = models.CharField(_("run by"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    geom = PointField(_("position"), srid=4326)
    geom_3857 = point_3857()
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    key = names_key()

    objects = ServicePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["name_fr", "pk"]
        indexes = [
            GistIndex(fields=["geom_3857"], name="service_point_tiles"),
            GinIndex(fields=["procedures"], name="service_point_procedures"),
            models.Index(fields=["category", "name_fr"], name="service_point_category"),
            models.Index(fields=["name_fr", "id"], name="service_point_by_name_fr"),
            models.Index(fields=["name_ar", "id"], name="service_point_by_name_ar"),
            models.Index(fields=["opening_hours"], name="service_point_hours"),
            key_index("service_point_key"),
        ]
        constraints = [
            ends_after_it_begins("service_point_ends_after_it_begins"),
            models.CheckConstraint(
                name="service_point_phone_is_international",
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                violation_error_message=_("Write the number with its country code."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the place."""
        return reverse("places:place", args=[self.code])

    @property
    def address(self) -> str:
        """The address in the reader's script."""
        return in_language(ar=self.address_ar, fr=self.address_fr)
