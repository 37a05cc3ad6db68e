"""The layers of the invented city: from afar points are counted in cells, lines are few."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from benchmarks.tile_city.models import Path, Spot
from gis.grid import FINEST_ZOOM
from gis.layers import Geometry, Layer, Property, Stage, counted_far, register
from people.permissions import Actor


def _spots(_actor: Actor) -> "QuerySet[Any]":
    return QuerySet(Spot)


def _paths(_actor: Actor) -> "QuerySet[Any]":
    return QuerySet(Path)


def _seen(zoom: int) -> Stage:
    return Stage(zoom, zoom, lambda rows: rows.filter(seen_from__lte=zoom), ("kind",))


SPOTS = Layer(
    name="tile_spots",
    title=_("Lamps"),
    geometry=Geometry.POINT,
    rows=_spots,
    properties=(
        Property("code", _("code"), in_tiles=True),
        Property("kind", _("kind"), in_tiles=True),
    ),
    stages=(counted_far("tile_spot_cell"), Stage(FINEST_ZOOM + 1)),
)
PATHS = Layer(
    name="tile_paths",
    title=_("Streets"),
    geometry=Geometry.LINE,
    rows=_paths,
    properties=(
        Property("name", _("name"), in_tiles=True),
        Property("kind", _("kind"), in_tiles=True),
    ),
    stages=(*(_seen(zoom) for zoom in range(9, 13)), Stage(13)),
)
register(SPOTS, PATHS)
