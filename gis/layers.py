"""Layers: each room declares its own in its `layers.py`, once, as data, and registers them there.

From a declaration alone follow the vector tiles, the legend, the list of layers, the collections of
the OGC API and the exports.
"""

import datetime as dt
import enum
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from gis.grid import FINEST_ZOOM, counted_in_cells
from gis.styles import Style
from people.permissions import Actor, can_somewhere

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise

    Rows = QuerySet[Any]

MAX_ZOOM = 19
PLAIN = Style()
STAFF = "staff"
"""In place of a capability: for whoever is signed in."""
TILE = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s)"
AREA = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.03125)"


class Geometry(enum.StrEnum):
    """What the features of a layer are."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    ANY = "any"


class Kind(enum.StrEnum):
    """What the values of a property are, in the terms of JSON and of exports."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True)
class Property:
    """What is told of a feature.

    `name`: in tiles, GeoJSON, filters and exports. `path`: the field of the query set, by default
    of the same name. `value`: its expression, where no path says it. `in_tiles`: whether a map
    needs it to draw; tiles carry as little as they can. `capability`: without it a reader is not
    told, and cannot filter by it.
    """

    name: str
    title: "str | _StrPromise"
    kind: Kind = Kind.TEXT
    path: str = ""
    in_tiles: bool = False
    value: Any = field(default=None, compare=False)
    capability: str = ""

    @property
    def field(self) -> str:
        """The path of the query set at which the value is found."""
        return self.path or self.name

    @property
    def expression(self) -> Any:
        """The value as an expression over the query set."""
        return F(self.field) if self.value is None else self.value


@dataclass(frozen=True)
class Source:
    """The features of a layer from one zoom to another, where a query set cannot say it.

    `sql` is a SELECT of `geom` (EPSG:3857) and the attributes. It narrows itself to `{area}`, the
    tile with a margin for symbols that stand across its edge.
    """

    min_zoom: int
    max_zoom: int
    attributes: tuple[str, ...]
    sql: str


def _all_of(rows: "Rows") -> "Rows":
    return rows


@dataclass(frozen=True)
class Stage:
    """The features of a layer from one zoom to another, out of its rows.

    `narrow` leaves out what is too small to be seen; `attributes` are the properties that tiles
    carry, by default those that say `in_tiles`; `most` bounds the features of one tile.
    """

    min_zoom: int
    max_zoom: int = MAX_ZOOM
    narrow: "Callable[[Rows], Rows]" = _all_of
    attributes: tuple[str, ...] | None = None
    most: int | None = None


@dataclass(frozen=True)
class Layer:
    """A layer.

    `name`: in addresses. `rows(actor)`: the query set that this reader may see, with `geom`
    (EPSG:4326) and `geom_3857`; a time in it is the database's own (`Now()`), since the statement
    of a public layer is kept for a second. `capability`: who may see it; empty is everyone.
    `stages`: how it is shown from afar and from near, by default alike. `is_listed`: no for what
    only helps to draw, such as the places of names. `starts`, `ends`: properties (or paths) between
    which a feature holds, for time sliders and for `datetime`. `key`: the field that names a
    feature in addresses. `list_route`: the page that lists the same rows without a map;
    `page_route`: the page of one feature, which takes the key. `rows_on(actor, day)`: the rows that
    held on a day, where a layer knows the past. `label`: the properties by which a feature is
    called; "name" stands for `name_ar` or `name_fr`, as the reader reads. `is_first`: it is on the
    map where nobody has chosen.
    `source`, `licence`: where the data comes from, and on what terms it is given on. `coarse_m`: a
    position is told as the middle of its cell of a grid of that width, but to readers who hold the
    capability `exact_for`. Whoever reads rows takes the layer by `gis.privacy.seen_by` first, and
    their geometry from its `shape` (EPSG:4326) and `shape_3857`.
    """

    name: str
    title: "str | _StrPromise"
    geometry: Geometry
    rows: "Callable[[Actor], Rows] | None" = None
    properties: tuple[Property, ...] = ()
    description: "str | _StrPromise" = ""
    capability: str = ""
    style: Style = PLAIN
    stages: tuple[Source | Stage, ...] = (Stage(0),)
    is_listed: bool = True
    starts: str = ""
    ends: str = ""
    key: str = "pk"
    list_route: str = ""
    source: "str | _StrPromise" = ""
    licence: "str | _StrPromise" = ""
    coarse_m: int = 0
    exact_for: str = ""
    shape: str = "geom"
    shape_3857: str = "geom_3857"
    page_route: str = ""
    rows_on: "Callable[[Actor, dt.date], Rows] | None" = None
    label: tuple[str, ...] = ()
    is_first: bool = False

    @property
    def model(self) -> "type[Model] | None":
        """The model of its rows, if it has any."""
        return self.rows(AnonymousUser()).model if self.rows else None

    def __post_init__(self) -> None:
        """Raise ValueError where a stage would draw around the coarse positions."""
        if self.coarse_m and any(isinstance(stage, Source) for stage in self.stages):
            raise ValueError(f"{self.name}: a source would tell exact positions")

    @property
    def knows_days(self) -> bool:
        """Whether it can be asked for another day than today."""
        return self.rows_on is not None

    def rows_for(self, actor: Actor, on: dt.date | None = None) -> "Rows":
        """Return the rows that a reader may see: of today, or of a day where the layer knows it.

        Raises ValueError for a layer that only helps to draw, and for one with coarse positions
        that was not taken by `gis.privacy.seen_by`.
        """
        if self.coarse_m:
            raise ValueError(f"{self.name!r} was not taken as its reader may see it")
        if on is not None and self.rows_on is not None:
            return self.rows_on(actor, on)
        if self.rows is None:
            raise ValueError(f"{self.name!r} has no rows")
        return self.rows(actor)

    def source_at(self, zoom: int) -> Source | Stage | None:
        """Return what the layer shows at a zoom, if anything."""
        return next((s for s in self.stages if s.min_zoom <= zoom <= s.max_zoom), None)

    @property
    def min_zoom(self) -> int:
        """The zoom from which the layer is seen."""
        return min(stage.min_zoom for stage in self.stages)

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return not self.capability

    @property
    def is_same_for_all(self) -> bool:
        """Whether everybody sees the same of it, so that one reader's answer is any other's."""
        return self.is_public and not (
            self.exact_for or any(each.capability for each in self.properties)
        )

    def is_open_to(self, actor: Actor) -> bool:
        """Tell whether a reader may see it, or a part of it."""
        if self.capability == STAFF:
            return actor.is_authenticated
        return self.is_public or can_somewhere(actor, self.capability)

    def property_named(self, name: str) -> Property | None:
        """Return the property of that name, if any."""
        return next((each for each in self.properties if each.name == name), None)


KEPT_S = 1.0
"""For so long what was read of the database about layers is taken as it was."""


def counted_far(table: str) -> Source:
    """Return how the points of a table are shown from afar: as the counts that `table` keeps.

    The table is one that `keep_cell_counts` made (`gis/sql/0004_cell_counts.sql`).
    """
    rows = f"(SELECT cell, n FROM {table} WHERE n > 0) AS kept"
    return Source(0, FINEST_ZOOM, ("count",), counted_in_cells("sum(n)::bigint AS count", rows))


_layers: dict[str, Layer] = {}


@dataclass
class Family:
    """Layers that are rows of the database, read again each second at most."""

    read: Callable[[], tuple[Layer, ...]]
    layers: tuple[Layer, ...] = ()
    read_at: float = -math.inf

    def members(self) -> tuple[Layer, ...]:
        """Return the layers as they were within the last second."""
        now = time.monotonic()
        if now - self.read_at > KEPT_S:
            self.layers, self.read_at = self.read(), now
        return self.layers


_families: list[Family] = []


def register(*layers: Layer) -> None:
    """Make layers known; a second layer of the same name is a mistake."""
    for layer in layers:
        if _layers.setdefault(layer.name, layer) is not layer:
            raise ValueError(f"two layers are named {layer.name!r}")


def register_family(read: Callable[[], tuple[Layer, ...]]) -> None:
    """Make layers known that are rows of the database, such as those that somebody imported."""
    _families.append(Family(read))


def reread() -> None:
    """Read the layers that are rows of the database anew: they have just been changed."""
    for family in _families:
        family.read_at = -math.inf


def find(name: str) -> Layer | None:
    """Return the layer of that name, if any."""
    return _layers.get(name) or next((each for each in _of_families() if each.name == name), None)


def known() -> tuple[Layer, ...]:
    """Return every layer, in the order of declaration."""
    return (*_layers.values(), *_of_families())


def open_to(actor: Actor) -> tuple[Layer, ...]:
    """Return the layers that a reader may see, without those that only help to draw."""
    return tuple(each for each in known() if each.is_listed and each.is_open_to(actor))


def _of_families() -> Iterator[Layer]:
    for family in _families:
        yield from family.members()
