"""The map's pages: what they tell, to whom, on which day, in how many statements."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gis.layers import find
from tests.dashboard.city import make_cabinet, make_lamp, make_line
from tests.gis.city import (
    WEST,
    here,
    make_address,
    make_service,
    make_street,
    make_town,
)

pytestmark = pytest.mark.django_db
PLACE = (-8.05, 31.55)
AREA = "-8.06,31.54;-8.04,31.54;-8.04,31.56;-8.06,31.56"
ELSEWHERE = "-8.01,31.51;-8.00,31.51;-8.00,31.52"
PART = {"HX-Request": "true"}


@pytest.fixture
def reader() -> Client:
    """Return a visitor who reads English."""
    return Client(headers={"Accept-Language": "en"})


@pytest.fixture
def town() -> None:
    """Make a town with a street, a number and two places."""
    territory = make_town()[WEST]
    street = make_street("S1", "Rue de la Liberté", "زنقة الحرية")
    make_address(street, 12, here(*PLACE), suffix="bis", territory=territory)
    make_service("CS1", "Centre de santé", "مركز صحي", here(*PLACE), territory=territory)
    make_service("CS2", "Dispensaire", "مستوصف", here(-8.0501, 31.55005), territory=territory)


def ask(reader: Client, name: str, *, part: bool = True, **asked: Any) -> str:
    """Return a page, or the piece of it."""
    headers = PART if part else {}
    response = reader.get(reverse(f"atlas:{name}"), asked, headers=headers)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def shown(page: str) -> set[str]:
    """Return the layers whose boxes are ticked."""
    return set(re.findall(r'id="layer-(\w+)" checked', page))


def at(reader: Client, **asked: Any) -> str:
    """Return what lies at the place."""
    place = {"lon": PLACE[0], "lat": PLACE[1], "zoom": 17}
    return ask(reader, "identify", **(place | asked))


def test_the_map_offers_every_layer_that_is_open(reader: Client, town: None) -> None:
    page = ask(reader, "map")
    for name in ("territories", "streets", "addresses", "service_points", "lamps", "bus_lines"):
        assert f'value="{name}"' in page
        assert reverse("ogc:collection", args=[name]) in page
    assert "territory_names" not in page
    assert shown(page) == {"service_points", "lamps", "bus_lines"}


def test_the_address_says_which_layers_are_on_the_map(reader: Client) -> None:
    page = ask(reader, "map", layers="streets,lamps")
    assert shown(page) == {"streets", "lamps"}


def test_lists_are_offered_to_those_who_may_open_them(reader: Client) -> None:
    assert reverse("lighting:lamps") not in ask(reader, "map")


def test_a_point_tells_the_features_and_the_place(reader: Client, town: None) -> None:
    text = at(reader, layers="service_points,addresses,territories")
    for words in ("Centre de santé", "مركز صحي", "Dispensaire", "12 bis Rue de la Liberté"):
        assert words in text
    assert text.index("CS1") < text.index("CS2")
    assert "Health centre or hospital" in text
    assert reverse("places:place", args=["CS1"]) in text
    assert "Guéliz" in text
    assert "census code" in text


def test_a_point_is_told_in_the_script_of_the_reader(town: None) -> None:
    text = at(Client(headers={"Accept-Language": "ar"}), layers="service_points,addresses")
    assert "12 bis زنقة الحرية" in text
    assert text.index("مركز صحي") < text.index("Centre de santé")


def test_only_the_layers_that_were_asked_for_are_told(reader: Client, town: None) -> None:
    assert at(reader, layers="streets").count("found__one") == 1
    assert "No feature" in at(reader, layers="")


def test_what_is_not_drawn_at_a_zoom_is_not_found(reader: Client, town: None) -> None:
    assert "<h3>Addresses" in at(reader, layers="addresses", zoom=16)
    assert "<h3>Addresses" not in at(reader, layers="addresses", zoom=15)
    make_street("S2", "Derb", "درب", PLACE, category="alley")
    assert "<h3>Streets" in at(reader, layers="streets", zoom=13)
    assert at(reader, layers="streets", zoom=13).count("found__one") == 2
    assert at(reader, layers="streets", zoom=11).count("found__one") == 1


def test_a_point_tells_the_state_in_words_and_shape(reader: Client) -> None:
    make_lamp("L-1", fault=1)
    place = make_lamp("L-2", fault=1).geom
    text = at(reader, layers="lamps", lon=place.x, lat=place.y)
    assert "L-2" in text
    assert "Faulty" in text
    assert "symbol--alarm" in text


def test_a_point_is_one_statement_for_each_layer(reader: Client, town: None) -> None:
    names = ("territories", "streets", "addresses", "service_points", "lamps", "bus_lines")
    with CaptureQueriesContext(connection) as statements:
        at(reader, layers=",".join(names))
    assert sum("c_place" in each["sql"] for each in statements) == len(names)
    assert len(statements) <= len(names) + 4  # territories, what is nearest, names, own layers


@pytest.mark.parametrize(
    ("on", "told"), [("", "Nouveau"), ("2010-06-01", "Ancien"), ("2020-01-01", "Nouveau")]
)
def test_a_point_on_another_day(reader: Client, on: str, told: str) -> None:
    change = dt.date(2020, 1, 1)
    make_service("old", "Ancien", "قديم", here(*PLACE), valid_to=change)
    make_service("new", "Nouveau", "جديد", here(*PLACE), valid_from=change)
    text = at(reader, layers="service_points", on=on)
    assert [name for name in ("Ancien", "Nouveau") if name in text] == [told]
    text = ask(reader, "list", layers="service_points", on=on)
    assert [name for name in ("Ancien", "Nouveau") if name in text] == [told]


def test_one_feature_is_found_by_its_name(reader: Client, town: None) -> None:
    text = ask(reader, "identify", feature="service_points:CS2")
    assert "Dispensaire" in text
    assert json.loads(text.split('data-shape="')[1].split('"')[0].replace("&quot;", '"'))
    for name in ("service_points:none", "nothing:1", "addresses:x", "CS2"):
        assert "No feature" in ask(reader, "identify", feature=name)


def test_a_point_is_a_whole_page_without_a_script(reader: Client, town: None) -> None:
    asked = {"lon": PLACE[0], "lat": PLACE[1], "layers": "service_points"}
    page = ask(reader, "identify", part=False, **asked)
    assert "<html" in page
    assert "Centre de santé" in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "decimal degrees"),
        ({"lon": "x", "lat": "1"}, "Enter a number"),
        ({"lon": "200", "lat": "1"}, "less than or equal"),
        ({"lon": "1", "lat": "nan"}, "Enter a number"),
        ({"lon": "1", "lat": "1", "on": "2026-02-30"}, "valid date"),
        ({"lon": "1", "lat": "1", "zoom": "99"}, "less than or equal"),
    ],
)
def test_a_point_that_is_none_is_refused(reader: Client, asked: dict[str, str], words: str) -> None:
    response = reader.get(reverse("atlas:identify"), asked, headers=PART)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_area_counts_each_layer(reader: Client, town: None) -> None:
    text = ask(reader, "area", layers="service_points,streets,lamps", area=AREA)
    assert [
        text.split(f"<span>{name}</span>")[1].split("<bdi>")[1][0]
        for name in ("Service points", "Streets", "Lamps")
    ] == ["2", "1", "0"]
    assert f"layers=streets,service_points,lamps&amp;area={AREA.split(';')[0]}"[:40] in text
    text = ask(reader, "area", layers="service_points", area=ELSEWHERE)
    assert "<bdi>0</bdi>" in text


def test_an_area_is_one_statement_for_each_layer(reader: Client, town: None) -> None:
    with CaptureQueriesContext(connection) as statements:
        ask(reader, "area", layers="service_points,streets,lamps", area=AREA)
    assert sum("COUNT(" in each["sql"] for each in statements) == 3
    assert len(statements) <= 4  # own layers are read again each second


@pytest.mark.parametrize(
    ("area", "words"),
    [("1,1;2,2", "no area"), ("0,0;1,1;1,0;0,1", "cross each other"), ("x" * 300, "no area")],
)
@pytest.mark.parametrize("name", ["area", "list"])
def test_an_area_that_is_none_is_refused(reader: Client, name: str, area: str, words: str) -> None:
    response = reader.get(reverse(f"atlas:{name}"), {"area": area}, headers=PART)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_without_a_script_an_area_leads_to_the_list(reader: Client) -> None:
    response = reader.get(reverse("atlas:area"), {"layers": "lamps", "area": AREA})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("atlas:list"))


def test_the_list_holds_the_same_features(reader: Client, town: None) -> None:
    names = "service_points,addresses"
    page = ask(reader, "list", part=False, layers=names, area=AREA)
    for words in ("Centre de santé", "Dispensaire", "12 bis Rue de la Liberté"):
        assert words in page
    assert "feature=service_points:CS1" in page
    assert "Found</h2>" not in page
    assert "Centre de santé" not in ask(reader, "list", layers=names, area=ELSEWHERE)
    assert "Centre de santé" not in ask(reader, "list", layers=names, bbox="-8.01,31.5,-8,31.6")


def test_the_list_takes_layers_as_boxes_send_them(reader: Client, town: None) -> None:
    url = f"{reverse('atlas:list')}?layers=service_points&layers=streets"
    page = reader.get(url).content.decode()
    assert "Centre de santé" in page
    assert "Rue de la Liberté" in page


def test_the_list_begins_with_the_layers_of_the_map(reader: Client, town: None) -> None:
    page = ask(reader, "list")
    assert "Centre de santé" in page
    assert "12 bis" not in page


def test_the_list_is_read_page_by_page(reader: Client) -> None:
    for number in range(60):
        make_service(f"P{number:02}", f"Place {number:02}", "مكان", here(*PLACE))
    make_lamp("L-1")
    names = "service_points,lamps"
    with CaptureQueriesContext(connection) as statements:
        first = ask(reader, "list", layers=names)
    assert len(statements) <= 6
    assert first.count("found__one") == 50
    last = ask(reader, "list", layers=names, page=2)
    assert last.count("found__one") == 11
    assert "L-1" in last
    assert "L-1" not in first


def test_a_layer_that_is_not_open_is_left_out(reader: Client) -> None:
    page = ask(reader, "list", layers="territory_names,nothing,lamps")
    assert "checked" in page.split('value="lamps"')[1].split(">")[0]
    assert 'value="nothing"' not in page
    assert 'value="territory_names"' not in page


def test_every_layer_can_be_listed_and_identified(reader: Client, town: None) -> None:
    make_line()
    make_cabinet("C1")
    make_lamp("L-1")
    for name in (
        "territories",
        "streets",
        "addresses",
        "service_points",
        "bus_lines",
        "cabinets",
        "lamps",
    ):
        layer = find(name)
        assert layer is not None
        assert "found__one" in ask(reader, "list", layers=name), name
        assert layer.model is not None
