"""Tables with coordinates in columns: CSV in any of our encodings, and sheets of XLSX."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
import shapely
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from gis.imports.child.archives import opened
from gis.imports.child.encodings import encoding_of
from gis.imports.child.lines import LONGEST_VALUE, MOST_COLUMNS, Lines, unique_names
from gis.imports.child.problems import Code, RefusedError, RowCode
from gis.imports.child.systems import sampled
from gis.imports.columns import coordinate_columns
from gis.imports.numerals import NotFiniteError, coordinate

LOOKED_AT: Final = 300
LONGEST_LINE: Final = 4 * LONGEST_VALUE
DELIMITERS: Final = ";\t,|"
FAILURES: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)
Row = tuple[int, list[object]]


def sheets(path: Path, encoding: str = "") -> list[dict[str, Any]]:
    """Describe a table, or every sheet of a workbook that holds one."""
    if path.suffix != ".xlsx":
        chosen = encoding or encoding_of(path)
        return [_described("", list(islice(_csv_rows(path, chosen), LOOKED_AT + 1)), chosen)]
    found = []
    for name in _sheet_names(path):
        rows = list(islice(_sheet_rows(path, name), LOOKED_AT + 1))
        if len(rows) > 1:
            found.append(_described(name, rows, ""))
    if not found:
        raise RefusedError(Code.NO_ROWS)
    return found


def _described(name: str, rows: list[Row], encoding: str) -> dict[str, Any]:
    if len(rows) < 2:
        raise RefusedError(Code.NO_ROWS)
    columns, repeated = unique_names(rows[0][1])
    values = [dict(zip(columns, cells, strict=False)) for _, cells in rows[1:]]
    samples = {
        column: [str(row[column])[:60] for row in values if row.get(column) not in (None, "")][:3]
        for column in columns
    }
    guess = coordinate_columns(columns, samples)
    shapes = [_shape(row, guess)[0] for row in values] if guess else []
    return {
        "name": name,
        "rows": -1,
        "kind": "",
        "columns": [{"name": column, "samples": samples[column]} for column in columns],
        "repeated": repeated,
        "system": {"srid": 0, "problem": "", "name": ""},
        "points": sampled(shapes),
        "is_table": True,
        "has_shapes": bool(guess),
        "places": guess,
        "encoding": encoding,
    }


def read(path: Path, sheet: str, encoding: str, places: Mapping[str, str], lines: Lines) -> None:
    """Write the rows of a table; `places` names the columns `x` and `y`, or `wkt`."""
    rows = _sheet_rows(path, sheet) if path.suffix == ".xlsx" else _csv_rows(path, encoding)
    _, header = next(rows, (0, []))
    columns, _ = unique_names(header)
    if not places or set(places.values()) - set(columns):
        raise RefusedError(Code.UNKNOWN_COLUMN if places else Code.NO_COORDINATES)
    for number, cells in rows:
        row = dict(zip(columns, cells, strict=False))
        shape, problem, value = _shape(row, places)
        lines.add(number, row, shape, problem, value)
    if not lines.rows:
        raise RefusedError(Code.NO_ROWS)


def _shape(row: Mapping[str, object], places: Mapping[str, str]) -> tuple[Any, RowCode | None, str]:
    """Return the geometry of a row, or why it has none."""
    if "wkt" in places:
        return _from_wkt(str(row.get(places["wkt"]) or ""))
    x, y = row.get(places["x"]), row.get(places["y"])
    if x in (None, "") or y in (None, ""):
        return None, None, ""
    value = f"{x} / {y}"
    try:
        return shapely.Point(coordinate(x), coordinate(y)), None, ""
    except NotFiniteError:
        return None, RowCode.NOT_FINITE, value
    except (ValueError, TypeError):
        return None, RowCode.NOT_A_NUMBER, value


def _from_wkt(text: str) -> tuple[Any, RowCode | None, str]:
    if not text.strip():
        return None, None, ""
    shape = shapely.from_wkt(text.partition(";")[2] or text, on_invalid="ignore")
    return (shape, None, "") if shape is not None else (None, RowCode.BROKEN_GEOMETRY, text)


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    """Yield the lines of a CSV file with their numbers in it, the header first."""
    csv.field_size_limit(LONGEST_VALUE)
    with path.open(encoding=_codec(encoding), newline="") as file:
        bounded = _bounded(file)
        try:
            first = next(bounded, "")
            reader = csv.reader(_again(first, bounded), delimiter=_delimiter(first))
            width = 0
            for cells in reader:
                width = width or min(len(cells), MOST_COLUMNS + 1)
                if any(cells):
                    yield reader.line_num, [*cells[:width], *([""] * (width - len(cells)))]
        except UnicodeError as error:
            raise RefusedError(Code.WRONG_ENCODING) from error
        except csv.Error as error:
            raise RefusedError(Code.VALUE_TOO_LONG, most=LONGEST_VALUE) from error


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding.replace("windows-", "cp")


def _bounded(file: io.TextIOBase) -> Iterator[str]:
    """Yield lines, and never hold one that does not end."""
    while line := file.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise RefusedError(Code.VALUE_TOO_LONG, most=LONGEST_VALUE)
        if "\0" in line:
            raise RefusedError(Code.NOT_TEXT)
        yield line


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        first = next(rest, "")
    yield first
    yield from rest


def _delimiter(first: str) -> str:
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    return max(DELIMITERS, key=lambda each: (first.count(each), -DELIMITERS.index(each)))


def _workbook(path: Path) -> Any:
    with opened(path):
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except DefusedXmlException as error:
        raise RefusedError(Code.ENTITIES) from error
    except FAILURES as error:
        raise RefusedError(Code.DAMAGED) from error


def _sheet_names(path: Path) -> list[str]:
    book = _workbook(path)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    finally:
        book.close()


def _sheet_rows(path: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a sheet with their numbers; formulas give what they last came to."""
    book = _workbook(path)
    try:
        if name not in book.sheetnames:
            raise RefusedError(Code.UNKNOWN_LAYER)
        sheet = book[name]
        sheet.reset_dimensions()
        width = 0
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            values = list(cells)
            if not any(each not in (None, "") for each in values):
                continue
            width = width or _width(values)
            yield number, [*values[:width], *([None] * (width - len(values)))]
    except DefusedXmlException as error:
        raise RefusedError(Code.ENTITIES) from error
    except FAILURES as error:
        raise RefusedError(Code.DAMAGED) from error
    finally:
        book.close()


def _width(header: list[object]) -> int:
    while header and header[-1] in (None, ""):
        header.pop()
    return len(header)
