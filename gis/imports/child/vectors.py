"""Files that GDAL reads: Shapefile, GeoPackage, GeoJSON, KML, OSM PBF; and GeoParquet by Arrow."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet
import pyogrio
import shapely

from gis.imports.child.lines import MOST_ROWS, Lines, unique_names
from gis.imports.child.problems import Code, RefusedError, RowCode
from gis.imports.child.systems import sampled, system_of

DRIVERS: Final = {"ESRI Shapefile", "GPKG", "GeoJSON", "LIBKML", "OSM"}
"""Every other driver is left out by the environment (`gis.imports.sandbox`)."""
BATCH: Final = 2_000
LOOKED_AT: Final = 300
MOST_LAYERS: Final = 100
KML_TECHNICAL: Final = {
    *("timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility"),
    *("drawOrder", "icon", "snippet", "id"),
}
FAILURES: Final = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.FieldError,
    pyarrow.ArrowException,
    RuntimeError,
    UnicodeDecodeError,
    OSError,
)
"""What the libraries raise at a file that is broken off or damaged."""


def check_drivers() -> None:
    """Raise RuntimeError where GDAL knows a driver that nobody chose: then nothing is read."""
    others = set(pyogrio.list_drivers()) - DRIVERS
    if others:
        raise RuntimeError(f"drivers that nobody chose: {sorted(others)}")


def layers(path: Path, encoding: str = "") -> list[dict[str, Any]]:
    """Describe every layer of a file."""
    if path.suffix == ".parquet":
        return [_parquet_layer(path)]
    try:
        named = [str(name) for name, _ in pyogrio.list_layers(path)][:MOST_LAYERS]
        found = [_layer(path, name, encoding) for name in named]
    except FAILURES as error:
        raise RefusedError(Code.DAMAGED) from error
    if not found:
        raise RefusedError(Code.NO_LAYER)
    return found


def first_layer(path: Path) -> str:
    """Return the name of the first layer of a file."""
    return str(pyogrio.list_layers(path)[0][0])


def _layer(path: Path, name: str, encoding: str) -> dict[str, Any]:
    info = pyogrio.read_info(path, layer=name, encoding=encoding or None)
    shapes: list[Any] = []
    samples: dict[str, list[str]] = {}
    looked_at = 0
    for batch in _batches(path, name, encoding, most=LOOKED_AT):
        looked_at = batch.length
        shapes += batch.shapes
        for column, values in batch.columns.items():
            shown = [str(value)[:60] for value in values if value not in (None, "")]
            samples[column] = list(dict.fromkeys(shown))[:3]
        break
    names = [str(each) for each in info["fields"]]
    if path.suffix == ".kml":
        names = [each for each in names if each not in KML_TECHNICAL]
    rows = max(int(info["features"]), -1)
    return {
        "name": name,
        "rows": 0 if rows < 0 and not looked_at else rows,
        "kind": str(info["geometry_type"] or ""),
        "columns": [{"name": each, "samples": samples.get(each, [])} for each in names],
        "system": _system(path, info["crs"]),
        "points": sampled(shapes),
        "is_table": False,
        "has_shapes": info["geometry_type"] is not None,
    }


def _system(path: Path, text: str | None) -> dict[str, Any]:
    if path.suffix == ".kml":
        return system_of("EPSG:4326")
    return system_of(text)


class Batch:
    """Some rows: columns by name, and the geometries beside them."""

    def __init__(self, table: Any, geometry: str, dropped: set[str]) -> None:
        kept = [each for each in table.schema.names if each != geometry and each not in dropped]
        names, self.repeated = unique_names(list(kept))
        self.columns = {
            name: table.column(table.schema.get_field_index(each)).to_pylist()
            for name, each in zip(names, kept, strict=True)
        }
        self.length = table.num_rows
        raw = table.column(geometry).to_pylist() if geometry in table.schema.names else []
        self.has_raw = [each is not None for each in raw] or [False] * self.length
        read = shapely.from_wkb(raw, on_invalid="ignore") if raw else [None] * self.length
        self.shapes = list(read)

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield the properties of each row."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True) if names else [()] * self.length:
            yield dict(zip(names, values, strict=True))


def _batches(path: Path, layer: str, encoding: str, most: int = 0) -> Iterator[Batch]:
    if path.suffix == ".parquet":
        yield from _parquet_batches(path, most)
        return
    dropped = KML_TECHNICAL if path.suffix == ".kml" else set()
    with pyogrio.raw.open_arrow(
        path,
        layer=layer,
        encoding=encoding or None,
        batch_size=most or BATCH,
        use_pyarrow=True,
    ) as (meta, reader):
        geometry = meta["geometry_name"] or "wkb_geometry"
        for table in reader:
            yield Batch(table, geometry, dropped)


def _parquet_layer(path: Path) -> dict[str, Any]:
    geometry, system = _parquet_geometry(path)
    first = next(_parquet_batches(path, LOOKED_AT), None)
    with pyarrow.parquet.ParquetFile(path) as file:
        rows = file.metadata.num_rows
    columns = first.columns if first else {}
    return {
        "name": "",
        "rows": rows,
        "kind": "",
        "columns": [
            {"name": name, "samples": [str(v)[:60] for v in values if v is not None][:3]}
            for name, values in columns.items()
        ],
        "system": system,
        "points": sampled(first.shapes if first else []),
        "is_table": False,
        "has_shapes": bool(geometry),
    }


def _parquet_geometry(path: Path) -> tuple[str, dict[str, Any]]:
    """Return which column of a GeoParquet file holds WKB, and in which system."""
    try:
        schema = pyarrow.parquet.read_schema(path)
        geo = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        name = geo.get("primary_column", "")
        column = geo.get("columns", {}).get(name, {})
        code = (column.get("crs") or {}).get("id", {}).get("code", 4326)
    except (*FAILURES, ValueError, AttributeError, RecursionError) as error:
        raise RefusedError(Code.DAMAGED) from error
    if not name or column.get("encoding") != "WKB":
        raise RefusedError(Code.NO_COORDINATES)
    return str(name), system_of(f"EPSG:{int(code)}" if str(code).isdigit() else "OGC:CRS84")


def _parquet_batches(path: Path, most: int) -> Iterator[Batch]:
    geometry, _ = _parquet_geometry(path)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            if file.metadata.num_rows > MOST_ROWS:
                raise RefusedError(Code.TOO_MANY_ROWS, most=MOST_ROWS)
            for table in file.iter_batches(batch_size=most or BATCH):
                yield Batch(table, geometry, set())
    except FAILURES as error:
        raise RefusedError(Code.DAMAGED) from error


def read(path: Path, layer: str, encoding: str, lines: Lines) -> None:
    """Write the rows of a layer."""
    number = 0
    try:
        for batch in _batches(path, layer, encoding):
            for properties, shape, has in zip(
                batch.rows(), batch.shapes, batch.has_raw, strict=True
            ):
                number += 1
                broken = RowCode.BROKEN_GEOMETRY if shape is None and has else None
                lines.add(number, properties, shape, broken)
    except FAILURES as error:
        raise RefusedError(Code.BROKEN_OFF, row=number + 1) from error
    if not number:
        raise RefusedError(Code.NO_ROWS)
