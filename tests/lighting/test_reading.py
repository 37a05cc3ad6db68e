"""Files as people have them: dialects, encodings, workbooks, and what is no table at all."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import override

from lighting.enums import Reason
from lighting.inventory import reading
from lighting.inventory.columns import match, plain
from lighting.inventory.reading import read_file
from lighting.inventory.refusals import ImportRefusedError


@pytest.fixture
def written(tmp_path: Path):
    """Return a function that writes bytes or text to a file and returns its path."""

    def write(content: bytes | str, name: str = "inventory.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def workbook(*rows: tuple) -> bytes:
    """Return a workbook of one sheet."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def refusal(path: Path, encoding: str = "") -> str:
    """Return why a file is refused, which is one line."""
    with override("en"), pytest.raises(ImportRefusedError) as caught:
        read_file(path, encoding)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_dialects_are_told_apart(written, delimiter) -> None:
    sheet = read_file(written(f"﻿PUNTO{delimiter}TIPO\r\n\r\n7{delimiter}LED \r\n{delimiter}\r\n"))
    assert sheet.headings == ["PUNTO", "TIPO"]
    assert sheet.rows == [(3, ["7", "LED "])]
    assert len(sheet.sha256) == 64


@pytest.mark.parametrize(
    ("encoding", "given", "findings"),
    [
        ("utf-8", "", []),
        ("utf-16", "", []),
        ("cp1252", "", [Reason.ENCODING_GUESSED]),
        ("cp1256", "cp1256", []),
    ],
)
def test_encodings_are_read(written, encoding, given, findings) -> None:
    place = "حي الزيتون" if encoding == "cp1256" else "Cité n° 4 é"
    sheet = read_file(written(f"code,adresse\n1,{place}\n".encode(encoding)), given)
    assert sheet.rows == [(2, ["1", place])]
    assert [finding.reason for finding in sheet.findings] == findings


def test_a_workbook_is_read_as_text(written) -> None:
    rows = [("PUNTO", "POTENCIA (W)", "SUMINISTRO", None), (1, 120.0, 145331, None), (None,) * 4]
    sheet = read_file(written(workbook(*rows, (2, 37.5, None, None)), "a.xlsx"))
    assert sheet.headings == ["PUNTO", "POTENCIA (W)", "SUMINISTRO"]
    assert sheet.rows == [(2, ["1", "120", "145331"]), (4, ["2", "37.5"])]


def test_further_sheets_are_named(written) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["PUNTO"])
    book.create_sheet("Bajas")
    book.save(out)
    (finding,) = read_file(written(out.getvalue())).findings
    assert (finding.reason, finding.was) == (Reason.SHEET_NOT_READ, "Bajas")


def archive(**parts: bytes) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b",,\n,,\n", "empty"),
        (bytes(range(256)) * 20, "neither"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither"),
        (b'code,position\n1,"never closed\n', "sound CSV"),
        (b"PK\x03\x04 and no more", "sound XLSX"),
        (archive(letter=b"not a workbook"), "sound XLSX"),
        (workbook(("PUNTO",), (1,))[:-900], "sound XLSX"),
        (b"a," * 200 + b"a\n", "more than 100 columns"),
        (b"code\n" + b"x" * 2001, "a cell of more than 2000"),
    ],
)
def test_what_is_no_table_is_refused(written, content, why) -> None:
    assert why in refusal(written(content))


def test_limits_are_kept(written, monkeypatch) -> None:
    bomb = archive(**{"xl/worksheets/sheet1.xml": bytes(3_000_000)})
    monkeypatch.setattr(reading, "MOST_UNPACKED_BYTES", 2_000_000)
    assert "2 MB when unpacked" in refusal(written(bomb))
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(read_file(written("code\n1\n\n2\n")).rows) == 2
    assert "more than 2 rows (row 5)" in refusal(written("code\n1\n\n2\n3\n"))
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    assert "larger than 1 MB" in refusal(written(bytes(1_000_001)))


def test_a_missing_file_is_named(tmp_path) -> None:
    assert "nowhere.csv" in refusal(tmp_path / "nowhere.csv")
    assert "There is no file" in refusal(tmp_path)


def test_wrong_encodings_are_named(written) -> None:
    path = written("code\né\n".encode("cp1252"))
    assert "no encoding “klingon”" in refusal(path, "klingon")
    assert "not text in the encoding “ascii”" in refusal(path, "ascii")


def test_headings_are_matched_without_accents_case_and_punctuation() -> None:
    headings = ["PUNTO", "POSICIÓN", "TIPO", "POTENCIA (W)", "CANTIDAD POR PUNTO", "COLOR"]
    matching = match(headings, {})
    assert matching.places == {
        "lamp_code": 0,
        "position": 1,
        "lamp_type": 2,
        "power_w": 3,
        "quantity": 4,
    }
    assert matching.unread == ["COLOR"]
    assert matching.absent == ["supply_id", "switching", "address", "locality", "remarks"]
    assert matching.heading("power_w") == "POTENCIA (W)"
    assert plain(" Contrat n°_4 ") == "contrat n 4"


def test_the_best_heading_wins_and_a_chosen_one_before_it() -> None:
    headings = ["point_id", "lat", "lon", "power_w", "power_w_raw", "old number"]
    assert match(headings, {}).places["power_w"] == 4
    places = match(headings, {"lamp_code": "Old Number", "power_w": "power_w"}).places
    assert (places["lamp_code"], places["power_w"]) == (5, 3)


@pytest.mark.parametrize(
    ("headings", "chosen", "why"),
    [
        (["a", "b"], {}, "not in the file: lamp_code, position. Known headings: lamp_code = "),
        (["code", "lat"], {}, "not in the file: position."),
        (["code", "position"], {"colour": "code"}, "no column “colour”"),
        (["code", "position"], {"lamp_code": "PUNTO"}, "no heading “PUNTO”"),
    ],
)
def test_unknown_headings_are_explained(headings, chosen, why) -> None:
    with override("en"), pytest.raises(ImportRefusedError) as caught:
        match(headings, chosen)
    assert why in str(caught.value)
