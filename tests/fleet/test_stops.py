"""Bus stops: on the map, in the search, in the list, and brought in from a file."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fleet.models import BusLine, BusStop, Call
from gis.finding import find_places
from gis.imports import services
from gis.offering import things_near
from gis.whereis import whereis
from people.models import User
from tests.dashboard.city import make_line
from tests.gis.city import here
from tests.gis.imports import files
from tests.gis.mvt import read_tile

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2000, 1, 1)
REAL = "fleet/marrakech_bus/bus_stops.geojson"


def make_stop(code: str = "S1", *lines: BusLine, place: float = -8.05, **values: object) -> BusStop:
    """Make a stop at which lines call."""
    given = {"name_fr": "Koutoubia", "name_ar": "الكتبية", "valid_from": LONG_AGO} | values
    stop: BusStop = BusStop.objects.create(code=code, geom=here(place), **given)
    for order, line in enumerate(lines):
        Call.objects.create(line=line, order=order, stop=stop)
    return stop


def test_a_stop_is_found_by_either_name_and_told_with_its_lines() -> None:
    make_stop("S1", make_line("L02"), make_line("L01"))
    make_stop("S0", valid_to=dt.date(2020, 1, 1))
    for text in ("koutoubia", "الكتبيه"):
        found = find_places(actor=AnonymousUser(), text=text)
        assert [(each.ref, each.detail) for each in found] == [("S1", "L01 L02")]


def test_the_nearest_stop_is_told_and_offered_to_requests() -> None:
    make_stop("S1")
    make_stop("S2", place=-8.0503)
    nearest = whereis(here(-8.0501)).nearest["bus_stop"]
    assert (nearest.ref, round(nearest.distance_m)) == ("S1", 9)
    assert [each.ref for each in things_near(here(-8.0501))] == ["S1", "S2"]
    assert "bus_stop" not in whereis(here(-8.06)).nearest


def test_the_layer_holds_the_stops_of_a_day(client: Client) -> None:
    make_stop("S1", make_line("L01"))
    make_stop("S0", valid_to=dt.date(2020, 1, 1))
    address = reverse("gis:tile", kwargs={"names": "bus_stops", "z": 15, "x": 15651, "y": 13355})
    item = client.get("/ogc/collections/bus_stops/items/S1", headers={"accept": "application/json"})
    assert item.json()["properties"]["lines"] == "L01"
    page = client.get("/ogc/collections/bus_stops/items", {"f": "json"})
    assert [each["id"] for each in page.json()["features"]] == ["S1"]
    tile = read_tile(client.get(address).content)
    assert [each["code"] for each in tile["bus_stops"]] == ["S1"]


def test_the_list_is_narrowed_to_a_line_and_a_day(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(User.objects.create_superuser("reader"))
    line = make_line("L01")
    for number in range(12):
        make_stop(f"S{number:02d}", name_fr=f"Arrêt {number:02d}")
    make_stop("HERE", line, name_fr="Arrêt ici")
    make_stop("PAST", name_fr="Arrêt passé", valid_to=dt.date(2020, 1, 1))
    address = reverse("fleet:stops")
    client.get(address)
    with django_assert_max_num_queries(16):
        assert b"S11" in client.get(address).content
    page = client.get(address, {"lines": str(line.pk)}).content.decode()
    assert "HERE" in page
    assert "S01" not in page
    page = client.get(address, {"on": "2026-01-01"}).content.decode()
    assert "PAST" not in page
    assert "S01" in page


def test_a_line_has_one_stop_at_a_place_of_its_order() -> None:
    line = make_line("L01")
    make_stop("S1", line)
    with pytest.raises(IntegrityError, match="call_order_once_a_direction"):
        make_stop("S2", line)


def test_the_stops_of_a_town_are_imported_and_taken_back(real_data: Path) -> None:
    clerk = User.objects.create_superuser("clerk")
    made = files.read(files.received(clerk, real_data / REAL), clerk)
    matching = {"code": {"column": "stop_id"}, "name_fr": {"column": "stop_name"}}
    made = files.checked(made, clerk, target="bus-stops", matching=matching)
    new = made.report["new"]
    assert new + made.report["refused"] == made.report["read"] == 1731
    assert new > 1700
    made = services.commit_import(imported=made, actor=clerk)
    assert BusStop.objects.count() == new
    assert BusStop.objects.get(code="10001").name_fr == "JAMAA EL FNA"
    services.roll_back_import(imported=made, actor=clerk)
    assert not BusStop.objects.exists()
