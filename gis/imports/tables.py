"""The lists of imports, of our own layers, and of what is in one of them."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gis.imports.enums import State
from gis.imports.models import Dataset, Import
from gis.imports.presenting import link_of
from gis.imports.services import IMPORT
from people.permissions import Actor
from workspace.tables import Column, Kind, Table, TableFilters

TONES: Final = {
    State.REFUSED: "alarm",
    State.COMMITTED: "good",
    State.CHECKED: "warning",
}


class ImportFilters(TableFilters):
    """By state and name of the file."""

    search_fields = ("name__icontains",)

    class Meta:
        model = Import
        fields = ["state"]


class DatasetFilters(TableFilters):
    """By who sees it, and name."""

    search_fields = ("name_fr__matches", "name_ar__matches", "code")

    class Meta:
        model = Dataset
        fields = ["visibility"]


def _imports(_actor: Actor) -> "QuerySet[Any]":
    heavy = ("layers", "counts", "matching", "options", "choice", "problem")
    return Import.objects.select_related("owner").defer(*heavy)


def _datasets(_actor: Actor) -> "QuerySet[Any]":
    return Dataset.objects.annotate(rows=Count("features"))


def _figure(name: str) -> "Callable[[Any], Any]":
    return lambda row: row.report.get(name)


IMPORTS = Table(
    name="geodata.imports",
    title=_("Imports of geodata"),
    rows=_imports,
    capability=IMPORT,
    columns=(
        Column("name", _("file"), sort=("name",), link=link_of, is_heading=True),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: row.get_state_display(),
            tone=lambda row: TONES.get(State(row.state), "still"),
            sort=("state",),
        ),
        Column("new", pgettext_lazy("rows", "New"), Kind.NUMBER, value=_figure("new")),
        Column("changed", pgettext_lazy("rows", "Changed"), Kind.NUMBER, value=_figure("changed")),
        Column("refused", pgettext_lazy("rows", "Refused"), Kind.NUMBER, value=_figure("refused")),
        Column("owner", _("started by"), value=lambda row: row.owner.get_full_name()),
        Column("created_at", _("received at"), Kind.MOMENT, sort=("created_at",)),
    ),
    filters=ImportFilters,
    order=("-created_at",),
)
DATASETS = Table(
    name="geodata.datasets",
    title=_("Own layers"),
    rows=_datasets,
    capability=IMPORT,
    columns=(
        Column(
            "name",
            _("Name"),
            sort=("name_fr",),
            link=lambda row: reverse("geodata:dataset", args=[row.code]),
            is_heading=True,
        ),
        Column("shape", _("geometry"), value=lambda row: row.get_shape_display()),
        Column("rows", _("features"), Kind.NUMBER, sort=("rows",)),
        Column("visibility", _("seen by"), value=lambda row: row.get_visibility_display()),
        Column("source", _("source")),
        Column("licence", _("licence")),
        Column("changed_at", _("changed at"), Kind.MOMENT, sort=("changed_at",)),
    ),
    filters=DatasetFilters,
    order=("name_fr",),
)
