"""The lighting's layers: lamps one by one from near, cells of a grid from afar; cabinets."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gis.grid import FINEST_ZOOM, counted_in_cells
from gis.layers import Geometry, Kind, Layer, Property, Source, Stage, register
from gis.styles import Colour, Look, Shape, Style
from lighting.enums import Condition
from lighting.models import Cabinet, Lamp
from lighting.rules import SILENT_AFTER
from people.permissions import Actor

SILENT = f"(s.at IS NULL OR s.at < now() - interval '{SILENT_AFTER.total_seconds():.0f} seconds')"
JOINED = "lighting_lamp AS l LEFT JOIN lighting_lamp_state_latest AS s ON s.device_id = l.device_id"


def _lamps(_actor: Actor) -> "QuerySet[Any]":
    return Lamp.objects.with_condition()


def _cabinets(_actor: Actor) -> "QuerySet[Any]":
    return Cabinet.objects.with_condition()


def _look(condition: Condition, colour: Colour, shape: Shape) -> Look:
    return Look(colour, condition.value, condition.label, shape)


CODE = Property("code", _("Code"), in_tiles=True)
STATE = Property("state", _("State"), path="condition", in_tiles=True)
PLACE = (
    Property("territory", _("Territory"), path="territory__code"),
    Property("address", _("address")),
)

LAMPS = Layer(
    name="lamps",
    title=_("Lamps"),
    description=_("Every lighting point, with what it reported last."),
    geometry=Geometry.POINT,
    rows=_lamps,
    properties=(
        CODE,
        STATE,
        Property("source", _("light source"), path="lamp_type"),
        Property("power_w", _("rated power in watts"), Kind.NUMBER),
        Property("quantity", _("lamps at the point"), Kind.INTEGER),
        Property("street_ar", _("street in Arabic"), path="street__name_ar"),
        Property("street_fr", _("street in French"), path="street__name_fr"),
        *PLACE,
    ),
    style=Style(
        Look(Colour.OCHRE),
        by="state",
        looks=(
            _look(Condition.LIT, Colour.OCHRE, Shape.CIRCLE),
            _look(Condition.OFF, Colour.GREY, Shape.RING),
            _look(Condition.FAULTY, Colour.ALARM, Shape.DIAMOND),
            _look(Condition.SILENT, Colour.GREY, Shape.CROSS),
            _look(Condition.UNWATCHED, Colour.GREY, Shape.SQUARE),
        ),
    ),
    stages=(
        Source(
            0,
            FINEST_ZOOM,
            ("lamps", "lit", "faulty"),
            counted_in_cells(
                f"count(*) AS lamps, count(*) FILTER (WHERE s.is_on AND NOT {SILENT}) AS lit, "
                f"count(*) FILTER (WHERE s.fault > 0 AND NOT {SILENT}) AS faulty",
                JOINED,
            ),
        ),
        Stage(FINEST_ZOOM + 1),
    ),
    key="code",
    list_route="lighting:lamps",
    is_first=True,
)

CABINETS = Layer(
    name="cabinets",
    title=_("Cabinets"),
    description=_("Lighting cabinets, and whether their meter is read."),
    geometry=Geometry.POINT,
    rows=_cabinets,
    properties=(CODE, STATE, Property("supply_id", _("supply contract")), *PLACE),
    style=Style(
        Look(Colour.TEAL, shape=Shape.SQUARE),
        by="state",
        looks=(
            _look(Condition.REPORTING, Colour.TEAL, Shape.SQUARE),
            _look(Condition.SILENT, Colour.GREY, Shape.CROSS),
            _look(Condition.UNWATCHED, Colour.GREY, Shape.RING),
        ),
    ),
    stages=(Stage(13),),
    key="code",
    list_route="lighting:cabinets",
)

register(LAMPS, CABINETS)
