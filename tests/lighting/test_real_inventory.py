"""A municipality's survey of 3,834 points, against figures that pandas computes on its own."""

import re
from pathlib import Path

import pandas as pd
import pytest
from django.db.models import F, Sum

from lighting.models import Cabinet, ControlPoint, Feeder, InventoryImport, Lamp
from lighting.services import import_inventory

LAMPS = {
    "LED": "led",
    "REFLECTOR LED": "led",
    "VAPOR DE SODIO": "sodium",
    "BAJO CONSUMO": "fluorescent",
    "TUBO FLUORESCENTE": "fluorescent",
    "MEZCLADORA": "mercury",
    "VAPOR DE MERCURIO": "mercury",
}
TEXTS = ["position", "type", "power", "switching", "remarks", "qty", "supply", "address", "place"]
COLUMNS = ["code", *TEXTS]

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(real_data: Path) -> Path:
    """Return the survey as others cleaned it; its first ten columns are the raw ones."""
    found = real_data / "lighting/fme_lighting_points.csv"
    if not found.exists():
        pytest.skip(f"no {found.name} among the real data")
    return found


@pytest.fixture
def table(path) -> pd.DataFrame:
    """Return the survey's own ten columns as text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False).iloc[:, :10]
    table.columns = pd.Index(COLUMNS)
    table.index += 2  # the rows as a spreadsheet numbers them
    return table.assign(kind=table.type.str.strip())


@pytest.fixture
def record(path) -> InventoryImport:
    """Return the report of an import of the survey."""
    return import_inventory(path=path)


def test_every_point_is_loaded_with_its_supply(table, record) -> None:
    is_lamp = table.kind.isin(LAMPS)
    assert len(table) == record.row_count == record.created_count == 3834
    assert record.refused_count == 0
    assert Lamp.objects.count() == is_lamp.sum()
    assert ControlPoint.objects.count() == (~is_lamp).sum()
    supplies = set(table.supply) - {""}
    assert len(supplies) == record.cabinet_count == 84
    assert set(Cabinet.objects.values_list("supply_id", flat=True)) == supplies
    assert set(Feeder.objects.values_list("number", flat=True)) == {1}
    assert Feeder.objects.count() == 84
    supply = F("feeder__cabinet__supply_id")
    expected = set(table[is_lamp][["code", "supply"]].itertuples(index=False, name=None))
    assert set(Lamp.objects.values_list("code", supply)) == expected


def test_types_and_watts_are_those_of_the_survey(table, record) -> None:
    lamps = table[table.kind.isin(LAMPS)]
    types = lamps.kind.map(LAMPS).value_counts().to_dict()
    assert {kind: Lamp.objects.filter(lamp_type=kind).count() for kind in types} == types
    quantity = lamps.qty.replace("", "1").astype(int)
    watts = lamps.power.astype(float)
    sums = Lamp.objects.aggregate(lamps=Sum("quantity"), watts=Sum(F("power_w") * F("quantity")))
    assert sums == {"lamps": quantity.sum(), "watts": (watts * quantity).sum()}
    assert sums == {"lamps": 3877, "watts": 372_675}


def test_every_point_is_where_the_survey_says(table, record) -> None:
    pattern = r"S(?P<d>\d+) (?P<m>[\d.]+) W(?P<e>\d+) (?P<n>[\d.]+)"
    parts = table.position.str.extract(pattern).astype(float)
    degrees = zip(-(parts.e + parts.n / 60), -(parts.d + parts.m / 60), strict=True)
    expected = dict(zip(table.code, degrees, strict=True))
    for model in (Lamp, ControlPoint):
        for code, geom, said in model.objects.values_list("code", "geom", "source_position"):
            assert geom.coords == pytest.approx(expected.pop(code), abs=1e-9)
            assert said.endswith("; EPSG:4326")
    assert not expected


def odd_values(table: pd.DataFrame) -> dict[str, set[int]]:
    """Return the rows of every odd value, by the reason that a report must give."""
    tidy = table[TEXTS].apply(lambda column: column.str.split().str.join(" "))
    is_lamp = table.kind.isin(LAMPS)
    shared = table.duplicated("position", keep=False)
    cabinets = table[table.kind.str.startswith("GABINETE") & (table.supply != "")]
    first = table[table.supply != ""].drop_duplicates("supply")
    rows = {
        "blanks_removed": (tidy != table[TEXTS]).any(axis=1),
        "placeholder": (table[TEXTS] == "-").any(axis=1),
        "type_approximate": table.kind.isin(["REFLECTOR LED", "MEZCLADORA"]),
        "equipment": ~is_lamp,
        "quantity_missing": is_lamp & (table.qty == ""),
        "several_lamps": table.qty.isin(["2", "3", "4"]),
        "power_unusual": (table.kind == "BAJO CONSUMO") & (table.power == "160"),
        "supply_missing": table.supply == "",
        "position_shared": shared,
        "row_repeated": tidy.assign(type=table.kind).duplicated(keep=False) & shared,
    }
    found = {reason: set(table.index[marked]) for reason, marked in rows.items()}
    found["cabinet_again"] = set(cabinets[cabinets.duplicated("supply")].index)
    found["cabinet_in_the_middle"] = set(first[~first.supply.isin(cabinets.supply)].index)
    return found


def test_every_odd_value_stands_in_the_report(table, record) -> None:
    found: dict[str, set[int]] = {}
    for row, reason in record.findings.exclude(row=None).values_list("row", "reason"):
        found.setdefault(reason, set()).add(row)
    assert found == odd_values(table)
    assert record.findings.filter(reason="placeholder", was="-").count() == 2 * 112
    repaired = {"blanks_removed", "placeholder", "type_approximate", "quantity_missing"}
    assert record.repaired_count == len(set().union(*(found[reason] for reason in repaired)))
    assert record.accepted_count == 3834 - record.repaired_count


def test_meters_are_read_from_the_names_of_cabinets(table, record) -> None:
    named = {
        code: re.search(r"MEDIDOR: (\d+)", text) for code, text in table[["code", "kind"]].values
    }
    expected = {(code, found[1]) for code, found in named.items() if found}
    assert len(expected) == 10
    meters = ControlPoint.objects.exclude(meter_number="").values_list("code", "meter_number")
    assert set(meters) == expected


def test_the_survey_again_and_the_raw_workbook_change_nothing(path, record) -> None:
    def odd(report: InventoryImport) -> list[tuple]:
        rows = report.findings.exclude(row=None)
        return list(rows.values_list("row", "reason", "was", "became"))

    for same in (path, path.with_name("fme_alumbrado_raw.xlsx")):
        again = import_inventory(path=same)
        assert again.changed_nothing
        assert again.unchanged_count == 3834
        assert odd(again) == odd(record)


def test_every_supply_is_an_account_of_the_municipality(real_data, record) -> None:
    accounts = real_data / "lighting/fme_supply_meters.csv"
    if not accounts.exists():
        pytest.skip("no supply accounts among the real data")
    numbers = pd.read_csv(accounts, dtype=str).supply_account.str.split("-").str[1].str.lstrip("0")
    assert set(Cabinet.objects.values_list("supply_id", flat=True)) <= set(numbers)
