"""Vector tiles straight from PostGIS: one statement a layer, one binary answer, nothing decoded."""

import datetime as dt

import psycopg
from django.db import connection

from gis.drawing import statement
from gis.layers import Layer
from people.permissions import Actor


def draw(
    layers: tuple[Layer, ...], z: int, x: int, y: int, actor: Actor, on: dt.date | None = None
) -> bytes:
    """Return a tile in Mapbox's vector format; it is empty where the layers have nothing.

    It shows them as they are today, or, those that know the past, as they were on a day.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wanted = [sql for layer in layers if (sql := statement(layer, z, actor, on))]
    with (
        connection.wrap_database_errors,
        psycopg.Cursor[tuple[bytes]](connection.connection) as cursor,
    ):
        return b"".join(_part(cursor, sql, z, x, y) for sql in wanted)


def _part(cursor: "psycopg.Cursor[tuple[bytes]]", sql: bytes, z: int, x: int, y: int) -> bytes:
    cursor.execute(sql, {"z": z, "x": x, "y": y}, binary=True)
    row = cursor.fetchone()
    return bytes(row[0]) if row and row[0] else b""
