"""What a reader is told of a layer: positions and properties, coarse or left out without a right.

Every road to the rows of a layer begins here, so that tiles, features, filters, boxes and exports
know one and the same position: none of them tells more than another, however it is asked.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, ParamSpec

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Transform
from django.db.models import F, Func, Value

from gis.layers import Layer
from people.permissions import Actor, can_somewhere

if TYPE_CHECKING:
    from gis.layers import Rows

P = ParamSpec("P")
COARSE: Final = "coarse_geom"
COARSE_3857: Final = "coarse_geom_3857"


class CoarsePlace(Func):
    """The middle of the cell in which a place lies, of a grid of `side_m` metres in EPSG:26191."""

    function = "coarse_place"
    output_field = PointField(srid=4326)

    def __init__(self, place: Any, side_m: int, **more: Any) -> None:
        super().__init__(place, Value(side_m), **more)


def is_exact_for(layer: Layer, actor: Actor) -> bool:
    """Tell whether a reader is told the positions as they are."""
    return not layer.coarse_m or bool(layer.exact_for and can_somewhere(actor, layer.exact_for))


def seen_by(layer: Layer, actor: Actor) -> Layer:
    """Return a layer as a reader may see it; what comes out may be asked for again."""
    told = tuple(
        each
        for each in layer.properties
        if not each.capability or can_somewhere(actor, each.capability)
    )
    if not layer.coarse_m:
        return layer if told == layer.properties else replace(layer, properties=told)
    if is_exact_for(layer, actor):
        return replace(layer, properties=told, coarse_m=0)
    return replace(
        layer,
        rows=_blurred(layer.rows, layer.coarse_m),
        rows_on=_blurred(layer.rows_on, layer.coarse_m),
        properties=told,
        coarse_m=0,
        shape=COARSE,
        shape_3857=COARSE_3857,
    )


def _blurred(read: "Callable[P, Rows] | None", side_m: int) -> "Callable[P, Rows] | None":
    """Return what gives the same rows with their coarse positions."""
    if read is None:
        return None

    def rows(*asked: P.args, **named: P.kwargs) -> "Rows":
        coarse = CoarsePlace(F("geom"), side_m)
        found: Rows = read(*asked, **named).annotate(**{COARSE: coarse})
        placed: Rows = found.annotate(**{COARSE_3857: Transform(F(COARSE), 3857)})
        return placed

    return rows
