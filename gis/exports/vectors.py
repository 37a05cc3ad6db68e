"""GeoPackage and Shapefile, through pyogrio's own GDAL: written piece after piece into a folder.

Only numbers of coordinate systems and names of our own ever reach GDAL, never somebody's text as an
option.
"""

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import pyogrio.raw
import shapely
from django.utils.translation import override
from numpy.typing import NDArray

from gis.exports.kml import titles
from gis.exports.reading import Row, Wanted
from gis.exports.rules import DBF_BYTES, cut, distinct, free, short_names
from gis.layers import Kind, Property
from workspace.tables.exports.rules import harmless

Array = NDArray[Any]
UTC_OFFSET: Final = 100
"""GDAL's number for UTC; a quarter of an hour is one more."""
FAMILIES: Final[Mapping[str, str]] = {
    "Point": "points",
    "MultiPoint": "multipoints",
    "LineString": "lines",
    "MultiLineString": "lines",
    "Polygon": "areas",
    "MultiPolygon": "areas",
}
"""The types of geometry that share a Shapefile."""
SHP_TYPES: Final = {
    "points": "Point",
    "multipoints": "MultiPoint",
    "lines": "LineString",
    "areas": "Polygon",
}
Fields = tuple[list[Array], list["Array | None"]]


def _texts(values: Sequence[Any]) -> Array:
    return np.array([None if each is None else str(each) for each in values], dtype=object)


def _numbers(values: Sequence[Any]) -> Array:
    return np.array([np.nan if each is None else float(each) for each in values], dtype="float64")


def _days(values: Sequence[Any]) -> Array:
    return np.array([np.datetime64(each, "D") if each else "NaT" for each in values], "M8[D]")


def _moments(values: Sequence[Any]) -> Array:
    told = [None if each is None else int(each.timestamp() * 1000) for each in values]
    return np.array(
        ["NaT" if each is None else np.datetime64(each, "ms") for each in told], "M8[ms]"
    )


ARRAYS: Final[Mapping[Kind, Callable[[Sequence[Any]], Array]]] = {
    Kind.TEXT: _texts,
    Kind.NUMBER: _numbers,
    Kind.DATE: _days,
    Kind.MOMENT: _moments,
    Kind.INTEGER: lambda values: np.array([int(each or 0) for each in values], dtype="int64"),
    Kind.BOOLEAN: lambda values: np.array([bool(each) for each in values], dtype="bool"),
}
MASKED: Final = (Kind.INTEGER, Kind.BOOLEAN)
"""What has no value of its own for "nothing"."""


def fields_of(columns: Sequence[Property], rows: Sequence[Row]) -> Fields:
    """Return the values of some rows column by column, and where there is none."""
    across = [[row[place] for row in rows] for place in range(len(columns))]
    pairs = list(zip(columns, across, strict=True))
    masks = [
        np.array([each is None for each in values]) if column.kind in MASKED else None
        for column, values in pairs
    ]
    return [ARRAYS[column.kind](values) for column, values in pairs], masks


def shapes_of(rows: Sequence[Row]) -> Array:
    """Return the geometries of some rows, as WKB."""
    return np.array([None if row[-1] is None else bytes(row[-1]) for row in rows], dtype=object)


class Folder:
    """A writer whose file grows in a folder of its own until it is whole."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None:
        self._file, self._wanted = file, wanted
        self._columns = wanted.columns
        self._folder = Path(tempfile.mkdtemp(prefix="layer-"))
        self._written: set[Path] = set()
        self._crs = f"EPSG:{wanted.system.value}"

    def _append(self, path: Path, names: Sequence[str], rows: Sequence[Row], **how: Any) -> None:
        """Write rows behind those that are there."""
        is_first = path not in self._written
        self._written.add(path)
        data, masks = fields_of(self._columns, rows)
        moments = [
            name
            for name, each in zip(names, self._columns, strict=True)
            if each.kind == Kind.MOMENT
        ]
        offsets = {name: np.full(len(rows), UTC_OFFSET, "int32") for name in moments}
        pyogrio.raw.write(
            path,
            shapes_of(rows),
            data,
            np.array(names, dtype=object),
            field_mask=masks,
            crs=self._crs,
            append=not is_first,
            gdal_tz_offsets=offsets,
            **(how if is_first else _following(how)),
        )

    def abandon(self) -> None:
        """Delete what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _following(how: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a file which is there takes too."""
    return {key: value for key, value in how.items() if not key.endswith("_options")}


class GeoPackage(Folder):
    """One table of features, GeoPackage 1.2."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None:
        super().__init__(file, wanted)
        self._names = distinct(each.name for each in self._columns)
        self._how = {
            "driver": "GPKG",
            "layer": wanted.layer.name,
            "geometry_type": _only(wanted.kinds),
            "promote_to_multi": _is_mixed(wanted.kinds),
            "dataset_options": {"VERSION": "1.2"},
            "layer_options": {
                "FID": free("fid", self._names),
                "GEOMETRY_NAME": free("geom", self._names),
                "IDENTIFIER": titles(wanted.layer),
                "DESCRIPTION": str(wanted.layer.description),
            },
        }
        self._path = self._folder / "layer.gpkg"

    def add(self, rows: Sequence[Row]) -> None:
        """Add features."""
        self._append(self._path, self._names, rows, **self._how)

    def close(self) -> None:
        """Hand the file over."""
        if not self._written:
            self.add(())
        with self._path.open("rb") as made:
            shutil.copyfileobj(made, self._file)
        self.abandon()


def _is_mixed(kinds: frozenset[str]) -> bool:
    return len(kinds) == 2 and len({each.removeprefix("Multi") for each in kinds}) == 1


def _only(kinds: frozenset[str]) -> str:
    """Return the one type that holds these, or "Unknown" for any."""
    if _is_mixed(kinds):
        return max(kinds, key=len)
    return next(iter(kinds)) if len(kinds) == 1 else "Unknown"


class Shapefile(Folder):
    """A ZIP of one Shapefile for each type of geometry, and of the fields' full names."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None:
        super().__init__(file, wanted)
        self._short = short_names(each.name for each in self._columns)
        self._cut = [0] * len(self._columns)
        self._told, self._columns = self._columns, tuple(map(_storable, self._columns))

    def add(self, rows: Sequence[Row]) -> None:
        """Add features, those of each type to its own file."""
        kinds = shapely.get_type_id(shapely.from_wkb(shapes_of(rows)))
        fitted = [self._fitted(row) for row in rows]
        for family in dict.fromkeys(FAMILIES.values()):
            numbers = {shapely.GeometryType[each.upper()].value for each in _types(family)}
            own = [row for row, kind in zip(fitted, kinds, strict=True) if int(kind) in numbers]
            if own:
                self._add(family, own)

    def _add(self, family: str, rows: Sequence[Row]) -> None:
        path = self._folder / f"{self._stem}-{family}.shp"
        how = {"driver": "ESRI Shapefile", "encoding": "UTF-8", "geometry_type": SHP_TYPES[family]}
        self._append(path, self._short, rows, **how)

    @property
    def _stem(self) -> str:
        return self._wanted.layer.name

    def _fitted(self, row: Row) -> Row:
        """Return a row whose texts fit; what had to be cut is counted."""
        values = list(row)
        for place, column in enumerate(self._columns):
            if column.kind == Kind.TEXT and values[place] is not None:
                text = _plain(values[place])
                values[place] = cut(text)
                self._cut[place] += len(text.encode()) > DBF_BYTES
        return tuple(values)

    def close(self) -> None:
        """Put the ZIP together."""
        if not self._written:
            self._add(_family(self._wanted), ())
        with zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(self._folder.iterdir()):
                archive.write(path, path.name)
            archive.writestr(f"{self._stem}-fields.csv", self._legend())
        self.abandon()

    def _legend(self) -> str:
        text = io.StringIO()
        text.write("\ufeff")
        lines = csv.writer(text)
        lines.writerow(("field", "name", "titre", "العنوان", "title", f"cut at {DBF_BYTES} bytes"))
        for short, column, times in zip(self._short, self._told, self._cut, strict=True):
            told = (column.name, *_titles(column))
            lines.writerow((short, *map(harmless, told), times))
        return text.getvalue()


def _types(family: str) -> list[str]:
    return [kind for kind, its in FAMILIES.items() if its == family]


def _family(wanted: Wanted) -> str:
    return {"line": "lines", "area": "areas"}.get(wanted.layer.geometry, "points")


def _storable(column: Property) -> Property:
    """Return a column as DBF keeps it: it knows no moments."""
    is_moment = column.kind == Kind.MOMENT
    return Property(column.name, column.title, Kind.TEXT) if is_moment else column


def _plain(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _titles(column: Property) -> list[str]:
    told = []
    for language in ("fr", "ar", "en"):
        with override(language):
            told.append(str(column.title))
    return told
