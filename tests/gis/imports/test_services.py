"""An import from its file to the table and back, with what is found on the way."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from pyproj import Geod, Transformer

from gis.imports import services
from gis.imports.enums import STEPS, State
from gis.imports.models import Change, Dataset, DatasetFeature, Finding, Import, StagedRow
from gis.models import ServicePoint, Street, Territory
from people.models import AuditEntry, User
from tests.gis.imports.files import TREES, checked, make_dataset, make_import, read, received
from tests.gis.imports.hostile import zipped
from tests.people.organisation import make_user

pytestmark = pytest.mark.django_db
SQUARE = "POLYGON((-8 31.6,-7.99 31.6,-7.99 31.61,-8 31.61,-8 31.6))"
BOW = "POLYGON((-8 31.6,-7.99 31.61,-7.99 31.6,-8 31.61,-8 31.6))"


@pytest.fixture
def person(settings: Any, tmp_path: Path) -> Iterator[User]:
    """Return somebody who may import, and keep files in a folder of the test's own."""
    settings.VAR_DIR = tmp_path / "var"
    with override("en"):
        yield make_user(is_superuser=True)


def found(imported: Import) -> set[tuple[int, str]]:
    """Return the findings as rows and codes."""
    return set(Finding.objects.filter(of=imported).values_list("row", "code"))


def test_a_table_goes_all_the_way(person: User) -> None:
    made = make_import(person, until="check")
    assert found(made) == {(4, "outside"), (5, "not_a_number")}
    assert made.report["new"] == 3
    assert not DatasetFeature.objects.exists()
    services.commit_import(imported=made, actor=person)
    dataset = Dataset.objects.get()
    assert {each["name"]: each["kind"] for each in dataset.columns} == {
        "name": "text",
        "height": "whole",
    }
    feature = DatasetFeature.objects.get(properties__name="زيتونة")
    assert (feature.geom.x, feature.geom.y, feature.properties["height"]) == (-7.99, 31.64, 6)
    assert not StagedRow.objects.exists()
    assert not services.path_of(made).exists()
    actions = AuditEntry.objects.filter(object_id=str(made.pk)).values_list("action", flat=True)
    assert set(actions) == {"geodata.uploaded", "geodata.committed"}


def test_an_import_is_taken_back_as_one(person: User) -> None:
    made = make_import(person, until="commit")
    back = services.roll_back_import(imported=made, actor=person)
    assert back.state == State.ROLLED_BACK
    assert not Dataset.objects.exists()
    assert not Change.objects.exists()


def test_rows_that_changed_since_keep_an_import_from_being_taken_back(person: User) -> None:
    made = make_import(person, until="commit")
    DatasetFeature.objects.filter(properties__name="Olivier").update(properties={"name": "Palmier"})
    with pytest.raises(ValidationError, match="have changed since: 2"):
        services.roll_back_import(imported=made, actor=person)
    assert DatasetFeature.objects.count() == 3


def test_a_second_import_changes_rows_of_the_same_key_and_can_be_taken_back(person: User) -> None:
    dataset = make_dataset(person)
    again = read(received(person, TREES.replace(";4\n", ";9\n"), "arbres.csv"), person)
    matching = {each: {"column": each} for each in again.counts["names"]}
    services.match_fields(
        imported=again,
        target="own-layer",
        matching=matching,
        options={"outside": "refuse"},
        dataset=dataset,
        actor=person,
    )
    again = services.check_rows(imported=again, actor=person)
    assert (again.report["changed"], again.report["new"], again.report["refused"]) == (2, 0, 2)
    services.commit_import(imported=again, actor=person)
    assert DatasetFeature.objects.get(key="2").properties["height"] == 9
    services.roll_back_import(imported=again, actor=person)
    feature = DatasetFeature.objects.get(key="2")
    assert feature.properties["height"] == 4
    assert feature.geom_3857.srid == 3857
    assert Dataset.objects.get() == dataset


def test_nothing_is_half_imported(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_import(person, until="check")

    def break_off(*_args: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("gis.imports.writing.Writer._digest", break_off)
    with pytest.raises(ValidationError):
        services.commit_import(imported=made, actor=person)
    assert not DatasetFeature.objects.exists()
    assert not Dataset.objects.exists()
    made.refresh_from_db()
    assert made.state == State.CHECKED
    assert StagedRow.objects.filter(of=made).count() == 4


def test_only_those_who_may_import_do(person: User) -> None:
    with pytest.raises(PermissionDenied):
        services.upload_geodata(upload=ContentFile(b"x", name="x.csv"), actor=make_user())


def test_a_refused_file_says_why_and_is_deleted(person: User) -> None:
    made = received(person, "nom;rue\nx;y\n", "liste.csv")
    assert (made.state, made.problem["code"]) == (State.REFUSED, "no_coordinates")
    assert not services.path_of(made).exists()


@pytest.mark.parametrize("state", [State.CHECKED, State.COMMITTED])
def test_the_database_holds_the_steps(person: User, state: State) -> None:
    made = make_import(person)
    with pytest.raises(IntegrityError, match="import does not go"), transaction.atomic():
        Import.objects.filter(pk=made.pk).update(
            state=state, committed_at=made.created_at, committed_by=person
        )


def test_the_table_of_steps_is_that_of_the_database() -> None:
    text = Path(services.__file__).with_name("sql").joinpath("0002_steps.sql").read_text()
    for source, targets in STEPS.items():
        for target in State:
            is_there = f"('{source.value}', '{target.value}')" in text
            assert is_there == (target in targets and target != source)


def test_a_step_that_somebody_else_took_is_refused(person: User) -> None:
    made = make_import(person, until="commit")
    with pytest.raises(ValidationError, match="gone on"):
        services.discard_import(imported=made, actor=person)


def test_invalid_areas_are_repaired_and_listed(person: User) -> None:
    text = f'nom,wkt\nbon,"{SQUARE}"\nnoeud,"{BOW}"\nbon encore,"{SQUARE}"\nvide,\n'
    made = checked(read(received(person, text, "zones.csv"), person), person)
    assert found(made) == {(3, "invalid"), (4, "same_geometry"), (5, "no_place")}
    repaired = Finding.objects.get(of=made, code="invalid")
    assert "Self-intersection" in repaired.value
    assert (repaired.before, repaired.after) == ("ST_Polygon (5)", "ST_MultiPolygon (8)")
    services.commit_import(imported=made, actor=person)
    assert all(each.geom.valid for each in DatasetFeature.objects.all())


def test_streets_are_written_with_their_length(person: User) -> None:
    text = (
        "code;nom;type;wkt\n"
        "V1;Rue A;residential;LINESTRING(-8 31.6,-7.99 31.6)\n"
        "V1;Rue B;primary;LINESTRING(-8 31.61,-7.99 31.61)\n"
        "V2;;primary;LINESTRING(-8 31.62,-7.99 31.62)\n"
        "V3;Rue C;autoroute;LINESTRING(-8 31.63,-7.99 31.63)\n"
        "V4;Rue D;primary;POINT(-8 31.6)\n"
        'V5;Rue E;primary;"MULTILINESTRING((-8 31.6,-7.99 31.6),(-7.9 31.6,-7.8 31.6))"\n'
        'V6;Rue F;alley;"MULTILINESTRING((-8 31.6,-7.99 31.6),(-7.99 31.6,-7.98 31.61))"\n'
    )
    matching = {
        "code": {"column": "code"},
        "name_fr": {"column": "nom"},
        "category": {"column": "type"},
    }
    made = read(received(person, text, "voies.csv"), person)
    made = checked(made, person, target="streets", matching=matching)
    assert found(made) == {
        (3, "repeated_key"),
        (4, "missing"),
        (5, "not_in_list"),
        (6, "wrong_kind"),
        (7, "several_parts"),
    }
    services.commit_import(imported=made, actor=person)
    assert set(Street.objects.values_list("code", "category")) == {("V1", "local"), ("V6", "alley")}
    assert Street.objects.get(code="V1").length_m == pytest.approx(948.9, abs=1)


def test_a_new_boundary_ends_the_one_before(person: User) -> None:
    def bring(day: str, name: str) -> Import:
        made = read(received(person, f'code;nom;wkt\n04.1;{name};"{SQUARE}"\n', "a.csv"), person)
        matching = {
            "code": {"column": "code"},
            "name_fr": {"column": "nom"},
            "name_ar": {"value": "جليز"},
            "level": {"value": "arrondissement"},
            "valid_from": {"value": day},
        }
        made = checked(made, person, target="territories", matching=matching)
        return services.commit_import(imported=made, actor=person)

    bring("2015-01-01", "Guéliz")
    second = bring("2024-09-01", "Guéliz Nord")
    dates = Territory.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert [(str(a), str(b)) for a, b in dates] == [
        ("2015-01-01", "2024-09-01"),
        ("2024-09-01", "None"),
    ]
    services.roll_back_import(imported=second, actor=person)
    assert Territory.objects.get().valid_to is None


def twins(folder: Path) -> tuple[Path, Path]:
    """Write the same lines in WGS 84 and in Lambert, the second by pyproj."""
    ends = np.random.default_rng(7).uniform((-8.08, 31.56), (-7.9, 31.7), (200, 2))
    lines = shapely.linestrings(np.stack([ends, ends + np.array([0.002, 0.001])], axis=1))
    moved = Transformer.from_crs(4326, 26191, always_xy=True)
    lambert = shapely.transform(lines, lambda points: np.column_stack(moved.transform(*points.T)))
    names = np.array([f"L{n}" for n in range(len(lines))], dtype=object)
    paths = folder / "wgs.gpkg", folder / "lambert.shp"
    for path, shapes, srid in zip(paths, (lines, lambert), (4326, 26191), strict=True):
        pyogrio.raw.write(
            path,
            shapely.to_wkb(shapes),
            [names],
            ["nom"],
            geometry_type="LineString",
            crs=f"EPSG:{srid}",
        )
    return paths


def test_a_file_in_lambert_lands_on_its_twin(person: User, tmp_path: Path) -> None:
    twins(tmp_path)
    placed = []
    for name, srid in (("wgs.gpkg", 4326), ("lambert.shp", 26191)):
        path = tmp_path / name
        if name.endswith(".shp"):
            path = zipped_shapefile(path)
        made = read(received(person, path), person)
        assert made.choice["srid"] == srid
        made = checked(made, person)
        rows = StagedRow.objects.filter(of=made).order_by("row")
        placed.append(shapely.from_wkb([bytes(row.geom.wkb) for row in rows if row.geom]))
        assert made.report["system"]["finding"] == ""
    geod = Geod(ellps="WGS84")
    one, other = (shapely.get_coordinates(each) for each in placed)
    assert len(one) == len(other) == 400
    assert max(geod.inv(*one.T, *other.T)[2]) < 0.01


def zipped_shapefile(path: Path) -> Path:
    """Put the parts of a Shapefile into an archive."""
    archive = path.with_suffix(".zip")
    parts = [each for each in path.parent.iterdir() if each.stem == path.stem]
    archive.write_bytes(zipped(*((each.name, each.read_bytes()) for each in parts)))
    return archive


def test_a_shift_that_was_left_out_is_named_and_undone(person: User, tmp_path: Path) -> None:
    wgs, _ = twins(tmp_path)
    streets = read(received(person, wgs), person)
    matching = {
        "code": {"column": "nom"},
        "name_fr": {"column": "nom"},
        "category": {"value": "local"},
    }
    streets = checked(streets, person, target="streets", matching=matching)
    services.commit_import(imported=streets, actor=person)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE territory_street")
    shifted = shifted_twin(wgs)
    made = checked(read(received(person, shifted), person), person)
    assert made.report["offset"]["left_out"]
    made = checked(read(made, person, left_out=True), person)
    assert made.report["offset"]["median_m"] < 0.1
    assert not made.report["offset"]["left_out"]


def shifted_twin(path: Path) -> Path:
    """Write what a converter makes of Lambert when it knows nothing of the datum."""
    _, _, wkb, (names,) = pyogrio.raw.read(path)
    lines = shapely.from_wkb(wkb)
    moved = Transformer.from_crs(4326, 4261, always_xy=True)
    wrong = shapely.transform(lines, lambda points: np.column_stack(moved.transform(*points.T)))
    target = path.with_name("decale.gpkg")
    pyogrio.raw.write(
        target,
        shapely.to_wkb(wrong),
        [names],
        ["nom"],
        geometry_type="LineString",
        crs="EPSG:4326",
    )
    return target


def test_arabic_text_is_kept_in_every_encoding(person: User, tmp_path: Path) -> None:
    text = "اسم;lat;lon\nشارع محمد الخامس;31,63;-7,98\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1256", "utf-16"):
        made = read(received(person, text.encode(encoding), "voies.csv"), person)
        assert StagedRow.objects.get(of=made).properties["اسم"] == "شارع محمد الخامس", encoding


def test_a_sheet_keeps_its_dates_and_what_formulas_came_to(person: User) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["nom", "nom", "posé le", "X", "Y"])
    sheet.append(["A", "B", dt.date(2024, 3, 1), 254_992, 118_111])
    sheet.append(["C", "D", None, "254 992,5", "=1/0"])
    held = io.BytesIO()
    book.save(held)
    made = received(person, held.getvalue(), "liste.xlsx")
    made = checked(read(made, person, srid=26191), person)
    row = StagedRow.objects.get(of=made, row=2)
    assert row.properties["posé le"] == "2024-03-01"
    assert row.properties["nom (2)"] == "B"
    assert row.geom
    assert row.geom.coords == pytest.approx((-7.981098, 31.629504), abs=1e-6)
    assert found(made) == {(3, "no_place")}


def test_coordinates_beyond_their_system_are_refused(person: User) -> None:
    text = "nom;lat;lon\na;131;-8\nb;31,6;-8\nc;inf;-8\nd;89,9;-8\n"
    made = checked(read(received(person, text, "x.csv"), person), person)
    assert found(made) == {(2, "off_limits"), (4, "not_finite"), (5, "off_limits"), (5, "outside")}
    assert made.report["new"] == 1


def test_service_points_are_written_and_changed(person: User) -> None:
    text = (
        "id;nom;amenity;lat;lon\nS1;Dar Chabab;culture;31,63;-7,98\n"
        "S2;Poste;post_office;31,64;-7,99\n"
    )
    matching = {
        "code": {"column": "id"},
        "name_fr": {"column": "nom"},
        "category": {"column": "amenity"},
    }
    for name in ("Poste", "Barid Al-Maghrib"):
        made = read(received(person, text.replace("Poste", name), "services.csv"), person)
        made = checked(made, person, target="service-points", matching=matching)
        made = services.commit_import(imported=made, actor=person)
    assert made.report["changed"] == 2
    post = ServicePoint.objects.get(code="S2")
    assert (post.name_fr, post.category, post.procedures) == ("Barid Al-Maghrib", "post", [])
    services.roll_back_import(imported=made, actor=person)
    assert ServicePoint.objects.get(code="S2").name_fr == "Poste"
