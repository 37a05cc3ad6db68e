"""Our own layers as layers of the map: each row of `Dataset` is one, with its columns."""

from functools import partial
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    Field,
    FloatField,
    Func,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.functional import lazy

from gis.imports.enums import Shape, ValueKind, Visibility
from gis.imports.models import Dataset, DatasetFeature
from gis.layers import STAFF, Geometry, Kind, Layer, Property, Stage, register_family
from gis.scripts import in_language
from gis.styles import Colour, Look, Style
from gis.styles import Shape as Symbol
from people.permissions import Actor

PREFIX: Final = "own-"
GEOMETRIES: Final = {
    Shape.POINT: Geometry.POINT,
    Shape.LINE: Geometry.LINE,
    Shape.POLYGON: Geometry.AREA,
    Shape.ANY: Geometry.ANY,
}
KINDS: Final[dict[str, tuple[Kind, "Field[Any, Any]"]]] = {
    ValueKind.TEXT: (Kind.TEXT, TextField()),
    ValueKind.CHOICE: (Kind.TEXT, TextField()),
    ValueKind.WHOLE: (Kind.INTEGER, BigIntegerField()),
    ValueKind.DECIMAL: (Kind.NUMBER, FloatField()),
    ValueKind.DAY: (Kind.DATE, DateField()),
    ValueKind.TRUTH: (Kind.BOOLEAN, BooleanField()),
}
LONGEST_IN_TILES: Final = 60
"""Bytes of a name: a column of the database has no longer one."""
_titled = lazy(in_language, str)


class Told(Func):
    """The text of one value of a feature, whatever its column is called."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def __init__(self, column: str, **more: Any) -> None:
        super().__init__("properties", Value(column), **more)


def name_of(dataset: Dataset) -> str:
    """Return how an own layer is called in addresses."""
    return f"{PREFIX}{dataset.code}"


def layer_of(dataset: Dataset) -> Layer:
    """Return an own layer as one of the map."""
    return Layer(
        name=name_of(dataset),
        title=_titled(ar=dataset.name_ar, fr=dataset.name_fr),
        geometry=GEOMETRIES[Shape(dataset.shape)],
        rows=partial(_features, dataset.pk),
        properties=tuple(_property(each, dataset.label) for each in dataset.columns),
        capability="" if dataset.visibility == Visibility.PUBLIC else STAFF,
        style=Style(Look(Colour(dataset.colour), shape=Symbol(dataset.symbol))),
        label=(dataset.label,) if dataset.label else (),
        stages=(Stage(dataset.min_zoom),),
        key="key",
        source=dataset.source,
        licence=dataset.licence,
    )


def _features(dataset_id: int, _actor: Actor) -> "QuerySet[Any]":
    return DatasetFeature.objects.filter(dataset_id=dataset_id)


def _property(column: dict[str, str], label: str) -> Property:
    name = column["name"]
    kind, field = KINDS[column["kind"]]
    value = Told(name) if kind == Kind.TEXT else Cast(Told(name), field)
    in_tiles = name == label and len(name.encode()) <= LONGEST_IN_TILES
    return Property(name, name, kind, in_tiles=in_tiles, value=value)


def own_layers() -> tuple[Layer, ...]:
    """Return all own layers."""
    return tuple(layer_of(each) for each in Dataset.objects.order_by("pk"))


register_family(own_layers)
