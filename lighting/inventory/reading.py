"""Reads a file of text (CSV in any usual dialect) or a workbook (XLSX) into rows of text.

Limits, so that no file exhausts the machine: 50 MB as it is, 200 MB unpacked, 100,000 rows,
100 columns, 2,000 characters in a cell.
"""

import csv
import hashlib
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from lighting.enums import Reason
from lighting.inventory.refusals import ImportRefusedError
from lighting.inventory.rules import Finding

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_PARTS = 1_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
DELIMITERS = ",;\t|"
FALLBACK_ENCODING = "cp1252"
"""What Excel on Windows writes in French and in Spanish."""
ALLOWED_CONTROLS = frozenset("\t\r\n")

Cells = list[str]


@dataclass(slots=True)
class Sheet:
    """A file's headings and the rows below them that are not empty, by their number in the file."""

    sha256: str
    headings: Cells
    rows: list[tuple[int, Cells]]
    findings: list[Finding] = field(default_factory=list)


def read_file(path: Path, encoding: str = "") -> Sheet:
    """Read a file whole; ImportRefusedError says what is wrong with it."""
    content = _content(path)
    findings: list[Finding] = []
    if content.startswith(b"PK\x03\x04"):
        rows = _workbook_rows(content, findings)
    else:
        rows = _text_rows(_decoded(content, encoding, findings))
    headings, filled = _below_headings(rows)
    return Sheet(hashlib.sha256(content).hexdigest(), headings, filled, findings)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise ImportRefusedError(_("There is no file %(path)s.") % {"path": path})
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportRefusedError(
            _("%(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
    if len(content) > MOST_BYTES:
        raise ImportRefusedError(
            _("The file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1_000_000}
        )
    if not content.strip():
        raise ImportRefusedError(_("The file is empty."))
    return content


def _decoded(content: bytes, encoding: str, findings: list[Finding]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    try:
        text = content.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise ImportRefusedError(
            _("There is no encoding “%(name)s”.") % {"name": encoding}
        ) from error
    except UnicodeError as error:
        if encoding:
            raise ImportRefusedError(
                _("The file is not text in the encoding “%(name)s”.") % {"name": encoding}
            ) from error
        text = content.decode(FALLBACK_ENCODING, errors="replace")
        findings.append(Finding(None, "", Reason.ENCODING_GUESSED, "", FALLBACK_ENCODING))
    controls = sum(ord(c) < 32 and c not in ALLOWED_CONTROLS for c in text[:10_000])
    if controls or "\0" in text:
        raise ImportRefusedError(
            _("The file is neither a table of text (CSV) nor an XLSX workbook.")
        )
    return text


def _text_rows(text: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise ImportRefusedError(
            _("The file is not a sound CSV near line %(line)d: %(why)s.")
            % {"line": reader.line_num, "why": error}
        ) from error


def _delimiter(text: str) -> str:
    """Return the sign that parts the headings most often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _workbook_rows(content: bytes, findings: list[Finding]) -> Iterator[Cells]:
    _check_archive(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = book.worksheets
            findings += [Finding(None, "", Reason.SHEET_NOT_READ, s.title) for s in sheets[1:]]
            for row in sheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
                yield [_cell_text(value) for value in row]
    except _UNSOUND as error:
        raise ImportRefusedError(_("The file is not a sound XLSX workbook.")) from error


_UNSOUND = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What openpyxl and zipfile raise over files that are no workbooks, or damaged or locked ones."""


def _check_archive(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ImportRefusedError(_("The file is not a sound XLSX workbook.")) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise ImportRefusedError(
            _("The workbook is larger than %(limit)d MB when unpacked.")
            % {"limit": MOST_UNPACKED_BYTES // 1_000_000}
        )


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _below_headings(rows: Iterable[Sequence[str]]) -> tuple[Cells, list[tuple[int, Cells]]]:
    headings: Cells = []
    filled: list[tuple[int, Cells]] = []
    for number, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        _check_size(number, cells, len(filled))
        if headings:
            filled.append((number, _without_blank_end(cells)))
        else:
            headings = [" ".join(cell.split()) for cell in _without_blank_end(cells)]
    if not headings:
        raise ImportRefusedError(_("The file is empty."))
    return headings, filled


def _check_size(number: int, cells: Sequence[str], count: int) -> None:
    if problem := _excess(cells, count):
        raise ImportRefusedError(
            _("The file has %(problem)s (row %(row)d).") % {"problem": problem, "row": number}
        )


def _excess(cells: Sequence[str], count: int) -> str:
    if count >= MOST_ROWS:
        return _("more than %(limit)d rows") % {"limit": MOST_ROWS}
    if any(cells[MOST_COLUMNS:]):
        return _("more than %(limit)d columns") % {"limit": MOST_COLUMNS}
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return _("a cell of more than %(limit)d characters") % {"limit": LONGEST_CELL}
    return ""


def _without_blank_end(cells: Sequence[str]) -> Cells:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
