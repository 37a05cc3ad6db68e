"""Vector tiles straight from PostGIS: one statement, one binary answer, nothing decoded."""

from functools import cache

import psycopg
from django.db import connection

from gis.layers import AREA, TILE, Layer, Source

EXTENT = 4096
BUFFER = 128


@cache
def statement(layer: str, source: Source) -> str:
    """Return the SQL that makes the layer's part of a tile, with parameters z, x and y."""
    features = source.sql.replace("{area}", AREA)
    attributes = "".join(f", feature.{name}" for name in source.attributes)
    return (
        f"SELECT ST_AsMVT(drawn, '{layer}', {EXTENT}, 'geom') FROM ("  # noqa: S608 names come from declarations
        f"SELECT ST_AsMVTGeom(feature.geom, {TILE}, {EXTENT}, {BUFFER}) AS geom{attributes} "
        f"FROM ({features}) AS feature) AS drawn WHERE drawn.geom IS NOT NULL"
    )


def draw(layers: tuple[Layer, ...], z: int, x: int, y: int) -> bytes:
    """Return a tile in Mapbox's vector format; it is empty where the layers have nothing."""
    sources = [(layer.name, layer.source_at(z)) for layer in layers]
    wanted = [statement(name, source) for name, source in sources if source]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor[tuple[bytes]](connection.connection) as cursor,
    ):
        return b"".join(_part(cursor, sql, z, x, y) for sql in wanted)


def _part(cursor: "psycopg.Cursor[tuple[bytes]]", sql: str, z: int, x: int, y: int) -> bytes:
    cursor.execute(sql.encode(), {"z": z, "x": x, "y": y}, binary=True)
    row = cursor.fetchone()
    return bytes(row[0]) if row and row[0] else b""
