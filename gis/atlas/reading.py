"""What the map tells of its layers: at a point, within an area, and as one list of all of them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, overload

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface
from django.contrib.gis.geos import Point, Polygon
from django.db import DataError
from django.db.models import BooleanField, F, FloatField, Func, QuerySet, Value
from django.urls import NoReverseMatch, reverse

from gis.atlas.describing import TERRITORY, facts_of, other_name, title_of
from gis.atlas.rules import pixel_degrees, reach_m
from gis.layers import MAX_ZOOM, Geometry, Layer, Stage
from gis.models import Territory
from people.permissions import Actor

MOST_OF_A_LAYER: Final = 8
"""So many features of a layer are told at a point; that there are more is said."""
PRECISION: Final = 6
CLOSE: Final = 16
"""The zoom for which the shape of one feature is told."""
FLAT: Final = GeometryField(srid=3857)


@dataclass(frozen=True)
class Feature:
    """A feature: what it is called, what is known of it, and where it lies."""

    layer: Layer
    key: str
    values: Mapping[str, Any]
    place: Point
    shape: str = ""
    territories: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is called in the reader's script."""
        return title_of(self.layer, self.key, self.values)

    @property
    def other_name(self) -> str:
        """What it is called in the other script."""
        return other_name(self.values)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, in the reader's words."""
        told = facts_of(self.layer, self.values, self.territories)
        return [(title, value) for title, value in told if value != self.title]

    @property
    def look(self) -> Any:
        """Its mark on the map."""
        style = self.layer.style
        value = str(self.values.get(style.by, "")) if style.by else ""
        return next((look for look in style.looks if look.value == value), style.plain)

    @property
    def url(self) -> str:
        """Its own page, if it has one."""
        if not self.layer.page_route:
            return ""
        try:
            return reverse(self.layer.page_route, args=[self.key])
        except NoReverseMatch:
            return ""

    @property
    def name(self) -> str:
        """What it is called by in addresses of the map."""
        return f"{self.layer.name}:{self.key}"


@dataclass(frozen=True)
class Found:
    """The features of a layer that were asked for, and whether there are more."""

    layer: Layer
    features: Sequence[Feature]
    has_more: bool = False


def identify(
    *,
    layers: Iterable[Layer],
    point: Point,
    zoom: int,
    actor: Actor,
    on: dt.date | None = None,
) -> list[Found]:
    """Return what is drawn at a point (EPSG:4326) of a map, the nearest first.

    One statement for each layer; what a layer does not show at this zoom is not found either.
    """
    flat = Value(point.transform(3857, clone=True), output_field=FLAT)
    found = []
    for layer in layers:
        stage = layer.source_at(zoom)
        if stage is None:
            continue
        rows = layer.rows_for(actor, on)
        if isinstance(stage, Stage):
            rows = stage.narrow(rows)
        near = Func(
            F(layer.shape_3857),
            flat,
            Value(reach_m(zoom)),
            function="ST_DWithin",
            output_field=BooleanField(),
        )
        away = Func(
            F(layer.shape_3857),
            flat,
            template="%(expressions)s",
            arg_joiner=" <-> ",
            output_field=FloatField(),
        )
        nearest = rows.filter(near).order_by(away, "pk")[: MOST_OF_A_LAYER + 1]
        told = _told(layer, nearest, coarse=pixel_degrees(zoom))
        if told:
            found.append(Found(layer, told[:MOST_OF_A_LAYER], has_more=len(told) > MOST_OF_A_LAYER))
    return found


def read_feature(
    *, layers: Iterable[Layer], name: str, actor: Actor, on: dt.date | None = None
) -> Feature | None:
    """Return the feature that `layer:key` names, if the reader may see it."""
    of, _colon, key = name.partition(":")
    layer = next((each for each in layers if each.name == of), None)
    if layer is None:
        return None
    try:
        rows = layer.rows_for(actor, on).filter(**{layer.key: key})
        told = _told(layer, rows.order_by("pk")[:1], coarse=pixel_degrees(CLOSE))
        return next(iter(told), None)
    except (ValueError, DataError):  # a key that is none
        return None


def rows_within(
    layer: Layer, actor: Actor, area: Polygon | None, on: dt.date | None
) -> "QuerySet[Any]":
    """Return the rows of a layer within an area (EPSG:4326), or all of them, that have a place."""
    rows = layer.rows_for(actor, on).filter(**{f"{layer.shape}__isnull": False})
    return rows if area is None else rows.filter(**{f"{layer.shape}__intersects": area})


def counts(
    *, layers: Iterable[Layer], actor: Actor, area: Polygon | None, on: dt.date | None = None
) -> list[tuple[Layer, int]]:
    """Return how many features each layer has within an area, or in all; a statement for each."""
    return [(each, rows_within(each, actor, area, on).order_by().count()) for each in layers]


class Joined(Sequence[Feature]):
    """The features of several layers one after the other, read a page at a time."""

    def __init__(
        self,
        counted: Sequence[tuple[Layer, int]],
        actor: Actor,
        area: Polygon | None,
        on: dt.date | None,
    ) -> None:
        self.counted = counted
        self.actor, self.area, self.on = actor, area, on

    def __len__(self) -> int:
        return sum(count for _layer, count in self.counted)

    @overload
    def __getitem__(self, place: int) -> Feature: ...

    @overload
    def __getitem__(self, place: slice) -> list[Feature]: ...

    def __getitem__(self, place: int | slice) -> Feature | list[Feature]:
        """Return the features of a page, in as many statements as it has layers, and one more."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        found: list[Feature] = []
        start = 0
        for layer, count in self.counted:
            first, last = max(place.start - start, 0), min(place.stop - start, count)
            if first < last:
                rows = rows_within(layer, self.actor, self.area, self.on)
                found += _told(layer, rows.order_by("pk")[first:last])
            start += count
        return with_territories(found)


def with_territories(features: Iterable[Feature]) -> list[Feature]:
    """Return features that know the names of their territories; one statement for all of them."""
    listed = list(features)
    codes = {code for each in listed for code in _codes(each)}
    if not codes:
        return listed
    rows = Territory.objects.filter(code__in=codes).only("code", "name_ar", "name_fr")
    names = {row.code: row.name for row in rows.order_by("valid_from")}
    return [replace(each, territories=names) for each in listed]


def _codes(feature: Feature) -> Iterator[str]:
    for each in feature.layer.properties:
        if each.field == TERRITORY and (code := feature.values.get(each.name)):
            yield code


def _told(layer: Layer, rows: "QuerySet[Any]", *, coarse: float | None = None) -> list[Feature]:
    """Read rows as features, in one statement; `coarse`: their shapes too, to so many degrees."""
    columns = {f"c_{n}": each.expression for n, each in enumerate(layer.properties)}
    shape: Any = (
        Value("") if coarse is None else AsGeoJSON(_simple(layer, coarse), precision=PRECISION)
    )
    read = rows.annotate(c_place=PointOnSurface(F(layer.shape)), c_shape=shape, **columns)
    names = [each.name for each in layer.properties]
    return [
        Feature(layer, str(key), dict(zip(names, values, strict=True)), place, told)
        for key, place, told, *values in read.values_list(layer.key, "c_place", "c_shape", *columns)
    ]


def _simple(layer: Layer, coarse: float) -> Any:
    """Return the shape without what is too small to be seen."""
    if layer.geometry == Geometry.POINT:
        return F(layer.shape)
    shape, kind = "ST_SimplifyPreserveTopology", GeometryField(srid=4326)
    return Func(F(layer.shape), Value(coarse), function=shape, output_field=kind)


def nearest_zoom(feature: Feature) -> int:
    """Return a zoom at which a feature is seen well."""
    return min(MAX_ZOOM, max(16, feature.layer.min_zoom + 2))
