"""From a layer's rows to the statement that draws one of its tiles."""

import datetime as dt
import enum
import re
import time
from typing import Any, Final

from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import BinaryField, Expression, F, Func, QuerySet
from psycopg import sql as quoting

from gis.layers import AREA, KEPT_S, TILE, Layer, Source, Stage
from gis.privacy import seen_by
from people.permissions import Actor

EXTENT: Final = 4096
BUFFER: Final = 128
"""Units of a tile beyond its edges, so that strokes and symbols are whole on both sides."""


class Hole(enum.StrEnum):
    """A number that only the request knows."""

    Z = "z"
    X = "x"
    Y = "y"


class Square(Expression):
    """The square of the tile that will be asked for, in EPSG:3857, maybe with a margin around."""

    def __init__(self, template: str) -> None:
        super().__init__(output_field=GeometryField(srid=3857))
        self.template = template

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Hole, ...]]:
        """Return the call with a hole for each number."""
        holes = dict.fromkeys(("z", "x", "y"), "%s::int")
        return self.template % holes, tuple(Hole)


class Drawn(Func):
    """A geometry in the units of the tile, clipped to it."""

    function = "ST_AsMVTGeom"
    template = f"%(function)s(%(expressions)s, {EXTENT}, {BUFFER})"
    output_field = BinaryField()  # as geometry it would be wrapped for Python, which never sees it


_kept: dict[tuple[str, int], tuple[float, bytes]] = {}


def statement(layer: Layer, zoom: int, actor: Actor, on: dt.date | None = None) -> bytes | None:
    """Return the SQL of a layer's part of a tile, with parameters z, x and y; None shows nothing.

    That of a layer which is the same for everybody, as it is today, is compiled once a second at
    most.
    """
    stage = layer.source_at(zoom)
    if stage is None:
        return None
    on = on if layer.knows_days else None
    is_kept, layer = layer.is_same_for_all and not on, seen_by(layer, actor)
    if not is_kept:
        return _compiled(layer, stage, actor, on)
    key, now = (layer.name, stage.min_zoom), time.monotonic()
    until, kept = _kept.get(key, (0.0, b""))
    if until < now:
        kept = _compiled(layer, stage, actor)
        _kept[key] = (now + KEPT_S, kept)
    return kept


def _compiled(
    layer: Layer, stage: Source | Stage, actor: Actor, on: dt.date | None = None
) -> bytes:
    if isinstance(stage, Source):
        return _of_source(layer.name, stage).encode()
    columns = _columns(layer, stage)
    rows = _rows(layer, stage, actor, on).annotate(
        **{f"c{place}": expression for place, (_, expression) in enumerate(columns)}
    )
    features = rows.values_list(*(f"c{place}" for place in range(len(columns))))
    told = ", ".join(f"c{place} AS {_quoted(name)}" for place, (name, _) in enumerate(columns))
    inner = _with_holes(*features.query.sql_with_params())
    return _tile(layer.name, f"SELECT {told} FROM ({inner}) AS feature", "id").encode()


def _of_source(name: str, source: Source) -> str:
    attributes = "".join(f", feature.{each}" for each in source.attributes)
    features = source.sql.replace("{area}", AREA)
    drawn = f"ST_AsMVTGeom(feature.geom, {TILE}, {EXTENT}, {BUFFER})"
    return _tile(name, f"SELECT {drawn} AS geom{attributes} FROM ({features}) AS feature")


def _tile(name: str, features: str, key: str = "") -> str:
    arguments = f"'{name}', {EXTENT}, 'geom'" + (f", '{key}'" if key else "")
    return (
        f"SELECT ST_AsMVT(drawn, {arguments}) FROM ({features}) AS drawn "
        "WHERE drawn.geom IS NOT NULL"
    )


def _rows(layer: Layer, stage: Stage, actor: Actor, on: dt.date | None) -> "QuerySet[Any]":
    """Return the rows in and around the tile."""
    rows = stage.narrow(layer.rows_for(actor, on))
    rows = rows.filter(**{f"{layer.shape_3857}__bboverlaps": Square(AREA)})
    return rows.order_by() if stage.most is None else rows[: stage.most]


def _columns(layer: Layer, stage: Stage) -> list[tuple[str, Any]]:
    """Return the names and expressions of what a tile carries of each feature."""
    shown = [
        (each.name, each.expression)
        for each in layer.properties
        if (each.in_tiles if stage.attributes is None else each.name in stage.attributes)
    ]
    return [("geom", Drawn(F(layer.shape_3857), Square(TILE))), ("id", F("pk")), *shown]


def _quoted(name: str) -> str:
    """Return a name, whatever is in it, as SQL calls a column in a statement with holes."""
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


def _with_holes(sql: str, parameters: tuple[Any, ...]) -> str:
    """Write the parameters into a statement, but for the numbers of the tile."""
    connection.ensure_connection()
    told = (
        f"\0{each.value}\0"
        if isinstance(each, Hole)
        else quoting.Literal(each).as_string(connection.connection)
        for each in parameters
    )
    return re.sub("\0(.)\0", r"%(\1)s", (sql % tuple(told)).replace("%", "%%"))
