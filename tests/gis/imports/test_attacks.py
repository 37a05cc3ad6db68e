"""What is tried against imports: it ends in words or is refused, and is never an error."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from gis.imports import services
from gis.imports.enums import State
from gis.imports.models import Finding, Import
from people.models import User
from tests.gis.city import make_town
from tests.gis.imports import files
from tests.people.organisation import grant, make_user

pytestmark = pytest.mark.django_db
STREETS = {
    "code": {"column": "code"},
    "name_fr": {"column": "nom"},
    "category": {"value": "local"},
}
A_STREET = 'code;nom;wkt\nS1;Rue Une;"LINESTRING(-8 31.6,-7.99 31.6)"\n'
AN_AREA = (
    "code;level;nom;ar;pop;wkt\nA1;quarter;Un;واحد;{population};"
    '"POLYGON((-8 31.6,-7.99 31.6,-7.99 31.61,-8 31.6))"\n'
)
AREAS = {
    "code": {"column": "code"},
    "level": {"column": "level"},
    "name_fr": {"column": "nom"},
    "name_ar": {"column": "ar"},
    "population": {"column": "pop"},
    "valid_from": {"value": "2026-01-01"},
}


@pytest.fixture
def clerk(settings: Any, tmp_path: Path) -> Iterator[User]:
    """Return somebody who may do everything, and keep files in a folder of the test's own."""
    settings.VAR_DIR = tmp_path / "var"
    make_town()
    with override("en"):
        yield make_user(is_superuser=True)


def read(clerk: User, content: str) -> Import:
    """Receive a table and read it."""
    return files.read(files.received(clerk, content, "table.csv"), clerk)


def test_collections_nested_deeper_than_the_database_reads_are_refused(clerk: User) -> None:
    nested = "GEOMETRYCOLLECTION(" * 400 + "POINT(-8.05 31.55)" + ")" * 400
    made = read(clerk, f'name;wkt\nflat;"POINT(-8.05 31.55)"\ndeep;"{nested}"\n')
    made = files.checked(made, clerk)
    assert (made.report["new"], made.report["refused"]) == (1, 1)
    assert Finding.objects.get(of=made, kind="refused").code == "broken_geometry"


def test_numbers_larger_than_their_column_are_refused(clerk: User) -> None:
    made = read(clerk, AN_AREA.format(population=2**31))
    made = files.checked(made, clerk, target="territories", matching=AREAS)
    assert Finding.objects.get(of=made, kind="refused").code == "too_large"


def test_what_the_database_refuses_is_said_in_words(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = files.checked(
        read(clerk, AN_AREA.format(population=5)), clerk, target="territories", matching=AREAS
    )
    overflow = "SELECT (2::bigint ^ 40)::integer"
    monkeypatch.setattr("gis.imports.writing.Writer.write", lambda _self: run(overflow))
    with pytest.raises(ValidationError, match="cannot work with these rows"):
        services.commit_import(imported=made, actor=clerk)
    made.refresh_from_db()
    assert made.state == State.CHECKED


def run(statement: str) -> None:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_streets_are_written_by_those_who_look_after_the_territory(clerk: User) -> None:
    importer = make_user()
    grant("geodata.import", user=importer)
    made = read(importer, A_STREET)
    with pytest.raises(PermissionDenied):
        files.checked(made, importer, target="streets", matching=STREETS)
    browser = Client()
    browser.force_login(importer)
    page = browser.get(reverse("geodata:matching", args=[made.pk]), {"target": ""}).content
    assert b"target=own-layer" in page
    assert b"target=streets" not in page
    made = files.checked(made, clerk, target="streets", matching=STREETS)
    with pytest.raises(PermissionDenied):
        services.commit_import(imported=made, actor=importer)
    made = services.commit_import(imported=made, actor=clerk)
    with pytest.raises(PermissionDenied):
        services.roll_back_import(imported=made, actor=importer)


def test_a_right_in_one_arrondissement_is_none_for_the_whole_commune(clerk: User) -> None:
    local = make_user()
    grant("geodata.import", user=local, territory_code="07.01")
    made = files.checked(read(clerk, files.TREES), clerk)
    with pytest.raises(PermissionDenied):
        services.commit_import(imported=made, actor=local)


def test_rows_are_held_while_they_are_written_and_taken_back(clerk: User) -> None:
    first = files.checked(read(clerk, A_STREET), clerk, target="streets", matching=STREETS)
    services.commit_import(imported=first, actor=clerk)
    again = files.checked(read(clerk, A_STREET), clerk, target="streets", matching=STREETS)
    with CaptureQueriesContext(connection) as writing:
        again = services.commit_import(imported=again, actor=clerk)
    with CaptureQueriesContext(connection) as undoing:
        services.roll_back_import(imported=again, actor=clerk)
    for asked in (writing, undoing):
        assert any("FOR UPDATE OF t" in each["sql"] for each in asked.captured_queries)


def test_files_that_no_import_knows_are_swept(clerk: User) -> None:
    left = files.make_import(clerk)
    folder = services.path_of(left).parent
    later = timezone.now() + services.KEPT_FOR + dt.timedelta(days=1)
    for name, at in (("orphan", 0.0), ("fresh", later.timestamp())):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (at, at))
    assert services.forget_old(now=later) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["fresh"]
    left.refresh_from_db()
    assert left.state == State.DISCARDED
