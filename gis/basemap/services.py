"""Builds a base map from an extract of OpenStreetMap."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from gis.basemap.archive import SUFFIX, Header, check_room, replacing
from gis.basemap.coast import Bounds
from gis.basemap.failures import BasemapError
from gis.basemap.reading import Limits, reading
from gis.basemap.rules import LAYERS, MAX_ZOOM
from gis.basemap.tiling import Box, Stage, addresses

ATTRIBUTION = (
    '<a href="https://www.openstreetmap.org/copyright" target="_blank">© OpenStreetMap</a>'
)
LICENCE = "Open Database Licence 1.0 (ODbL)"
GENEROUS = Limits()
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass
class Built:
    """What a build made."""

    path: Path
    features: int = 0
    tiles: int = 0
    largest_far: int = 0
    largest_near: int = 0
    thinned: int = 0


Tell = Callable[[int, int, int], None]
"""Is told the zoom, and how many of its tiles are done out of how many."""


def name_of(source: Path) -> str:
    """Return the name that an archive gets from its source's."""
    stem = source.name.lower().removesuffix(".pbf").removesuffix(".osm")
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:40] or "city"


def build_basemap(
    *,
    source: Path,
    folder: Path,
    name: str,
    title: str,
    bounds: Bounds | None = None,
    limits: Limits = GENEROUS,
    tell: Tell = lambda zoom, done, total: None,
) -> Built:
    """Write NAME.pmtiles into a folder, in place of an older one of that name.

    `bounds` are west, south, east and north in degrees; without them the extract's own. Raises
    BasemapError, and leaves the older archive as it was.
    """
    _check(source, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BasemapError(f"Cannot write in {folder}: {error.strerror}.") from error
    check_room(folder, source.stat().st_size)
    connection.ensure_connection()
    with connection.wrap_database_errors, Stage(connection.connection) as stage:
        with reading(source, bounds, limits) as blocks:
            _load(stage, blocks)
        return _write(stage, Built(folder / f"{name}{SUFFIX}"), title or name, tell)


def _check(source: Path, name: str) -> None:
    if not NAME.fullmatch(name):
        raise BasemapError(f"{name!r} is no name: small letters, digits and hyphens, at most 40.")
    if not source.is_file():
        raise BasemapError(f"There is no file {source}.")
    try:
        source.open("rb").close()
    except OSError as error:
        raise BasemapError(f"{source} cannot be read: {error.strerror}.") from error


def _load(stage: Stage, blocks: Any) -> None:
    try:
        stage.load(blocks)
    except psycopg.errors.DiskFull as error:
        raise BasemapError("The database's disk is full: free some space.") from error


def _write(stage: Stage, built: Built, title: str, tell: Tell) -> Built:
    built.features = stage.count()
    if not built.features:
        raise BasemapError("The extract has nothing within these bounds.")
    degrees, metres = stage.bounds()
    metadata = {
        "name": title,
        "description": "Base map in the layers of Protomaps, from OpenStreetMap",
        "attribution": ATTRIBUTION,
        "license": LICENCE,
        "type": "baselayer",
        "version": "4.0.0",
        "vector_layers": [{"id": each, "fields": {"kind": "String"}} for each in LAYERS],
    }
    with replacing(built.path, Header(degrees, metadata)) as writer:
        for zoom in range(MAX_ZOOM + 1):
            _write_zoom(stage, writer, built, metres, zoom, tell)
    return built


def _write_zoom(stage: Stage, writer: Any, built: Built, box: Box, zoom: int, tell: Tell) -> None:
    wanted = list(addresses(box, zoom))
    for done, (z, x, y) in enumerate(wanted, start=1):
        tile = stage.tile(z, x, y)
        if tile:
            writer.write_tile(tile.number, tile.content)
            built.tiles += 1
            built.thinned += tile.is_thinned
            if zoom < 13:
                built.largest_far = max(built.largest_far, len(tile.content))
            else:
                built.largest_near = max(built.largest_near, len(tile.content))
        tell(zoom, done, len(wanted))
