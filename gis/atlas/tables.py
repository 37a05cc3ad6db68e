"""The list of the notes on the map."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gis.atlas.models import MapNote
from people.permissions import Actor
from workspace.tables import Column, Kind, Table, TableFilters


class NoteFilters(TableFilters):
    """By who reads them, and by words."""

    search_fields = ("text__icontains", "author__last_name__icontains")

    class Meta:
        model = MapNote
        fields = ["readers"]


def _rows(actor: Actor) -> "QuerySet[Any]":
    return MapNote.objects.visible_to(actor).select_related("author", "department")


NOTES = Table(
    name="atlas.notes",
    title=_("Notes on the map"),
    rows=_rows,
    columns=(
        Column(
            "text",
            _("Text of the note"),
            link=MapNote.get_absolute_url,
            is_heading=True,
            sort=("text",),
        ),
        Column(
            "readers",
            _("read by"),
            value=lambda row: row.get_readers_display(),
            sort=("readers",),
        ),
        Column("department", _("department"), value="department.name"),
        Column("author", _("author"), value=lambda row: row.author.get_full_name()),
        Column("created_at", _("written at"), Kind.MOMENT, sort=("created_at",)),
        Column("changed_at", _("changed at"), Kind.MOMENT, sort=("changed_at",)),
    ),
    filters=NoteFilters,
    order=("-changed_at",),
    geometry="geom",
    empty=_("No note was written yet. On the map, choose “Annotate” and draw."),
)
