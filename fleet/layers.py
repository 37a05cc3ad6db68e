"""The fleet's layers: bus lines and their stops."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fleet.models import BusLine, BusStop
from gis.layers import Geometry, Layer, Property, Stage, register
from gis.layers import Kind as DataKind
from gis.styles import Colour, Look, Shape, Style
from people.permissions import Actor


def _lines(_actor: Actor) -> "QuerySet[Any]":
    return BusLine.objects.all()


def _stops(_actor: Actor) -> "QuerySet[Any]":
    return BusStop.objects.valid_today().with_lines()


def _stops_on(_actor: Actor, day: dt.date) -> "QuerySet[Any]":
    return BusStop.objects.valid_on(day).with_lines()


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

BUS_STOPS = Layer(
    name="bus_stops",
    title=_("Bus stops"),
    description=_("Where buses stop, and the lines that call there."),
    geometry=Geometry.POINT,
    rows=_stops,
    rows_on=_stops_on,
    properties=(
        Property("code", _("code"), in_tiles=True),
        Property("name_ar", _("name in Arabic"), in_tiles=True),
        Property("name_fr", _("name in French"), in_tiles=True),
        Property("lines", _("bus lines"), path="line_codes"),
        Property("valid_from", _("valid from"), DataKind.DATE),
        Property("valid_to", _("valid until"), DataKind.DATE),
    ),
    style=Style(Look(Colour.BLUE, shape=Shape.SQUARE)),
    stages=(Stage(14),),
    starts="valid_from",
    ends="valid_to",
    key="code",
    list_route="fleet:stops",
)

register(BUS_LINES, BUS_STOPS)
