"""The fleet's layers: bus lines."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fleet.models import BusLine
from gis.layers import Geometry, Layer, Property, Stage, register
from gis.styles import Colour, Look, Style
from people.permissions import Actor


def _lines(_actor: Actor) -> "QuerySet[Any]":
    return BusLine.objects.all()


BUS_LINES = Layer(
    name="bus_lines",
    title=_("Bus lines"),
    description=_("The streets that each bus line follows."),
    geometry=Geometry.LINE,
    rows=_lines,
    properties=(
        Property("code", _("code"), in_tiles=True),
        Property("color", _("colour"), in_tiles=True),
        Property("name_ar", _("name in Arabic")),
        Property("name_fr", _("name in French")),
    ),
    style=Style(Look(Colour.BLUE, width=3)),
    stages=(Stage(9),),
    is_first=True,
    key="code",
    label=("code", "name"),
)

register(BUS_LINES)
