"""The municipality's own layers as targets: their columns are those of the file."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gis.imports.enums import Shape, ValueKind
from gis.imports.targets import Field, Target

OWN_LAYER: Final = "own-layer"
KEY: Final = "#key"
"""Among the values of a row, what it is known by; no column of a file is called so."""
FAMILIES: Final = {"Point": Shape.POINT, "LineString": Shape.LINE, "Polygon": Shape.POLYGON}
GEOMETRIES: Final = {
    Shape.POINT: "any",
    Shape.LINE: "multiline",
    Shape.POLYGON: "multipolygon",
    Shape.ANY: "any",
}


def columns_of(counts: Mapping[str, Any], places: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the columns of a file with their kinds; those of the coordinates are left out."""
    kinds: Mapping[str, str] = counts.get("columns", {})
    return [
        {"name": name, "kind": kinds.get(name, ValueKind.TEXT)}
        for name in counts.get("names", list(kinds))
        if name not in places.values()
    ]


def shape_of(kinds: Mapping[str, int]) -> Shape:
    """Return the geometry of a layer that holds these types."""
    families = {FAMILIES.get(kind.removeprefix("Multi")) for kind in kinds}
    (only,) = families if len(families) == 1 else (None,)
    return only or Shape.ANY


def merged(
    standing: Sequence[Mapping[str, str]], added: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Return the columns of a layer with those of a file that it does not have yet."""
    names = {each["name"] for each in standing}
    return [dict(each) for each in standing] + [
        dict(each) for each in added if each["name"] not in names
    ]


def target_of(dataset_id: int, columns: Sequence[Mapping[str, str]], shape: str) -> Target:
    """Return an own layer as a target; `dataset_id` is 0 before there is one."""
    fields = [
        Field(each["name"], each["name"], kind=each["kind"], longest=100_000) for each in columns
    ]
    return Target(
        name=OWN_LAYER,
        title=_("A layer of our own"),
        table="geodata_datasetfeature",
        geometry=GEOMETRIES[Shape(shape)],
        identity=f"v ->> '{KEY}'",
        same=f"t.dataset_id = %(dataset)s AND t.key = v ->> '{KEY}'",
        fields=(Field(KEY, _("Key")), *fields),
        columns={
            "dataset_id": "%(dataset)s",
            "key": f"v ->> '{KEY}'",
            "properties": f"v - '{KEY}'",
            "geom": "g",
            "source_geom": "s",
            "source_srid": "n",
        },
        parameters={"dataset": dataset_id},
    )
