"""The staff's list of the places of the directory."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gis.declarations import MANAGE
from gis.models import ServicePoint
from gis.opening_words import hours_of
from people.permissions import Actor
from workspace.tables import Column, Kind, Table, TableFilters


class ServicePointFilters(TableFilters):
    """By category and by name."""

    search_fields = ("name_fr__icontains", "name_ar__matches", "code__icontains")

    class Meta:
        model = ServicePoint
        fields = ["category"]


def _rows(_actor: Actor) -> "QuerySet[Any]":
    return ServicePoint.objects.listed().defer(
        "geom", "geom_3857", "key", "territory__geom", "territory__geom_3857", "territory__key"
    )


def _page(row: ServicePoint) -> str:
    return reverse("places:change", args=[row.code])


def _has_strange_hours(row: ServicePoint) -> str:
    return row.opening_hours if row.opening_hours and not hours_of(row.opening_hours) else ""


SERVICE_POINTS = Table(
    name="gis.service_points",
    title=_("Directory of places"),
    rows=_rows,
    columns=(
        Column("name", _("Name"), sort=("name_fr",), link=_page, is_heading=True),
        Column("name_ar", _("name in Arabic"), on_screen=False),
        Column("name_fr", _("name in French"), on_screen=False),
        Column(
            "category",
            _("Category"),
            value=lambda row: row.get_category_display(),
            sort=("category", "name_fr"),
        ),
        Column("territory", _("Territory"), value="territory.name"),
        Column("address", _("Address"), value="address"),
        Column("phone", _("telephone"), Kind.CODE),
        Column("opening_hours", _("opening hours"), Kind.CODE),
        Column("not_understood", _("Hours not understood"), Kind.CODE, value=_has_strange_hours),
        Column("valid_from", _("valid from"), Kind.DATE, sort=("valid_from",)),
        Column("valid_to", _("valid until"), Kind.DATE, sort=("valid_to",)),
        Column("source", _("source"), on_screen=False),
        Column("code", _("Code"), Kind.CODE, sort=("code",)),
    ),
    filters=ServicePointFilters,
    capability=MANAGE,
    order=("name_fr",),
    geometry="geom",
)
