"""The notes of the staff as a layer, to each reader those that they may read."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from gis.atlas.enums import Readers
from gis.atlas.models import MapNote
from gis.layers import STAFF, Geometry, Kind, Layer, Property, Stage, register
from gis.styles import Colour, Look, Shape, Style
from people.permissions import Actor


def _notes(actor: Actor) -> "QuerySet[Any]":
    return MapNote.objects.visible_to(actor)


AUTHOR = Trim(Concat("author__first_name", Value(" "), "author__last_name"))
NOTES = Layer(
    name="notes",
    title=_("Notes of the staff"),
    description=_("What you and your colleagues noted on the map; residents see none of it."),
    geometry=Geometry.ANY,
    rows=_notes,
    capability=STAFF,
    properties=(
        Property("text", _("text")),
        Property("readers", _("read by"), in_tiles=True),
        Property("author", _("author"), value=AUTHOR),
        Property("created_at", _("written at"), Kind.MOMENT),
        Property("changed_at", _("changed at"), Kind.MOMENT),
    ),
    style=Style(
        Look(Colour.ACCENT, shape=Shape.DIAMOND, width=3),
        by="readers",
        looks=(
            Look(Colour.ACCENT, Readers.AUTHOR, Readers.AUTHOR.label, Shape.DIAMOND, width=3),
            Look(Colour.TEAL, Readers.DEPARTMENT, Readers.DEPARTMENT.label, Shape.SQUARE, width=3),
            Look(Colour.BLUE, Readers.STAFF, Readers.STAFF.label, Shape.TRIANGLE, width=3),
        ),
    ),
    stages=(Stage(9),),
    label=("text",),
    list_route="atlas:notes",
    page_route="atlas:note",
    is_first=True,
)

register(NOTES)
