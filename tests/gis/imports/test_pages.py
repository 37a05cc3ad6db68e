"""The wizard as a person walks through it, without a script."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis.imports import steps
from gis.imports.enums import State
from gis.imports.models import Import
from people.models import User
from tests.gis.imports.files import NAMES, TREES, make_import
from tests.people.organisation import grant, make_user
from workspace import jobs
from workspace.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(settings: Any, tmp_path: Path) -> User:
    """Return somebody with the capability and no other."""
    settings.VAR_DIR = tmp_path / "var"
    user = make_user()
    grant("geodata.import", user=user)
    return user


@pytest.fixture
def reader(person: User) -> Client:
    """Return a browser in which they are signed in, in English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    return client


def at(name: str, made: Import) -> str:
    """Return an address of an import."""
    return reverse(f"geodata:{name}", args=[made.pk])


def test_the_whole_way(reader: Client) -> None:
    file = io.BytesIO(TREES.encode())
    file.name = "arbres.csv"
    page = reader.post(reverse("geodata:upload"), {"file": file}, follow=True)
    made = Import.objects.get()
    assert page.redirect_chain[-1][0] == at("source", made)
    asked = {"x": "lon", "y": "lat", "encoding": "utf-8", "srid": "26192"}
    page = reader.post(at("source", made), asked)
    assert page.status_code == 422
    assert "In WGS 84, degrees (EPSG:4326) they lie in it." in page.content.decode()
    page = reader.post(at("source", made), asked | {"srid": "4326"}, follow=True)
    assert page.redirect_chain[-1][0] == at("matching", made)
    page = reader.post(at("matching", made) + "?target=own-layer", {"outside": "keep"})
    assert page.status_code == 422
    assert "A new layer needs a name" in page.content.decode()
    asked = {**NAMES, "outside": "keep", "key": "name"}
    page = reader.post(at("matching", made) + "?target=own-layer", asked, follow=True)
    assert "not a number" in page.content.decode()
    made.refresh_from_db()
    assert made.state == State.CHECKED
    shown = json.loads(reader.get(at("preview", made)).content)
    assert len(shown["features"]) == 3
    page = reader.post(at("commit", made), follow=True)
    assert "The rows are imported." in page.content.decode()
    page = reader.post(at("undo", made), follow=True)
    assert "The import is taken back." in page.content.decode()


def test_a_refused_file_says_why_on_its_page(reader: Client) -> None:
    file = io.BytesIO(b"nom;rue\nx;y\n")
    file.name = "liste.csv"
    page = reader.post(reverse("geodata:upload"), {"file": file}, follow=True)
    assert "There are no coordinates in it." in page.content.decode()


def test_an_empty_file_is_refused_beside_the_field(reader: Client) -> None:
    file = io.BytesIO(b"")
    file.name = "vide.csv"
    page = reader.post(reverse("geodata:upload"), {"file": file})
    assert page.status_code == 422
    assert "The file is empty." in page.content.decode()


def test_the_report_is_a_table_that_no_spreadsheet_runs(reader: Client, person: User) -> None:
    made = make_import(person, until="check", content=TREES + "=HYPERLINK(1);=1+1;-7,9;1\n")
    text = reader.get(at("report", made)).getvalue().decode()
    assert text.startswith("\ufeffrow,kind,reason,column,value,before,after")
    assert '"\'-7,9 / =1+1"' in text


def test_a_large_file_is_a_job(
    reader: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "AT_ONCE_BYTES", 10)
    made = make_import(person, until="check")
    page = reader.post(at("commit", made), follow=True)
    assert "Importing arbres.csv" in page.content.decode()
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    made.refresh_from_db()
    assert (job.state, made.state) == ("done", State.COMMITTED)


def test_a_cancelled_job_leaves_everything_as_it_was(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "AT_ONCE_BYTES", 10)
    made = make_import(person)
    steps.take(imported=made, step=steps.READ, actor=person, choice={"layer": "", "srid": 4326})
    job = Job.objects.get()
    Job.objects.update(is_cancelling=True)
    jobs.run(job.pk)
    job.refresh_from_db()
    made.refresh_from_db()
    assert (job.state, made.state, made.rows.count()) == ("cancelled", State.OPENED, 0)


def test_the_number_of_queries_of_the_list_is_fixed(
    reader: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        make_import(person)
    with django_assert_max_num_queries(16):
        assert reader.get(reverse("geodata:imports")).status_code == 200
