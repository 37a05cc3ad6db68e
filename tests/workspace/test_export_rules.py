"""What an export writes: no formula, no guess, no rounding."""

import datetime as dt
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.tables.exports import formats
from workspace.tables.exports.formats import Csv, DoesNotFitError, GeoJson, Writer, Xlsx
from workspace.tables.exports.rules import harmless, is_risky, json_value, plain

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
]


def written(kind: type[Writer], *rows: tuple[object, ...], geometry: str | None = None) -> bytes:
    file = io.BytesIO()
    width = len(rows[0]) if rows else 1
    names = [f"c{n}" for n in range(width)]
    writer = kind(file, "Title", names, [name.upper() for name in names])
    try:
        for row in rows:
            writer.row(row, geometry)
    except DoesNotFitError:
        writer.abandon()
        raise
    writer.close()
    return file.getvalue()


@pytest.mark.parametrize("text", ATTACKS)
def test_formulas_are_disarmed(text: str) -> None:
    assert is_risky(text)
    assert harmless(text) == f"'{text}"
    line = written(Csv, (text,)).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ATTACKS)
def test_excel_keeps_the_text_as_text(text: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(written(Xlsx, (text,)))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.replace("_x000D_", "\r") == text


@pytest.mark.parametrize("text", ["lamp", "شارع محمد الخامس", "a=1", "0612", "", "é-1"])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_text_stays_risky(text: str) -> None:
    assert not is_risky(harmless(text))
    assert harmless(text).endswith(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (0, "0"),
        (-5, "-5"),
        (Decimal("-1234567890.10"), "-1234567890.10"),
        (0.1, "0.1"),
        (float("nan"), ""),
        (dt.date(2026, 3, 1), "2026-03-01"),
        (dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), "2026-03-01T12:00:00+00:00"),
    ],
)
def test_values_are_written_without_guessing(value: object, text: str) -> None:
    assert plain(value) == text


def test_decimals_stay_exact_in_json() -> None:
    assert json_value(Decimal("0.10")) == "0.10"
    assert json_value(float("inf")) is None
    assert json_value(dt.date(2026, 3, 1)) == "2026-03-01"


def test_csv_is_what_other_programs_read() -> None:
    text = written(Csv, ('a "b"', 1), ("line\nbreak", None))
    assert text.startswith(b"\xef\xbb\xbfC0,C1\r\n")
    assert text.decode("utf-8-sig") == 'C0,C1\r\n"a ""b""",1\r\n"line\nbreak",\r\n'


def test_excel_has_typed_cells() -> None:
    noon = dt.datetime(2026, 6, 1, 11, tzinfo=dt.UTC)
    row = (5, Decimal("12.50"), 0.25, dt.date(2026, 3, 1), noon, True, None, "x")
    sheet = openpyxl.load_workbook(io.BytesIO(written(Xlsx, row))).worksheets[0]
    cells = [cell.value for cell in sheet[2]]
    assert cells[:3] == [5, 12.5, 0.25]
    assert cells[3] == dt.datetime(2026, 3, 1)  # noqa: DTZ001 - Excel knows no zones
    assert cells[4] == dt.datetime(2026, 6, 1, 12)  # noqa: DTZ001
    assert cells[5:] == [True, None, "x"]


def test_long_numbers_stay_exact_in_excel() -> None:
    account = 230810123456789012345678
    sheet = openpyxl.load_workbook(io.BytesIO(written(Xlsx, (account,)))).worksheets[0]
    assert sheet["A2"].value == str(account)


def test_what_excel_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DoesNotFitError):
        written(Xlsx, ("x" * 40_000,))
    monkeypatch.setattr(formats, "SHEET_ROWS", 2)
    assert written(Xlsx, ("a",), ("b",))
    with pytest.raises(DoesNotFitError):
        written(Xlsx, ("a",), ("b",), ("c",))


def test_geojson_is_a_collection() -> None:
    point = '{"type":"Point","coordinates":[-8.0,31.6]}'
    found = json.loads(written(GeoJson, ("=x", 1), ("b", None), geometry=point))
    assert found["type"] == "FeatureCollection"
    assert [each["properties"] for each in found["features"]] == [
        {"c0": "=x", "c1": 1},
        {"c0": "b", "c1": None},
    ]
    assert found["features"][0]["geometry"]["coordinates"] == [-8.0, 31.6]
    assert json.loads(written(GeoJson))["features"] == []
