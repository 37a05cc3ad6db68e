"""Counts by cell are kept as rows come, move and go."""

import random
from collections.abc import Iterator

import pytest
from django.db import connection

from gis.grid import cell_sql
from gis.layers import Geometry, Layer, Source, counted_far

pytestmark = pytest.mark.django_db
KEPT = "SELECT cell, n FROM spots_cell WHERE n <> 0"
COUNTED = "SELECT cell, count(*) FROM spots GROUP BY cell"
MIXED = "ST_SetSRID(ST_MakePoint(-8 + random() / 50, 31.6 + random() / 50), 4326)"


@pytest.fixture
def _spots() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE spots (id serial, geom geometry(Point, 4326), "
            f"cell bigint GENERATED ALWAYS AS ({cell_sql('geom')}) STORED)"
        )
        cursor.execute(f"INSERT INTO spots (geom) SELECT {MIXED} FROM generate_series(1, 50)")
        cursor.execute("SELECT keep_cell_counts('spots')")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT drop_cell_counts('spots')")
        cursor.execute("DROP TABLE spots")


def differences() -> list[tuple[int, int]]:
    """Return what is counted otherwise than it is kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"({KEPT} EXCEPT {COUNTED}) UNION ({COUNTED} EXCEPT {KEPT})")
        return list(cursor.fetchall())


@pytest.mark.usefixtures("_spots")
def test_counts_follow_whatever_happens_to_the_rows() -> None:
    assert not differences()
    steps = (
        f"INSERT INTO spots (geom) SELECT {MIXED} FROM generate_series(1, 30)",
        "INSERT INTO spots (geom) VALUES (NULL)",
        f"UPDATE spots SET geom = {MIXED} WHERE id % 3 = 0",
        "UPDATE spots SET geom = NULL WHERE id % 7 = 0",
        "DELETE FROM spots WHERE id % 5 = 0",
    )
    with connection.cursor() as cursor:
        for step in random.choices(steps, k=12):
            cursor.execute(step)
        cursor.execute("DELETE FROM spots WHERE geom IS NULL")
        assert not differences()
        cursor.execute("TRUNCATE spots")
        cursor.execute("SELECT count(*) FROM spots_cell")
        assert cursor.fetchone() == (0,)


def test_a_layer_shows_the_counts_from_afar() -> None:
    far = counted_far("spots_cell")
    layer = Layer("x", "X", Geometry.POINT, stages=(far,))
    assert isinstance(layer.source_at(13), Source)
    assert layer.source_at(14) is None
