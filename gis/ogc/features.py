"""The features of a layer as GeoJSON: chosen, ordered, paged and written by the database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.contrib.gis.db.models import Extent, GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.contrib.gis.geos import Polygon
from django.core.cache import cache
from django.db import DataError, InternalError
from django.db.models import F, Func, Q, QuerySet
from django.db.models.lookups import Exact
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from gis.layers import Kind, Layer, Property
from gis.ogc.crs import DEFAULT, Crs, crs_of
from gis.ogc.errors import RefusedError
from gis.ogc.filters import LANGUAGES, condition_of
from gis.ogc.parameters import LIMIT, Bounds, Span, bounds_of, limit_of, number_of, span_of
from gis.privacy import seen_by
from people.permissions import Actor

OPTIONS: Final = (
    *("f", "limit", "bbox", "bbox-crs", "datetime", "crs"),
    *("filter", "filter-lang", "filter-crs", "after"),
)
EXTENT_KEPT_S: Final = 60
FAR_M: Final = 20_037_508.35
"""No coordinate in metres lies farther out than half of Web Mercator's world."""
EVERYTHING: Final = Q()
TRUTH: Final = {"true": True, "false": False}


@dataclass(frozen=True)
class Request:
    """Which features of a layer are wanted, and how they are written."""

    layer: Layer
    actor: Actor
    crs: Crs = DEFAULT
    limit: int = LIMIT
    after: int | None = None
    box: Q = EVERYTHING
    span: Span | None = None
    chosen: Q = EVERYTHING

    @property
    def rows(self) -> "QuerySet[Any]":
        """Return all the rows that are asked for, on every page."""
        day = self.span.day if self.span else None
        rows = placed_rows(self.layer, self.actor, day).filter(self.box, self.chosen)
        return rows.filter(_in_time(self.layer, self.span)) if self.span else rows


@dataclass(frozen=True)
class Page:
    """One page of features, how many there are on all of them, and where the next one begins."""

    features: list[Any]
    matched: int
    next_after: int | None


def placed_rows(layer: Layer, actor: Actor, day: dt.date | None = None) -> "QuerySet[Any]":
    """Return the rows of a layer that a reader may see, and that have a place.

    They are those of a day, where the layer knows its past, else those of today.
    """
    if layer.rows is None:
        raise RefusedError(_("There is no such collection."))
    return layer.rows_for(actor, day).filter(geom__isnull=False)


def read_request(layer: Layer, actor: Actor, asked: Mapping[str, str]) -> Request:
    """Return what a request for features asks for. Raises RefusedError."""
    layer = seen_by(layer, actor)
    bounds, box_crs = bounds_of(asked), crs_of("bbox-crs", asked.get("bbox-crs", ""))
    return Request(
        layer=layer,
        actor=actor,
        crs=crs_of("crs", asked.get("crs", "")),
        limit=limit_of(asked),
        after=number_of(asked, "after"),
        box=_in_box(_checked(bounds, box_crs), box_crs, layer.shape) if bounds else Q(),
        span=span_of(asked),
        chosen=_filtered(layer, asked) & _by_properties(layer, asked),
    )


def _checked(bounds: Bounds, crs: Crs) -> Bounds:
    """Return a box with the easting first. Raises RefusedError."""
    west, south, east, north = crs.straight(bounds)
    in_degrees = crs.srid == DEFAULT.srid
    if south > north or (west > east and not in_degrees):
        raise RefusedError(_("“bbox” ends before it begins."))
    far_x, far_y = (180.0, 90.0) if in_degrees else (FAR_M, FAR_M)
    if max(abs(west), abs(east)) > far_x or max(abs(south), abs(north)) > far_y:
        raise RefusedError(_("“bbox” lies outside the world."))
    return west, south, east, north


def _in_box(bounds: Bounds, crs: Crs, shape: str) -> Q:
    """Return the condition of a place in a box; in degrees it may lie across the 180th meridian."""
    west, south, east, north = bounds
    if west > east:
        return _in_box((west, south, 180.0, north), crs, shape) | _in_box(
            (-180.0, south, east, north), crs, shape
        )
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = crs.srid
    return Q(**{f"{shape}__intersects": box})


def _in_time(layer: Layer, span: Span) -> Q:
    """Return the condition that a feature holds within a time; undated ones always do."""
    found = Q()
    if layer.ends and span.begin:
        begin = _comparable(layer, layer.ends, span.begin)
        found &= Q(**{f"{_path(layer, layer.ends)}__isnull": True}) | Q(
            **{f"{_path(layer, layer.ends)}__gt": begin}
        )
    if layer.starts and span.end:
        found &= Q(
            **{f"{_path(layer, layer.starts)}__lte": _comparable(layer, layer.starts, span.end)}
        )
    if layer.starts and span.begin and not layer.ends:
        begin = _comparable(layer, layer.starts, span.begin)
        found &= Q(**{f"{_path(layer, layer.starts)}__gte": begin})
    return found


def _path(layer: Layer, name: str) -> str:
    found = layer.property_named(name)
    return found.field if found else name


def _comparable(layer: Layer, name: str, moment: dt.datetime) -> dt.date:
    found = layer.property_named(name)
    return moment.date() if found and found.kind == Kind.DATE else moment


def _filtered(layer: Layer, asked: Mapping[str, str]) -> Q:
    language = asked.get("filter-lang", LANGUAGES[0])
    if language not in LANGUAGES:
        raise RefusedError(
            _("“%(name)s” must be one of: %(known)s.")
            % {"name": "filter-lang", "known": ", ".join(LANGUAGES)}
        )
    crs = crs_of("filter-crs", asked.get("filter-crs", ""))
    text = asked.get("filter")
    return condition_of(text, language, layer, crs) if text is not None else Q()


def _by_properties(layer: Layer, asked: Mapping[str, str]) -> Q:
    """Return the condition of the properties that a request names with their value."""
    found = Q()
    for name, text in asked.items():
        wanted = layer.property_named(name)
        if wanted is not None and name not in OPTIONS:
            found &= Q(Exact(wanted.expression, _typed(wanted, text)))
    return found


def _typed(wanted: Property, text: str) -> Any:
    """Return the value of a property that a text stands for. Raises RefusedError."""
    try:
        value = READERS[wanted.kind](text)
    except (ValueError, KeyError):
        value = None
    if value is None:
        raise RefusedError(
            _("“%(value)s” is no value of “%(name)s”.") % {"value": text[:80], "name": wanted.name}
        )
    return value


READERS: Final[Mapping[Kind, Any]] = {
    Kind.TEXT: str,
    Kind.INTEGER: lambda text: int(text) if abs(int(text)) < 2**63 else None,
    Kind.NUMBER: lambda text: float(text) if abs(float(text)) < 1e300 else None,
    Kind.BOOLEAN: TRUTH.__getitem__,
    Kind.DATE: parse_date,
    Kind.MOMENT: lambda text: parse_datetime(text.replace(" ", "+")),
}


def read_page(wanted: Request) -> Page:
    """Return a page of features in the order of their rows. Raises RefusedError."""
    rows = wanted.rows
    following = rows if wanted.after is None else rows.filter(pk__gt=wanted.after)
    try:
        matched = rows.count()
        found = list(_written(wanted, following).order_by("pk")[: wanted.limit + 1])
    except (DataError, InternalError):
        raise RefusedError(_("The database cannot compute this with these values.")) from None
    shown = found[: wanted.limit]
    next_after = shown[-1][0] if len(found) > wanted.limit else None
    return Page([_feature(wanted.layer, each) for each in shown], matched, next_after)


def read_feature(layer: Layer, actor: Actor, key: str, crs: Crs) -> dict[str, Any]:
    """Return one feature. Raises RefusedError where there is none that the reader may see."""
    wanted = Request(seen_by(layer, actor), actor, crs)
    try:
        row = _written(wanted, wanted.rows.filter(**{layer.key: key})).first()
    except (ValueError, DataError):
        row = None
    if row is None:
        raise RefusedError(_("There is no such feature."), HTTPStatus.NOT_FOUND)
    return _feature(wanted.layer, row)


def _written(wanted: Request, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return rows of: number, key, geometry as JSON, then the properties."""
    crs = wanted.crs
    stored = F(wanted.layer.shape)
    shape: Any = stored if crs.srid == DEFAULT.srid else Transform(stored, crs.srid)
    if crs.is_flipped:
        shape = Func(
            shape, function="ST_FlipCoordinates", output_field=GeometryField(srid=crs.srid)
        )
    rows = rows.annotate(c_shape=AsGeoJSON(shape, precision=crs.decimals))
    told = {f"c_{place}": each.expression for place, each in enumerate(wanted.layer.properties)}
    written: QuerySet[Any] = rows.annotate(**told)
    return written.values_list("pk", wanted.layer.key, "c_shape", *told)


def _feature(layer: Layer, row: tuple[Any, ...]) -> dict[str, Any]:
    _number, key, shape, *values = row
    names = (each.name for each in layer.properties)
    return {
        "type": "Feature",
        "id": key,
        "geometry": orjson.Fragment(shape) if shape else None,
        "properties": dict(zip(names, values, strict=True)),
    }


def extent_of(layer: Layer, actor: Actor) -> tuple[float, ...] | None:
    """Return west, south, east and north of all features in degrees; None without any.

    That of a layer which is the same for everybody is looked up once a minute.
    """
    name, is_same_for_all = f"ogc-extent-{layer.name}", layer.is_same_for_all
    found: Any = cache.get(name) if is_same_for_all else None
    if found is None:
        seen = seen_by(layer, actor)
        found = placed_rows(seen, actor).aggregate(extent=Extent(seen.shape))["extent"] or ()
        if is_same_for_all:
            cache.set(name, found, EXTENT_KEPT_S)
    return found or None


def as_json(value: Any) -> Any:
    """Return what orjson does not know by itself: decimals are numbers, all else is text."""
    return float(value) if isinstance(value, Decimal) else str(value)
