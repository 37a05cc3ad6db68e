"""Writers of the three formats: each is given the rows one by one and keeps none of them."""

import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from typing import IO, Any, ClassVar, Protocol

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language_bidi

from workspace.tables.exports.rules import is_risky, json_value, plain

SHEET_ROWS = 1_048_575
"""Rows of an Excel sheet below its headings."""
SHEET_TEXT = 32_767
"""Characters that a cell of Excel holds."""


SHEET_DIGITS = 15


class DoesNotFitError(Exception):
    """More rows or longer texts than the format holds."""


class Writer(Protocol):
    """Begun with the names and titles of the columns, given rows, then closed."""

    suffix: ClassVar[str]
    content_type: ClassVar[str]

    def __init__(
        self, file: IO[bytes], title: str, names: Sequence[str], titles: Sequence[str]
    ) -> None: ...

    def row(self, values: Sequence[Any], geometry: str | None) -> None:
        """Add a row; `geometry` is GeoJSON in EPSG:4326, for the format that has a place for it."""

    def close(self) -> None:
        """Write what comes last."""

    def abandon(self) -> None:
        """Leave nothing behind of a file that is not wanted any more."""


class Csv:
    """RFC 4180 in UTF-8, with the mark by which Excel recognises it."""

    suffix: ClassVar[str] = "csv"
    content_type: ClassVar[str] = "text/csv; charset=utf-8"

    def __init__(
        self, file: IO[bytes], title: str, names: Sequence[str], titles: Sequence[str]
    ) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self._text.write("\ufeff")
        self._rows = csv.writer(self._text)
        self._rows.writerow([plain(each) for each in titles])

    def row(self, values: Sequence[Any], geometry: str | None) -> None:
        """Add a line."""
        self._rows.writerow([plain(value) for value in values])

    def close(self) -> None:
        """Leave the file open for whoever opened it."""
        self._text.flush()
        self._text.detach()

    def abandon(self) -> None:
        """Leave the file open for whoever opened it."""
        self._text.detach()


class Xlsx:
    """One sheet with typed cells; texts are cells of text, never formulas."""

    suffix: ClassVar[str] = "xlsx"
    content_type: ClassVar[str] = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )

    def __init__(
        self, file: IO[bytes], title: str, names: Sequence[str], titles: Sequence[str]
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        options = {"constant_memory": True, "tmpdir": self._folder.name}
        self._book = xlsxwriter.Workbook(file, options)
        self._sheet = self._book.add_worksheet()
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._book.set_properties({"title": title})
        if get_language_bidi():
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, max(len(titles) - 1, 0), 18)
        bold = self._book.add_format({"bold": True})
        for place, each in enumerate(titles):
            self._sheet.write_string(0, place, each, bold)
        self._next = 1

    def row(self, values: Sequence[Any], geometry: str | None) -> None:
        """Add a row of typed cells; raises DoesNotFitError."""
        if self._next > SHEET_ROWS:
            raise DoesNotFitError
        for place, value in enumerate(values):
            self._cell(place, value)
        self._next += 1

    def _cell(self, place: int, value: Any) -> None:
        at = (self._next, place)
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(*at, value)
        elif isinstance(value, int | float | Decimal):
            self._number(at, value)
        elif isinstance(value, dt.datetime):
            local = timezone.localtime(value).replace(tzinfo=None)
            self._sheet.write_datetime(*at, local, self._moment)
        elif isinstance(value, dt.date):
            self._sheet.write_datetime(*at, value, self._day)
        else:
            self._string(at, str(value))

    def _number(self, at: tuple[int, int], value: float | Decimal) -> None:
        """Write a number; as text where it is exact and longer than Excel's 15 digits."""
        digits = plain(value)
        if isinstance(value, float):
            if digits:
                self._sheet.write_number(*at, value)
        elif sum(map(str.isdigit, digits)) > SHEET_DIGITS:
            self._string(at, digits)
        else:
            self._sheet.write_number(*at, value)

    def _string(self, at: tuple[int, int], text: str) -> None:
        if len(text) > SHEET_TEXT:
            raise DoesNotFitError
        self._sheet.write_string(*at, text, self._quoted if is_risky(text) else None)

    def close(self) -> None:
        """Put the file together."""
        self._book.close()
        self._folder.cleanup()

    def abandon(self) -> None:
        """Close and delete the rows that were put aside on disk."""
        self._sheet.row_data_fh.close()
        self._book.fileclosed = True
        self._folder.cleanup()


class GeoJson:
    """A collection of features, RFC 7946; properties under the names of the columns."""

    suffix: ClassVar[str] = "geojson"
    content_type: ClassVar[str] = "application/geo+json"

    def __init__(
        self, file: IO[bytes], title: str, names: Sequence[str], titles: Sequence[str]
    ) -> None:
        self._file, self._names, self._comma = file, names, ""
        file.write(b'{"type":"FeatureCollection","features":[')

    def row(self, values: Sequence[Any], geometry: str | None) -> None:
        """Add a feature; its geometry is null where the row has no place."""
        values = [json_value(value) for value in values]
        properties = json.dumps(dict(zip(self._names, values, strict=True)), ensure_ascii=False)
        feature = f'{{"type":"Feature","geometry":{geometry or "null"},"properties":{properties}}}'
        self._file.write(f"{self._comma}\n{feature}".encode())
        self._comma = ","

    def close(self) -> None:
        """End the collection."""
        self._file.write(b"\n]}\n")

    def abandon(self) -> None:
        """Nothing was put aside."""


FORMATS: dict[str, type[Writer]] = {"csv": Csv, "xlsx": Xlsx, "geojson": GeoJson}
