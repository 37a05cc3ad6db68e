"""Cases on the map: what the public is told of them, and what it cannot find out."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client

from casework.models import Case, CaseKind
from tests.casework.files import agent, department, make_case, request_kind

pytestmark = pytest.mark.django_db
PLACE = Point(-7.98123, 31.62951, srid=4326)
SECRETS = ("مريم", "212600000001", "شهادة", "DA-")


def make_placed(**kind: Any) -> Case:
    """Open a request at a place, of a kind with these values."""
    CaseKind.objects.filter(pk=request_kind().pk).update(**kind)
    case = make_case()
    Case.objects.filter(pk=case.pk).update(geom=PLACE)
    return case


def items(client: Client, layer: str, **asked: str) -> Any:
    """Return what a collection answers."""
    path = f"/ogc/collections/{layer}/items"
    return json.loads(client.get(path, asked | {"f": "json"}).content)


def test_no_kind_is_public_unless_somebody_says_so(client: Client) -> None:
    make_placed()
    assert not CaseKind.objects.filter(is_on_public_map=True).exists()
    assert items(client, "public_cases")["numberMatched"] == 0


def test_the_public_is_told_kind_state_and_month_alone(client: Client) -> None:
    case = make_placed(is_on_public_map=True)
    (told,) = items(client, "public_cases")["features"]
    assert set(told["properties"]) == {"kind", "kind_ar", "kind_fr", "state", "month"}
    assert told["properties"]["month"] == f"{case.deposited_at:%Y-%m}-01"
    x, y = told["geometry"]["coordinates"]
    assert abs(x - PLACE.x) + abs(y - PLACE.y) > 1e-4
    path = "/layers/public_cases/export/"
    for name in ("csv", "geojson", "kml"):
        file = client.get(path, {"format": name}).getvalue().decode()
        assert not [each for each in SECRETS if each in file]
        assert "7.98123" not in file
    assert "month" in client.get("/layers/public_cases/").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": "subject LIKE '%شهادة%'"},
        {"filter": "reference = 'DA-2026-000001'"},
        {"filter": "deposited_at > TIMESTAMP('2026-01-01T00:00:00Z')"},
        {"subject": "x"},
    ],
)
def test_what_is_not_told_is_no_filter_either(client: Client, asked: dict[str, str]) -> None:
    make_placed(is_on_public_map=True)
    assert items(client, "public_cases", **asked)["code"] == "InvalidParameterValue"


def test_staff_see_the_cases_of_their_list_where_they_are(client: Client) -> None:
    make_placed()
    assert client.get("/ogc/collections/cases").status_code == 404
    client.force_login(agent("reader", "casework.read", place=department()))
    (told,) = items(client, "cases")["features"]
    assert told["geometry"]["coordinates"] == pytest.approx([PLACE.x, PLACE.y])
    assert told["properties"]["reference"].startswith("DA-")
    client.force_login(agent("other", "casework.read", place=department("elsewhere")))
    assert items(client, "cases")["features"] == []


@pytest.mark.parametrize("layer", ["cases", "public_cases"])
def test_tiles_are_drawn_by_an_index(client: Client, layer: str) -> None:
    make_placed(is_on_public_map=True)
    client.force_login(agent("reader", "casework.read"))
    assert client.get(f"/tiles/{layer}/11/978/834.mvt").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM casework_case WHERE geom IS NOT NULL AND "
            "ST_Transform(coarse_place(geom, 250), 3857) && ST_TileEnvelope(14, 7828, 6652)"
        )
        assert "case_coarse_tiles" in "".join(row[0] for row in cursor.fetchall())
