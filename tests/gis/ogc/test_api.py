"""The API as programs use it: what it says of itself, what it gives, what it refuses."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from gis.layers import known
from tests.dashboard.city import make_lamp, make_line, make_street, make_territory
from tests.gis.city import box
from tests.gis.city import make_territory as make_past_territory

pytestmark = pytest.mark.django_db
PUBLIC = {"territories", "streets", "bus_lines", "lamps", "cabinets"}


def get(client: Client, path: str, expected: int = 200, /, **query: str) -> Any:
    """Return the JSON that the API answers with."""
    response = client.get(f"/ogc/{path}", query, headers={"Accept": "application/json"})
    assert response.status_code == expected, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def found(client: Client, **query: str) -> set[str]:
    """Return the codes of the lamps that match."""
    page = get(client, "collections/lamps/items", **query)
    assert page["numberMatched"] >= page["numberReturned"] == len(page["features"])
    return {each["id"] for each in page["features"]}


@pytest.fixture
def _city() -> None:
    make_territory()
    make_street()
    make_line()
    make_lamp("L-1")
    make_lamp("L-2", fault=1)
    make_lamp("L-3", is_on=False)


@pytest.mark.usefixtures("_city")
def test_it_leads_from_the_start_to_a_feature(client: Client) -> None:
    links = {each["rel"]: each["href"] for each in get(client, "")["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= set(links)
    named = {each["id"]: each for each in get(client, "collections")["collections"]}
    assert set(named) >= PUBLIC
    lamps = named["lamps"]
    west, south, east, north = lamps["extent"]["spatial"]["bbox"][0]
    assert west <= east < -7 < 31 < south <= north
    feature = get(client, "collections/lamps/items/L-2")
    assert feature["properties"]["state"] == "faulty"
    assert feature["geometry"]["type"] == "Point"


def test_layers_that_only_help_to_draw_are_no_collections(client: Client) -> None:
    hidden = [layer.name for layer in known() if not layer.is_listed]
    assert hidden
    for name in hidden:
        get(client, f"collections/{name}", 404)


@pytest.mark.usefixtures("_city")
def test_pages_follow_each_other_without_gap(client: Client) -> None:
    path, seen = "collections/lamps/items?limit=1&f=json", []
    while path:
        page = json.loads(client.get(f"/ogc/{path}").content)
        seen += [each["id"] for each in page["features"]]
        assert page["numberMatched"] == 3
        more = [each["href"] for each in page["links"] if each["rel"] == "next"]
        path = more[0].partition("/ogc/")[2] if more else ""
    assert seen == ["L-1", "L-2", "L-3"]


@pytest.mark.usefixtures("_city")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state = 'lit'", {"L-1"}),
        ("'lit' <> state", {"L-2", "L-3"}),
        ("state IN ('lit', 'off')", {"L-1", "L-3"}),
        ("NOT (state = 'lit' OR state = 'off')", {"L-2"}),
        ("code LIKE 'L-_'", {"L-1", "L-2", "L-3"}),
        ("code LIKE '%3'", {"L-3"}),
        ("casei(code) = casei('l-2')", {"L-2"}),
        ("quantity BETWEEN 1 AND 2 AND power_w IS NULL", {"L-1", "L-2", "L-3"}),
        ("quantity > 1.5", set()),
        ("S_INTERSECTS(geometry, BBOX(-9, 31, -7, 32))", {"L-1", "L-2", "L-3"}),
        ("S_WITHIN(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))", set()),
        ("S_DISJOINT(geometry, POINT(0 0))", {"L-1", "L-2", "L-3"}),
    ],
)
def test_filters_in_words(client: Client, text: str, expected: set[str]) -> None:
    assert found(client, filter=text) == expected


@pytest.mark.usefixtures("_city")
def test_filters_in_json(client: Client) -> None:
    tree = {"op": "and", "args": [{"op": "=", "args": [{"property": "state"}, "lit"]}, True]}
    assert found(client, **{"filter": json.dumps(tree), "filter-lang": "cql2-json"}) == {"L-1"}


@pytest.mark.usefixtures("_city")
def test_boxes_and_reference_systems(client: Client) -> None:
    merchich = "http://www.opengis.net/def/crs/EPSG/0/26191"
    flipped = "http://www.opengis.net/def/crs/EPSG/0/4326"
    assert found(client, bbox="-9,31,-7,32") == {"L-1", "L-2", "L-3"}
    assert found(client, bbox="-7,31,-6,32") == set()
    assert found(client, **{"bbox": "31,-9,32,-7", "bbox-crs": flipped}) == {"L-1", "L-2", "L-3"}
    box = {"bbox": "240000,105000,265000,130000", "bbox-crs": merchich}
    assert found(client, **box) == {"L-1", "L-2", "L-3"}
    response = client.get("/ogc/collections/lamps/items/L-1", {"crs": merchich, "f": "json"})
    assert response["Content-Crs"] == f"<{merchich}>"
    x, y = json.loads(response.content)["geometry"]["coordinates"]
    assert 240_000 < x < 265_000
    assert 105_000 < y < 130_000
    feature = get(client, "collections/lamps/items/L-1", crs=flipped)
    north, _west = feature["geometry"]["coordinates"]
    assert north > 31


@pytest.mark.usefixtures("_city")
def test_properties_are_parameters_too(client: Client) -> None:
    assert found(client, state="off") == {"L-3"}
    assert found(client, quantity="1") == {"L-1", "L-2", "L-3"}
    names = set(get(client, "collections/lamps/queryables")["properties"])
    assert {"geometry", "state", "code"} <= names


@pytest.mark.usefixtures("_city")
def test_a_territory_is_asked_for_a_time(client: Client) -> None:
    path = "collections/territories/items"
    assert get(client, path, datetime="2026-01-01T00:00:00Z")["numberMatched"] == 1
    assert get(client, path, datetime="../1900-01-01")["numberMatched"] == 0


def test_a_past_day_shows_what_held_then(client: Client) -> None:
    make_past_territory("07.09", "quarter", box(-8.1, -8.0), valid_to=dt.date(2020, 1, 1))
    path = "collections/territories/items"
    assert get(client, path)["numberMatched"] == 0
    assert get(client, path, datetime="2019-05-01")["numberMatched"] == 1
    assert get(client, path, datetime="2019-05-01T12:00:00Z")["numberMatched"] == 1
    assert get(client, path, datetime="2021-05-01")["numberMatched"] == 0


@pytest.mark.parametrize(
    "query",
    [
        {"unknown": "1"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "ten"},
        {"bbox": "1,2,3"},
        {"bbox": "a,b,c,d"},
        {"bbox": "nan,0,1,1"},
        {"bbox": "0,10,1,5"},
        {"bbox": "0,0,1,95"},
        {"bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/27700"},
        {"crs": "EPSG:4326"},
        {"datetime": "yesterday"},
        {"datetime": "2026-13-01"},
        {"datetime": "2026-02-01/2026-01-01"},
        {"datetime": "1/2/3"},
        {"after": "x"},
        {"after": "-1"},
        {"f": "xml"},
        {"filter": ""},
        {"filter": "nothing = 1"},
        {"filter": "state = "},
        {"filter": "state = 1"},
        {"filter": "1 = 1"},
        {"filter": "power_w + 1 = 2"},
        {"filter": "(" * 400 + "quantity = 1" + ")" * 400},
        {"filter": "quantity = " + "-" * 1500 + "1"},
        {"filter": "x" * 5000},
        {"filter": "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))"},
        {"filter": "S_INTERSECTS(geometry, POINT(500 0))"},
        {"filter": "S_INTERSECTS(state, POINT(0 0))"},
        {"filter": "{", "filter-lang": "cql2-json"},
        {"filter": "[]", "filter-lang": "cql2-json"},
        {"filter": '{"op":"and","args":[]}', "filter-lang": "cql2-json"},
        {
            "filter": '{"op":"=","args":[{"property":"state"},"\\u0000"]}',
            "filter-lang": "cql2-json",
        },
        {"filter": '{"op":"not","args":[' * 150 + "true" + "]}" * 150, "filter-lang": "cql2-json"},
        {"filter": '{"op":"not","args":[' * 150 + "true" + "]}" * 150},
        {"filter": "state = 'lit'", "filter-lang": "cql-text"},
        {"quantity": "many"},
        {"state": "a\0b"},
    ],
    ids=lambda query: str(query)[:60],
)
def test_what_is_not_understood_is_refused_in_words(client: Client, query: dict[str, str]) -> None:
    refused = get(client, "collections/lamps/items", 400, **query)
    assert refused["code"] == "InvalidParameterValue"
    assert len(refused["description"]) > 10


def test_a_parameter_may_not_be_repeated(client: Client) -> None:
    assert client.get("/ogc/collections/lamps/items?limit=1&limit=2").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "collections/nothing",
        "collections/nothing/items",
        "collections/lamps/items/nothing",
        "collections/territories/items/x",
        "collections/lamps/tiles/Other",
        "collections/lamps/tiles/WebMercatorQuad/99/0/0",
        "tileMatrixSets/Other",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert get(client, path, 404)["code"] == "NotFound"


@pytest.mark.usefixtures("_city")
def test_tiles_of_a_collection_are_those_of_the_map(client: Client) -> None:
    tile = client.get("/ogc/collections/lamps/tiles/WebMercatorQuad/0/0/0")
    assert tile.content == client.get("/tiles/lamps/0/0/0.mvt").content
    assert tile["Content-Type"] == "application/vnd.mapbox-vector-tile"


def test_the_reader_chooses_the_form(client: Client) -> None:
    page = client.get("/ogc/", headers={"Accept": "text/html"})
    assert page["Content-Type"].startswith("text/html")
    assert client.get("/ogc/", {"f": "json"}, headers={"Accept": "text/html"}).json()["links"]
    assert client.get("/ogc/", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(("language", "word"), [("ar", "معطيات"), ("fr", "Données")])
def test_it_speaks_the_reader_s_language(client: Client, language: str, word: str) -> None:
    response = client.get("/ogc/", headers={"Accept-Language": language, "Accept": "text/html"})
    assert word in response.content.decode()


@pytest.mark.usefixtures("_city")
def test_a_page_of_features_asks_the_database_little(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        get(client, "collections/lamps/items")
