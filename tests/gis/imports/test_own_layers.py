"""Own layers as layers of the map: tiles, collections, filters, style, and their end."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from gis.imports.layers import name_of
from gis.imports.models import Dataset, DatasetFeature
from gis.imports.own_layer_services import change_dataset, delete_dataset
from gis.layers import find, known, reread
from people.models import AuditEntry
from tests.gis import mvt
from tests.gis.imports.files import make_dataset
from tests.people.organisation import make_user

pytestmark = pytest.mark.django_db
NASTY = 'l\'«"%s" __ {0} %(z)s; --'
COLUMNS = [
    {"name": NASTY, "kind": "text"},
    {"name": "2020", "kind": "whole"},
    {"name": "hauteur", "kind": "decimal"},
    {"name": "ouvert", "kind": "truth"},
    {"name": "depuis", "kind": "day"},
]
VALUES = {NASTY: "زيتونة", "2020": 7, "hauteur": 2.5, "ouvert": True, "depuis": "2026-01-02"}


@pytest.fixture(autouse=True)
def _anew() -> Any:
    """Leave no layer of another test in the memory of the registry."""
    reread()
    yield
    reread()


def make_own(visibility: str = "public", **more: Any) -> Dataset:
    """Make an own layer of two points, with columns of any name."""
    names = {"name_ar": "أشجار", "name_fr": "Arbres", "shape": "point", "columns": COLUMNS}
    made = Dataset.objects.create(code="arbres", visibility=visibility, **(names | more))
    for key, x, values in (("a", -8.0, VALUES), ("b", -7.9, {NASTY: "x"})):
        place = GEOSGeometry(f"POINT({x} 31.6)", srid=4326)
        given = {"properties": values, "geom": place, "source_srid": 4326}
        given["source_geom"] = GEOSGeometry(f"POINT({x} 31.6)", srid=0)
        DatasetFeature.objects.create(dataset=made, key=key, **given)
    reread()
    return made


def items(client: Client, **asked: str) -> Any:
    """Return what the collection answers."""
    path = "/ogc/collections/own-arbres/items"
    response = client.get(path, asked, headers={"Accept": "application/json"})
    return json.loads(response.content)


def test_what_was_imported_is_a_layer_at_once() -> None:
    made = make_dataset(make_user(is_superuser=True))
    layer = find(name_of(made))
    assert layer is not None
    assert layer.name in {each.name for each in known()}
    assert [each.name for each in layer.properties] == [each["name"] for each in made.columns]


def test_values_are_told_with_their_kinds(client: Client) -> None:
    make_own()
    first, second = items(client)["features"]
    assert first["id"] == "a"
    assert first["properties"] == VALUES
    assert second["properties"]["hauteur"] is None


@pytest.mark.parametrize(
    "text",
    [
        '"2020" > 6',
        "hauteur BETWEEN 2 AND 3",
        "ouvert = TRUE",
        "depuis = DATE('2026-01-02')",
        "S_INTERSECTS(geometry, BBOX(-8.01,31.5,-7.99,31.7))",
    ],
)
def test_filters_reach_the_columns(client: Client, text: str) -> None:
    make_own()
    assert [each["id"] for each in items(client, filter=text)["features"]] == ["a"]


def test_a_column_of_any_name_is_a_parameter(client: Client) -> None:
    make_own()
    assert [each["id"] for each in items(client, **{NASTY: "زيتونة"})["features"]] == ["a"]
    assert [each["id"] for each in items(client, **{"2020": "7"})["features"]] == ["a"]


def test_tiles_carry_the_label_whatever_it_is_called(client: Client) -> None:
    make_own(label=NASTY)
    drawn = mvt.read_tile(client.get("/tiles/own-arbres/0/0/0.mvt").content)
    assert {feature[NASTY] for feature in drawn["own-arbres"]} == {"زيتونة", "x"}


def test_a_layer_of_the_staff_is_not_there_for_others(client: Client) -> None:
    make_own("staff")
    assert client.get("/tiles/own-arbres/0/0/0.mvt").status_code == 404
    assert client.get("/ogc/collections/own-arbres").status_code == 404
    client.force_login(make_user())
    assert client.get("/tiles/own-arbres/0/0/0.mvt").status_code == 200
    assert client.get("/ogc/collections/own-arbres").status_code == 200


def test_its_style_is_changed_and_remembered(client: Client) -> None:
    made, staff = make_own(), make_user(is_superuser=True)
    client.force_login(staff)
    page = f"/geodata/layers/{made.code}/change/"
    asked = {
        "name_ar": "أشجار",
        "name_fr": "Arbres",
        "visibility": "public",
        "colour": "violet",
        "symbol": "square",
        "label": "hauteur",
        "min_zoom": "12",
    }
    assert client.post(page, asked | {"min_zoom": "25"}).status_code == 422
    assert client.post(page, asked).status_code == 302
    reread()
    layer = find("own-arbres")
    assert layer is not None
    assert (layer.style.plain.colour, layer.style.plain.shape) == ("violet", "square")
    assert (layer.label, layer.min_zoom) == (("hauteur",), 12)
    entry = AuditEntry.objects.get(action="geodata.layer_changed")
    assert entry.new["colour"] == "violet"


def test_the_database_refuses_a_zoom_that_no_map_has() -> None:
    with pytest.raises(ValidationError):
        change_dataset(dataset=make_own(), actor=make_user(is_superuser=True), min_zoom=20)


def test_it_is_deleted_after_it_was_asked_for(client: Client) -> None:
    made = make_own()
    client.force_login(make_user(is_superuser=True))
    page = f"/geodata/layers/{made.code}/delete/"
    assert client.get(page).status_code == 200
    assert Dataset.objects.exists()
    assert client.post(page).status_code == 302
    assert not DatasetFeature.objects.exists()
    assert AuditEntry.objects.get(action="geodata.layer_deleted").old["features"] == 2
    reread()
    assert find("own-arbres") is None


def test_not_by_everybody() -> None:
    with pytest.raises(PermissionDenied):
        delete_dataset(dataset=make_own(), actor=make_user())
    with pytest.raises(PermissionDenied):
        change_dataset(dataset=Dataset.objects.get(), actor=make_user(), label="x")
