"""An inventory is loaded wholly or not at all, once, and every odd value stands in the report."""

import csv
import threading
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model
from django.test import TestCase
from django.utils.translation import override

from demo.services import remove_city
from gis.models import Street, Territory
from lighting import services
from lighting.enums import Reason
from lighting.inventory import statements
from lighting.inventory.refusals import ImportRefusedError
from lighting.inventory.reports import outside_count, summary
from lighting.models import Cabinet, ControlPoint, Feeder, InventoryImport, Lamp
from lighting.services import import_inventory

HEADINGS = "PUNTO;POSICIÓN;TIPO;POTENCIA (W);CANTIDAD POR PUNTO;SUMINISTRO;DIRECCIÓN;COLOR"
ROWS = """\
1;31.6300, -7.9800;GABINETE - MEDIDOR: 77;-;;S1;Rue A;
2;31.6301, -7.9800;LED ;100;1;S1;Rue A;
3;31.6302, -7.9800;REFLECTOR LED;900;2;S1;Rue A;
3;31.6303, -7.9800;LED;100;1;S1;Rue A;
4;;LED;100;1;S1;Rue A;
5;31.6400, -7.9900;VAPOR DE SODIO;150;1;S2;Rue B;
6;31.6402, -7.9900;VAPOR DE SODIO;150;1;S2;Rue B;
7;31.6402, -7.9900;VAPOR DE SODIO;150;1;S2;Rue B;
8;0, 0;LED;100;1;S2;Rue B;
9;31.9000, -7.9900;?;x;;;Rue C;
10;31.6402, -7.9900;LED;100;1;S2;Rue B;;further
"""
EXPECTED = {
    (None, "COLOR", "column_not_read"),
    (None, "switching", "column_absent"),
    (None, "locality", "column_absent"),
    (None, "remarks", "column_absent"),
    (2, "TIPO", "equipment"),
    (2, "POTENCIA (W)", "placeholder"),
    (3, "TIPO", "blanks_removed"),
    (4, "TIPO", "type_approximate"),
    (4, "POTENCIA (W)", "power_unusual"),
    (4, "CANTIDAD POR PUNTO", "several_lamps"),
    (5, "PUNTO", "code_repeated"),
    (6, "POSICIÓN", "position_missing"),
    (7, "SUMINISTRO", "cabinet_in_the_middle"),
    (8, "POSICIÓN", "position_shared"),
    (8, "PUNTO", "row_repeated"),
    (9, "POSICIÓN", "position_shared"),
    (9, "PUNTO", "row_repeated"),
    (10, "POSICIÓN", "position_zero"),
    (11, "TIPO", "placeholder"),
    (11, "POTENCIA (W)", "power_unreadable"),
    (11, "CANTIDAD POR PUNTO", "quantity_missing"),
    (11, "SUMINISTRO", "supply_missing"),
    (11, "POSICIÓN", "outside_territory"),
    (12, "", "too_many_cells"),
}
LOADED: list[type[Model]] = [Lamp, ControlPoint, Cabinet, Feeder]


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """Return a small inventory with every kind of finding."""
    path = tmp_path / "inventory.csv"
    path.write_text(f"{HEADINGS}\n{ROWS}", encoding="utf-8")
    return path


@pytest.fixture
def territory(db) -> Territory:
    """Return a territory around most of the inventory, with a street through it."""
    square = Polygon.from_bbox((-8.0, 31.6, -7.9, 31.7))
    unit = Territory.objects.create(
        code="1", name_fr="A", name_ar="أ", geom=MultiPolygon(square), valid_from="2024-09-01"
    )
    Street.objects.create(
        code="R1",
        name_fr="Rue A",
        name_ar="زنقة أ",
        length_m=500,
        geom=LineString((-7.98, 31.629), (-7.98, 31.6335)),
    )
    return unit


def held() -> list[list[dict]]:
    """Return every row that an import writes, but its own report."""
    return [list(model._default_manager.order_by("pk").values()) for model in LOADED]


def findings(record: InventoryImport) -> list[tuple]:
    """Return where and why of the findings of an import."""
    return list(record.findings.values_list("row", "column", "reason"))


def test_every_odd_value_is_named_and_the_rest_loaded(territory, inventory) -> None:
    record = import_inventory(path=inventory)
    assert sorted(findings(record), key=str) == sorted(EXPECTED, key=str)
    counts = (record.accepted_count, record.repaired_count, record.refused_count)
    assert (record.row_count, counts) == (11, (3, 4, 4))
    assert (record.lamp_count, record.control_point_count, record.cabinet_count) == (6, 1, 2)
    assert (record.created_count, record.updated_count, record.unchanged_count) == (7, 0, 0)
    assert record.cabinets_created_count == 2
    assert set(Lamp.objects.values_list("code", flat=True)) == {"2", "3", "5", "6", "7", "9"}
    assert record.columns["power_w"] == "POTENCIA (W)"


def test_lamps_find_cabinet_territory_and_street(territory, inventory) -> None:
    import_inventory(path=inventory, is_simulated=True)
    near, far, lost = (Lamp.objects.get(code=code) for code in ("3", "5", "9"))
    assert near.feeder is not None
    assert (near.feeder.number, near.feeder.cabinet.supply_id) == (1, "S1")
    assert (near.territory, near.street, far.street) == (territory, Street.objects.get(), None)
    assert (lost.feeder, lost.territory, lost.power_w, lost.quantity) == (None, None, None, 1)
    assert (near.power_w, near.quantity, near.is_simulated) == (900, 2, True)
    assert near.source_position == "31.6302, -7.9800; EPSG:4326"
    control = ControlPoint.objects.get()
    assert (control.kind, control.meter_number) == ("cabinet", "77")
    assert control.cabinet == near.feeder.cabinet


def test_a_cabinet_stands_where_the_source_says_or_amid_its_lamps(territory, inventory) -> None:
    import_inventory(path=inventory)
    said, middle = Cabinet.objects.order_by("supply_id")
    assert said.geom.coords == (-7.98, 31.63)
    assert said.territory == territory
    assert said.source_position == "31.6300, -7.9800; EPSG:4326"
    assert middle.geom.coords == pytest.approx((-7.99, (31.64 + 2 * 31.6402) / 3))
    assert middle.source_position == "middle of 3 points; EPSG:4326"


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_says_so(inventory) -> None:
    first = import_inventory(path=inventory)
    before = held()
    second = import_inventory(path=inventory)
    assert held() == before
    assert not first.changed_nothing
    assert second.changed_nothing
    assert (second.unchanged_count, second.sha256) == (7, first.sha256)
    assert InventoryImport.objects.count() == 2


@pytest.mark.django_db
def test_another_file_updates_what_differs_alone(inventory) -> None:
    import_inventory(path=inventory)
    text = inventory.read_text(encoding="utf-8").replace("5;31.6400", "5;31.6410")
    inventory.write_text(
        text.replace("6;31.6402, -7.9900;VAPOR DE SODIO;150", "6;31.6402, -7.9900;LED;60")
    )
    record = import_inventory(path=inventory)
    assert (record.created_count, record.updated_count, record.unchanged_count) == (0, 2, 5)
    assert (record.cabinets_created_count, record.cabinets_updated_count) == (0, 1)
    assert Lamp.objects.get(code="6").power_w == 60


@pytest.mark.django_db
def test_a_part_of_the_file_does_not_move_the_middle(inventory) -> None:
    import_inventory(path=inventory)
    before = held()
    lines = f"{HEADINGS}\n{ROWS}".splitlines()
    inventory.write_text("\n".join([lines[0], lines[6]]), encoding="utf-8")
    assert import_inventory(path=inventory).changed_nothing
    assert held() == before


@pytest.mark.django_db
def test_what_people_decided_here_stays(territory, inventory) -> None:
    import_inventory(path=inventory)
    lamp, cabinet = Lamp.objects.get(code="5"), Cabinet.objects.get(supply_id="S2")
    lamp.feeder = Feeder.objects.create(cabinet=cabinet, number=4)
    lamp.street = Street.objects.get()
    lamp.save()
    cabinet.source_position, cabinet.geom = "surveyed", Point(-7.991, 31.641, srid=4326)
    cabinet.save()
    assert import_inventory(path=inventory).changed_nothing
    assert Lamp.objects.get(code="5").feeder == lamp.feeder
    assert Cabinet.objects.get(supply_id="S2").source_position == "surveyed"


@pytest.mark.django_db
def test_a_dry_run_reports_and_changes_nothing(inventory) -> None:
    trial = import_inventory(path=inventory, dry_run=True)
    assert not any(held())
    assert trial.is_dry_run
    assert (trial.created_count, trial.cabinets_created_count) == (7, 2)
    real = import_inventory(path=inventory)
    assert findings(trial) == findings(real)


@pytest.mark.django_db
def test_a_failure_at_the_end_takes_everything_back(inventory, monkeypatch) -> None:
    broken = statements.UPSERT_CONTROL_POINTS.replace("RETURNING", "AND 1 / 0 > 0 RETURNING")
    monkeypatch.setattr(statements, "UPSERT_CONTROL_POINTS", broken)
    with override("en"), pytest.raises(ImportRefusedError, match=r"nothing was changed: .*zero"):
        import_inventory(path=inventory)
    assert not any(held())
    assert not InventoryImport.objects.exists()


@pytest.mark.django_db
def test_a_cabinet_of_that_code_under_another_contract_refuses_the_file(inventory) -> None:
    Cabinet.objects.create(code="S1", supply_id="other", geom=Point(-8, 31, srid=4326))
    with override("en"), pytest.raises(ImportRefusedError, match="nothing was changed"):
        import_inventory(path=inventory)
    assert not Lamp.objects.exists()


@pytest.mark.django_db
def test_a_lamp_does_not_become_equipment(inventory) -> None:
    Lamp.objects.create(code="1", geom=Point(-8, 31, srid=4326))
    record = import_inventory(path=inventory)
    assert (2, "PUNTO", Reason.CODE_CHANGED_KIND) in findings(record)
    assert not ControlPoint.objects.exists()


@pytest.mark.django_db
def test_all_outside_is_said_once(territory, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code,position\n1,S28 25.696 W65 43.153\n2,S28 25.7 W65 43.1\n")
    record = import_inventory(path=path)
    assert (None, "", Reason.OUTSIDE_TERRITORY) in findings(record)
    with override("en"):
        assert "points outside every territory known here: 2" in list(summary(record))
    Territory.objects.all().delete()
    record = import_inventory(path=path)
    assert (None, "", Reason.NO_TERRITORY) in findings(record)
    assert outside_count(record) == 2


@pytest.mark.django_db
def test_what_lies_outside_is_counted(territory, inventory) -> None:
    record = import_inventory(path=inventory)
    outside = [reason for _, _, reason in findings(record) if reason == Reason.OUTSIDE_TERRITORY]
    assert outside_count(record) == len(outside) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_to_wait(inventory) -> None:
    seen: list[str] = []

    def second() -> None:
        try:
            with override("en"):
                import_inventory(path=inventory)
        except ImportRefusedError as error:
            seen.append(str(error))
        finally:
            connection.close()

    with services._all_or_nothing():
        other = threading.Thread(target=second)
        other.start()
        other.join(30)
    assert seen == ["Another import is running. Try again when it has finished."]
    assert import_inventory(path=inventory).created_count == 7


@pytest.mark.django_db
def test_the_command_prints_a_summary_and_writes_the_report(
    inventory, settings, tmp_path, capsys
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    call_command("import", "lighting", str(inventory), "--language", "en")
    said = capsys.readouterr().out
    (report,) = (tmp_path / "var/reports").iterdir()
    assert "inventory.csv, rows: 11" in said
    assert "1  position_zero " in said
    assert str(report) in said
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    record = InventoryImport.objects.get()
    assert len(rows) == record.findings.count()
    assert {"row": "2", "column": "POTENCIA (W)", "was": "'-"}.items() <= next(
        row for row in rows if row["reason"] == "placeholder"
    ).items()
    call_command("import", "lighting", str(inventory), "--language", "en")
    assert "Nothing to change" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "header"), [("fr", "ligne"), ("ar", "السطر"), ("en", "row")])
def test_the_report_speaks_the_reader_s_language(
    inventory, settings, tmp_path, capsys, language, header
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    call_command("import", "lighting", str(inventory), "--language", language)
    (report,) = (tmp_path / "var/reports").iterdir()
    assert report.read_text(encoding="utf-8-sig").startswith(f"{header},")
    with override(language):
        assert str(Reason.POSITION_ZERO.label) in capsys.readouterr().out


@pytest.mark.django_db
def test_bad_input_is_one_clear_line(tmp_path) -> None:
    (tmp_path / "head.csv").write_text("code,position\n")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    cases = {"none.csv": "no file", "head.csv": "no rows", "other.csv": "lamp_code"}
    for name, why in cases.items():
        with pytest.raises(CommandError, match=why) as caught:
            call_command("import", "lighting", str(tmp_path / name), "--language", "en")
        assert caught.value.returncode == 1
        assert "\n" not in str(caught.value)
    assert not InventoryImport.objects.exists()


@pytest.mark.django_db
def test_columns_are_chosen_on_the_command_line(tmp_path, settings, capsys) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "a.csv").write_text("Poteau;Où\nP-1;31.63, -7.98\n", encoding="utf-8")
    chosen = ["--column", "lamp_code=Poteau", "--column", "position=Où"]
    call_command("import", "lighting", str(tmp_path / "a.csv"), "--dry-run", *chosen)
    record = InventoryImport.objects.get()
    assert (record.is_dry_run, record.lamp_count) == (True, 1)
    assert not Lamp.objects.exists()


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_file(inventory, tmp_path) -> None:
    big = tmp_path / "big.csv"
    lines = [f"{n};31.63, -7.{n};LED;100;1;S{n % 50};;" for n in range(1000, 2000)]
    big.write_text("\n".join([HEADINGS, *lines]), encoding="utf-8")
    import_inventory(path=inventory)
    with TestCase().assertNumQueries(27):
        assert import_inventory(path=big).created_count == 1000


@pytest.mark.django_db(transaction=True)
def test_simulated_lamps_leave_with_the_demonstration(inventory) -> None:
    import_inventory(path=inventory, is_simulated=True)
    remove_city()
    assert not any(held())


@pytest.mark.django_db
@pytest.mark.parametrize("was_simulated", [False, True])
def test_what_is_real_and_what_is_simulated_stay_apart(inventory, was_simulated) -> None:
    import_inventory(path=inventory, is_simulated=was_simulated)
    before = held()
    record = import_inventory(path=inventory, is_simulated=not was_simulated)
    assert held() == before
    assert (5, "PUNTO", Reason.CODE_REPEATED) in findings(record)
    refused = record.findings.filter(reason=Reason.SIMULATED_DIFFERS)
    assert sorted(refused.values_list("was", flat=True)) == ["1", "2", "3", "5", "6", "7", "9"]
    assert record.changed_nothing


@pytest.mark.django_db
def test_a_simulated_lamp_does_not_take_a_real_cabinet_along(inventory, tmp_path) -> None:
    import_inventory(path=inventory)
    path = tmp_path / "invented.csv"
    path.write_text("PUNTO;position;SUMINISTRO\nD-1;31.63, -7.98;S1\nD-2;31.63, -7.98;S9\n")
    record = import_inventory(path=path, is_simulated=True)
    assert (2, "PUNTO", Reason.SIMULATED_DIFFERS) in findings(record)
    assert not Cabinet.objects.get(supply_id="S1").is_simulated
    assert set(Lamp.objects.filter(is_simulated=True).values_list("code", flat=True)) == {"D-2"}
