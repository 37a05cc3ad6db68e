"""The lists of streets and of their addresses."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gis.models import AddressPoint, Street
from people.forms.fields import DayInput
from people.permissions import Actor
from workspace.tables import Column, Kind, Table, TableFilters


class StreetFilters(TableFilters):
    """By category and territory."""

    search_fields = ("name_fr__matches", "name_ar__matches", "code")
    is_indexed = True

    class Meta:
        model = Street
        fields = ["category", "territory"]


def without_shapes(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Join the territories, and leave all geometry in the database: a list needs none."""
    shapes = ("geom", "geom_3857", "territory__geom", "territory__geom_3857")
    return rows.select_related("territory").defer(*shapes)


def _streets(_actor: Actor) -> "QuerySet[Any]":
    return without_shapes(Street.objects.all())


def _addresses_of(street: Street) -> str:
    return f"{reverse('streets:addresses')}?{urlencode({'street': street.code})}"


STREETS = Table(
    name="gis.streets",
    title=_("Streets"),
    rows=_streets,
    columns=(
        Column("name", _("Name"), sort=("name_fr",), link=_addresses_of, is_heading=True),
        Column("name_ar", _("name in Arabic"), on_screen=False),
        Column("name_fr", _("name in French"), on_screen=False),
        Column(
            "category",
            _("Category"),
            value=lambda row: row.get_category_display(),
            sort=("category",),
        ),
        Column("territory", _("Territory"), value="territory.name"),
        Column("length_m", _("Length, m"), Kind.NUMBER, sort=("length_m",)),
        Column("code", _("Code"), Kind.CODE, sort=("code",)),
    ),
    filters=StreetFilters,
    order=("name_fr",),
    geometry="geom",
)


class AddressFilters(TableFilters):
    """By street, number, territory, and whether an address is in use on a day."""

    search_fields = ("street__name_fr__matches", "street__name_ar__matches")
    is_indexed = True
    street = django_filters.CharFilter(
        label=_("Code of the street"), field_name="street__code", max_length=30
    )
    on = django_filters.DateFilter(label=_("In use on"), method="in_use", widget=DayInput)

    class Meta:
        model = AddressPoint
        fields = ["street", "number", "territory", "on"]

    def in_use(self, rows: "QuerySet[Any]", _name: str, value: dt.date) -> "QuerySet[Any]":
        """Keep the addresses of that day."""
        narrowed: QuerySet[Any] = rows.filter(pk__in=AddressPoint.objects.valid_on(value))
        return narrowed


def _addresses(_actor: Actor) -> "QuerySet[Any]":
    shapes = ("geom_3857", "street__geom", "street__geom_3857", "street__key")
    rows: QuerySet[Any] = AddressPoint.objects.select_related("street", "territory")
    return rows.defer(*shapes, "territory__geom", "territory__geom_3857", "territory__key")


ADDRESSES = Table(
    name="gis.addresses",
    title=_("Addresses"),
    rows=_addresses,
    columns=(
        Column("label", _("number"), sort=("number", "suffix"), is_heading=True),
        Column("street", _("Street"), value="street.name", sort=("street__name_fr", "number")),
        Column("street_ar", _("street in Arabic"), value="street.name_ar", on_screen=False),
        Column("street_fr", _("street in French"), value="street.name_fr", on_screen=False),
        Column("code", _("Code of the street"), Kind.CODE, value="street.code"),
        Column("territory", _("Territory"), value="territory.name"),
        Column("valid_from", _("valid from"), Kind.DATE, sort=("valid_from",)),
        Column("valid_to", _("valid until"), Kind.DATE, sort=("valid_to",)),
        Column("source", _("source"), on_screen=False),
    ),
    filters=AddressFilters,
    order=("street__name_fr", "number", "suffix"),
    geometry="geom",
)
