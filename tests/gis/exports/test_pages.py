"""The pages of layers, what they refuse, and what they leave in the trail."""

import csv
import io
import itertools
import json
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gis.exports import views, writing
from gis.exports.enums import Format
from gis.layers import reread
from people.models import AuditEntry
from tests.gis.city import here, make_service, make_town
from tests.gis.exports.layers import TEXT, make_layer
from tests.people.organisation import make_user
from workspace import jobs
from workspace.models import Job

pytestmark = pytest.mark.django_db
PAGE = "/layers/own-jardins/export/"


def download(client: Client, **asked: Any) -> bytes:
    """Return the file that an export answers with."""
    response = client.get(PAGE, asked)
    assert response.status_code == 200, response.content[:2000]
    return bytes(response.getvalue())


def test_layers_are_listed_with_their_source(client: Client) -> None:
    make_layer("point", source="Agence urbaine", licence="ODbL")
    make_layer("point", code="interne", visibility="staff", name_fr="Interne")
    page = client.get("/layers/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Agence urbaine" in page
    assert "ODbL" in page
    assert "Interne" not in page
    client.force_login(make_user())
    assert "Interne" in client.get("/layers/", headers={"Accept-Language": "fr"}).content.decode()


def test_the_list_asks_the_database_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_layer("point", code=f"jardins-{number}")
    with django_assert_max_num_queries(3):
        client.get("/layers/")


@pytest.mark.parametrize("path", ["/layers/none/", "/layers/own-jardins/", PAGE])
def test_what_is_not_for_the_reader_is_not_there(client: Client, path: str) -> None:
    make_layer("point", visibility="staff")
    assert client.get(path, {"format": "csv"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"format": "dwg"}, "format"),
        ({"format": "csv", "crs": "27700"}, "crs"),
        ({"format": "kml", "crs": "26191"}, "crs"),
        ({"format": "csv", "bbox": "1,2,3"}, "bbox"),
        ({"format": "csv", "bbox": "a\0b"}, "bbox"),
        ({"format": "csv", "filter": "hauteur >"}, "filter"),
        ({"format": "csv", "filter": "secret = 1"}, "filter"),
        ({"format": "csv", "area": "99"}, "area"),
        ({}, "format"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    client: Client, asked: dict[str, str], field: str
) -> None:
    make_layer("point")
    response = client.get(PAGE, asked)
    assert response.status_code == 422
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    assert not AuditEntry.objects.filter(action="geodata.exported").exists()


def test_filters_narrow_what_is_given_out(client: Client) -> None:
    make_layer("point")
    for asked in ({"filter": "hauteur > 2"}, {"bbox": "-8.01,31.59,-7.99,31.61"}):
        found = json.loads(download(client, format="geojson", **asked))
        assert [each["properties"]["key"] for each in found["features"]] == ["a"]


def test_a_territory_narrows_too(client: Client) -> None:
    make_town()
    make_service("S-1", "Un", "واحد", here(-8.05))
    make_service("S-2", "Deux", "اثنان", here(-7.95))
    response = client.get("/layers/service_points/export/", {"format": "geojson", "area": "07.01"})
    found = json.loads(response.getvalue())
    assert [each["properties"]["code"] for each in found["features"]] == ["S-1"]


def test_geojson_has_its_outer_rings_against_the_clock(client: Client) -> None:
    make_layer("polygon")
    found = json.loads(download(client, format="geojson"))
    (ring,) = found["features"][0]["geometry"]["coordinates"]
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    assert area > 0
    assert "crs" not in found


def test_tables_hold_texts_and_never_formulas(client: Client) -> None:
    make_layer("point")
    text = download(client, format="csv", crs="26191").decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text, newline="")))
    assert first["Nom"] == "'=1+1"
    assert first["الاسم"] == TEXT
    assert 240_000 < float(first["x"]) < 265_000
    book = openpyxl.load_workbook(io.BytesIO(download(client, format="xlsx")))
    heads, row, *_ = book.active.iter_rows()
    cells = {head.value: cell for head, cell in zip(heads, row, strict=True)}
    assert (cells["Nom"].value, cells["Nom"].data_type) == ("=1+1", "s")
    assert (cells["longitude"].value, cells["latitude"].value) == (-8.0, 31.6)
    assert cells["hauteur"].value == 2.5


def test_kml_has_both_names_and_the_layer_s_marks(client: Client) -> None:
    make_town()
    response = client.get("/layers/territories/export/", {"format": "kml"})
    text = response.getvalue().decode()
    assert "<name>Guéliz — جليز</name>" in text
    assert re.search(r"<styleUrl>#s\d+</styleUrl>", text)
    assert "<Polygon>" in text


def test_every_export_is_in_the_trail(client: Client) -> None:
    make_layer("point")
    client.force_login(staff := make_user())
    download(client, format="csv", filter="hauteur > 2")
    entry = AuditEntry.objects.get(action="geodata.exported")
    assert (entry.actor, entry.subject) == (staff, "own-jardins")
    assert entry.new["features"] == 1
    assert entry.new["asked"]["filter"] == "hauteur > 2"


@pytest.mark.parametrize("name", Format.values)
def test_what_takes_long_becomes_a_job(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_layer("line")
    client.force_login(make_user())
    monkeypatch.setattr(views, "PATIENCE_S", -1)
    response = client.get(PAGE, {"format": name})
    assert response.status_code == 200
    assert '<form method="post"' in response.content.decode()
    assert client.post(f"{PAGE}?format={name}").status_code == 302
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert job.result_name.startswith("own-jardins-")
    assert jobs.result_path(job.pk).stat().st_size > 100


def test_visitors_are_told_to_ask_for_less(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_layer("point")
    monkeypatch.setattr(views, "PATIENCE_OF_VISITORS_S", -1)
    assert client.get(PAGE, {"format": "gpkg"}).status_code == 422
    assert client.post(f"{PAGE}?format=gpkg").status_code == 422
    assert not Job.objects.exists()


def test_a_job_decides_anew_what_its_owner_may_see() -> None:
    made, owner = make_layer("point", visibility="staff"), make_user()
    given = {"layer": "own-jardins", "query": "format=csv"}
    job = jobs.start_job(owner=owner, title="x", task=writing.TASK, arguments=given)
    made.delete()
    reread()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
