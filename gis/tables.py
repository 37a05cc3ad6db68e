"""The list of streets."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gis.models import Street
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


STREETS = Table(
    name="gis.streets",
    title=_("Streets"),
    rows=_streets,
    columns=(
        Column("name", _("Name"), sort=("name_fr",), is_heading=True),
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
