"""What is given out: the rows of a layer that somebody asked for, a piece at a time."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.contrib.gis.db.models import GeometryField, TextField
from django.contrib.gis.db.models.functions import AsGeoJSON, AsWKB, AsWKT, Transform
from django.db.models import F, FloatField, Func, QuerySet

from gis.exports.enums import Format, Size, System
from gis.layers import Geometry, Kind, Layer, Property

CHUNK: Final = 2_000
DECIMALS: Final = 7
Row = tuple[Any, ...]


class RightHanded(Func):
    """An area with its outer ring against the clock, as RFC 7946 wants it; other shapes alike."""

    function = "ST_ForcePolygonCCW"
    output_field = GeometryField(srid=4326)


@dataclass(frozen=True)
class Wanted:
    """The features that are to be given out, and how.

    `layer` is one that was taken by `gis.privacy.seen_by`; `rows` are its rows; `asked` is what was
    asked for, as the trail keeps it. `on`: the day they are of, if not today. `size`: of paper.
    """

    layer: Layer
    rows: "QuerySet[Any]"
    format: Format
    system: System = System.WGS84
    size: Size = Size.A4
    on: dt.date | None = None
    asked: dict[str, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[Property, ...]:
        """The columns of the file: the key, where no property is it, and the properties."""
        key = self.layer.key
        if key == "pk" or any(each.field == key for each in self.layer.properties):
            return self.layer.properties
        return (Property(key, key, Kind.TEXT), *self.layer.properties)

    @property
    def is_of_points(self) -> bool:
        """Whether a place is two numbers."""
        return self.layer.geometry == Geometry.POINT and not self.kinds - {"Point"}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The types of the geometries, without "ST_": one look at all rows."""
        kind = Func(F(self.layer.shape), function="ST_GeometryType", output_field=TextField())
        rows = self.rows.order_by().annotate(e_kind=kind).values_list("e_kind", flat=True)
        return frozenset(str(each).removeprefix("ST_") for each in rows.distinct())

    def holds_simulated(self) -> bool:
        """Tell whether something of it is invented, as far as its table says so."""
        told = {each.name for each in self.rows.model._meta.get_fields()}
        rows = self.rows.order_by()
        return "is_simulated" in told and rows.filter(is_simulated=True).exists()

    @property
    def place(self) -> Any:
        """The geometry in the system that was asked for."""
        shape = F(self.layer.shape)
        return shape if self.system == System.WGS84 else Transform(shape, self.system.value)


def pieces(wanted: Wanted) -> Iterator[list[Row]]:
    """Yield the values of the columns and then the geometry of each row, many rows at a time.

    The geometry is what the format takes: WKB, GeoJSON, KML, two numbers or WKT.
    """
    shown = {f"e_{at}": each.expression for at, each in enumerate(wanted.columns)} | {
        f"e_geometry_{at}": each for at, each in enumerate(_geometry(wanted))
    }
    rows = wanted.rows.order_by("pk").annotate(**shown).values_list(*shown)
    found = rows.iterator(chunk_size=CHUNK)
    while piece := list(itertools.islice(found, CHUNK)):
        yield piece


def _geometry(wanted: Wanted) -> list[Any]:
    if wanted.format in {Format.GPKG, Format.SHP, Format.PDF}:
        return [AsWKB(wanted.place)]
    if wanted.format == Format.GEOJSON:
        return [AsGeoJSON(RightHanded(wanted.place), precision=DECIMALS)]
    if wanted.format == Format.KML:
        return [Func(wanted.place, function="ST_AsKML", output_field=TextField())]
    if wanted.is_of_points:
        return [
            Func(wanted.place, function=each, output_field=FloatField())
            for each in ("ST_X", "ST_Y")
        ]
    return [AsWKT(wanted.place)]
