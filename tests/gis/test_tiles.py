"""Tiles over HTTP: what they hold, when they are fresh, what is refused."""

import datetime as dt
import math
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client

from dashboard.counters import read_counters
from gis.layers import Geometry, Layer, Source
from gis.tiles import draw
from gis.views import layers_named
from telemetry.database import connect
from tests.dashboard.city import (
    CENTRE,
    make_cabinet,
    make_lamp,
    make_line,
    make_street,
    make_territory,
)
from tests.gis.city import here, make_service
from tests.gis.mvt import read_tile

pytestmark = pytest.mark.django_db
MVT = "application/vnd.mapbox-vector-tile"


def address(names: str, zoom: int, lon: float = CENTRE[0], lat: float = CENTRE[1]) -> str:
    """Return the address of the tile over a place."""
    side = 1 << zoom
    x = int((lon + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    return f"/tiles/{names}/{zoom}/{x}/{y}.mvt"


def test_a_tile_has_both_names(client: Client) -> None:
    make_territory()
    make_street()
    response = client.get(address("territories,territory_names,streets", 14))
    assert response.headers["Content-Type"] == MVT
    tile = read_tile(response.content)
    (street,) = tile["streets"]
    assert (street["name_fr"], street["name_ar"]) == ("Avenue Mohammed V", "شارع محمد الخامس")
    assert tile["territory_names"][0]["name_ar"] == "مراكش"
    assert tile["territories"][0]["level"] == "commune"


@pytest.mark.parametrize(("zoom", "shown"), [(10, 1), (11, 1), (12, 2), (13, 3)])
def test_narrow_streets_appear_as_one_comes_near(client: Client, zoom: int, shown: int) -> None:
    for number, category in enumerate(("primary", "local", "alley")):
        make_street(f"S{number}", category)
    tile = read_tile(client.get(address("streets", zoom)).content)
    assert len(tile["streets"]) == shown


def test_lamps_tell_their_state_from_near(client: Client) -> None:
    long_ago = dt.timedelta(days=3)
    make_lamp("L-LIT")
    make_lamp("L-OFF", is_on=False)
    make_lamp("L-FAULT", fault=1)
    make_lamp("L-SILENT", seen_ago=long_ago)
    make_lamp("L-NEVER", seen_ago=None)
    make_lamp("L-BARE", has_device=False)
    tile = read_tile(client.get(address("lamps", 15)).content)
    assert {lamp["code"]: lamp["state"] for lamp in tile["lamps"]} == {
        "L-LIT": "lit",
        "L-OFF": "off",
        "L-FAULT": "faulty",
        "L-SILENT": "silent",
        "L-NEVER": "silent",
        "L-BARE": "unwatched",
    }


@pytest.mark.parametrize("zoom", range(6, 14))
def test_lamps_are_counted_in_cells_from_afar(client: Client, zoom: int) -> None:
    for number in range(3):
        make_lamp(f"L{number}", fault=int(number == 0), is_on=number != 2)
    tile = read_tile(client.get(address("lamps", zoom)).content)
    (cell,) = tile["lamps"]
    assert (cell["lamps"], cell["lit"], cell["faulty"]) == (3, 2, 1)


def test_near_far_and_counters_agree_on_lamps_that_fell_silent(client: Client) -> None:
    make_lamp("L-1")
    make_lamp("L-2", is_on=False, fault=1)
    for number in (3, 4):
        make_lamp(f"L-{number}", seen_ago=dt.timedelta(days=3), fault=number - 3)
    make_lamp("L-5", seen_ago=None)
    near = read_tile(client.get(address("lamps", 14)).content)["lamps"]
    (cell,) = read_tile(client.get(address("lamps", 13)).content)["lamps"]
    states = Counter(lamp["state"] for lamp in near)
    counted = read_counters()["lamps"]
    assert (states["lit"], states["faulty"]) == (1, 1)
    assert (cell["lit"], cell["faulty"]) == (counted["lit"], counted["faulty"]) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_tiles_survive_a_restart_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    make_lamp("L1")
    connection.ensure_connection()
    number = connection.connection.info.backend_pid
    with connect() as own:
        own.execute("SELECT pg_terminate_backend(%s)", [number])
    wrapper = connections["default"]
    monkeypatch.setattr(wrapper, "health_check_enabled", True)
    monkeypatch.setattr(wrapper, "health_check_done", False)
    assert draw(layers_named("lamps"), 0, 0, 0, AnonymousUser())


def test_an_error_of_a_tile_is_one_of_django() -> None:
    nothing = Source(0, 9, (), "SELECT nothing AS geom")
    broken = Layer("broken", "Broken", Geometry.POINT, stages=(nothing,))
    with pytest.raises(ProgrammingError), transaction.atomic():
        draw((broken,), 0, 0, 0, AnonymousUser())


def test_a_cell_stands_where_its_lamps_are(client: Client) -> None:
    make_lamp("L1")
    (near,) = read_tile(client.get(address("lamps", 14)).content)["lamps"]
    (cell,) = read_tile(client.get(address("lamps", 13)).content)["lamps"]
    half_a_cell = 4096 / 32 / 2
    expected = [part / 2 % 2048 for part in near["first"]]
    found = [part % 2048 for part in cell["first"]]
    assert found == pytest.approx(expected, abs=half_a_cell + 1)


def test_bus_lines_and_cabinets(client: Client) -> None:
    make_line()
    make_cabinet("C1")
    make_cabinet("C2", seen_ago=None)
    tile = read_tile(client.get(address("bus_lines,cabinets", 14)).content)
    assert [line["code"] for line in tile["bus_lines"]] == ["L01"]
    states = {cabinet["code"]: cabinet["state"] for cabinet in tile["cabinets"]}
    assert states == {"C1": "reporting", "C2": "silent"}


def test_an_unchanged_tile_is_not_sent_again(client: Client) -> None:
    make_lamp("L1")
    first = client.get(address("lamps", 14))
    again = client.get(address("lamps", 14), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_lamp("L2")
    later = client.get(address("lamps", 14), headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200


def test_an_empty_tile_has_no_content(client: Client) -> None:
    response = client.get(address("lamps", 14, lon=10.0))
    assert (response.status_code, response.content) == (204, b"")


def test_a_committed_change_is_on_the_map_within_a_second(client: Client) -> None:
    make_territory()
    said = client.get(address("territories,lamps", 12)).headers["Cache-Control"]
    assert set(said.split(", ")) == {"public", "max-age=1", "must-revalidate"}


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("", ["Nouveau"]),
        ("2010-06-01", ["Ancien"]),
        ("1999-01-01", []),
        ("2020-01-01", ["Nouveau"]),
    ],
)
def test_a_tile_shows_another_day(client: Client, on: str, names: list[str]) -> None:
    place, change = here(*CENTRE), dt.date(2020, 1, 1)
    make_service("old", "Ancien", "قديم", place, valid_to=change)
    make_service("new", "Nouveau", "جديد", place, valid_from=change)
    response = client.get(address("service_points", 16), {"on": on})
    tile = read_tile(response.content) if response.content else {}
    assert [each["name_fr"] for each in tile.get("service_points", [])] == names


def test_a_layer_without_a_past_is_as_today_on_every_day(client: Client) -> None:
    make_line()
    tile = read_tile(client.get(address("bus_lines", 14), {"on": "2001-01-01"}).content)
    assert len(tile["bus_lines"]) == 1


@pytest.mark.parametrize("on", ["2026-13-01", "yesterday", "20260101"])
def test_a_day_that_is_none_is_refused(client: Client, on: str) -> None:
    assert client.get(address("lamps", 14), {"on": on}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/nothing/3/1/1.mvt",
        "/tiles/lamps,nothing/3/1/1.mvt",
        "/tiles/lamps/20/1/1.mvt",
        "/tiles/lamps/3/8/1.mvt",
        "/tiles/lamps/3/1/8.mvt",
        "/tiles/lamps/3/-1/1.mvt",
        "/tiles/lamps/3/1/1.png",
        "/tiles/" + ",".join(["lamps"] * 7) + "/3/1/1.mvt",
    ],
)
def test_what_is_no_tile_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_tile_cannot_be_written(client: Client) -> None:
    assert client.post(address("lamps", 14)).status_code == 405
