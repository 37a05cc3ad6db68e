"""Coarse positions: no tile, box, filter or page tells more than the middle of a cell."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.test import Client

from gis import layers
from gis.layers import Geometry, Layer, Property, Source, register
from gis.models import ServicePoint
from gis.privacy import seen_by
from tests.gis.city import make_service
from tests.people.organisation import make_user

ROOT = Path(layers.__file__).parent
SIDE_M = 500
SECRET = Layer(
    "secret",
    "Secret",
    Geometry.POINT,
    rows=lambda _actor: ServicePoint.objects.all(),
    properties=(
        Property("code", "code"),
        Property("phone", "phone", capability="people.read_audit"),
    ),
    coarse_m=SIDE_M,
    exact_for="territory.manage",
    key="code",
)


@pytest.fixture
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "_layers", dict(layers._layers))
    register(SECRET)
    make_service("S-1", "Un", "واحد", Point(-7.98123, 31.62951, srid=4326), phone="+212600000000")


def ask(client: Client, **asked: str) -> Any:
    """Return what the collection answers."""
    response = client.get(
        "/ogc/collections/secret/items", asked, headers={"Accept": "application/json"}
    )
    return json.loads(response.content)


def in_box(client: Client, west: float, south: float, east: float, north: float) -> bool:
    """Tell whether the feature is said to lie in a box, asked in two ways that must agree."""
    box = f"{west},{south},{east},{north}"
    by_box = ask(client, bbox=box)["numberMatched"]
    by_filter = ask(client, filter=f"S_INTERSECTS(geometry, BBOX({box}))")["numberMatched"]
    assert by_box == by_filter
    return bool(by_box)


def narrowed(client: Client) -> tuple[float, float]:
    """Find a position as a curious reader would: by halving the box again and again."""
    west, south, east, north = -8.2, 31.5, -7.8, 31.8
    for _ in range(24):
        middle, centre = (west + east) / 2, (south + north) / 2
        if in_box(client, west, south, middle, north):
            east = middle
        else:
            west = middle
        if in_box(client, west, south, east, centre):
            north = centre
        else:
            south = centre
    return (west + east) / 2, (south + north) / 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_secret")
def test_narrowing_finds_the_middle_of_the_cell_alone(client: Client) -> None:
    (told,) = ask(client)["features"]
    x, y = told["geometry"]["coordinates"]
    assert narrowed(client) == pytest.approx((x, y), abs=1e-5)
    exact = ServicePoint.objects.get()
    assert abs(exact.geom.x - x) + abs(exact.geom.y - y) > 1e-4
    exact.geom.transform(26191)
    middle = Point(x, y, srid=4326)
    middle.transform(26191)
    assert middle.x % SIDE_M == pytest.approx(SIDE_M / 2, abs=0.1)
    assert exact.geom.distance(middle) < SIDE_M


@pytest.mark.django_db
@pytest.mark.usefixtures("_secret")
def test_tiles_and_extents_tell_the_same(client: Client) -> None:
    (told,) = ask(client)["features"]
    x, y = told["geometry"]["coordinates"]
    collection = json.loads(client.get("/ogc/collections/secret?f=json").content)
    assert collection["extent"]["spatial"]["bbox"][0][:2] == pytest.approx([x, y], abs=1e-6)
    seen = {z: _tile_at(client, z, x, y) for z in (14, 19)}
    assert all(seen.values())
    exact = ServicePoint.objects.get().geom
    assert not _tile_at(client, 19, exact.x, exact.y)


def tile_of(x: float, y: float, z: int) -> tuple[int, int]:
    """Return column and row of the tile of a place in degrees."""
    up = math.asinh(math.tan(math.radians(y))) / math.pi
    return int((x / 360 + 0.5) * 2**z), int((0.5 - up / 2) * 2**z)


def _tile_at(client: Client, z: int, x: float, y: float) -> bool:
    column, row = tile_of(x, y, z)
    return bool(client.get(f"/tiles/secret/{z}/{column}/{row}.mvt").content)


@pytest.mark.django_db
@pytest.mark.usefixtures("_secret")
def test_who_may_know_is_told_and_the_answer_is_kept_for_nobody_else(client: Client) -> None:
    assert "phone" not in ask(client)["features"][0]["properties"]
    assert ask(client, phone="+212600000000")["code"] == "InvalidParameterValue"
    assert ask(client, filter="phone = '+212600000000'")["code"] == "InvalidParameterValue"
    client.force_login(make_user(is_superuser=True))
    (told,) = ask(client)["features"]
    assert told["geometry"]["coordinates"] == pytest.approx([-7.98123, 31.62951])
    assert told["properties"]["phone"] == "+212600000000"
    column, row = tile_of(-7.98123, 31.62951, 19)
    response = client.get(f"/tiles/secret/19/{column}/{row}.mvt")
    assert response.content
    assert "private" in response["Cache-Control"]


def test_a_layer_that_was_not_asked_for_a_reader_gives_no_rows() -> None:
    with pytest.raises(ValueError, match="as its reader may see it"):
        SECRET.rows_for(AnonymousUser())


def test_coarse_layers_are_seen_alike_when_asked_for_twice() -> None:
    once = seen_by(replace(SECRET, exact_for=""), AnonymousUser())
    assert seen_by(once, AnonymousUser()) == once


def test_no_statement_of_its_own_tells_exact_positions() -> None:
    with pytest.raises(ValueError, match="exact positions"):
        replace(SECRET, stages=(Source(0, 9, (), "SELECT 1"),))


def test_rows_are_read_through_the_door_alone() -> None:
    files = {path.name: path.read_text() for path in ROOT.rglob("*.py")}
    assert [name for name, text in files.items() if "layer.rows(" in text] == []
