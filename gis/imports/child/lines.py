"""What is read, as lines for COPY: import, row, properties, geometry, problem, value."""

import datetime as dt
import json
import math
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any, Final

import shapely

from gis.imports.child.kinds import both, kind_of
from gis.imports.child.problems import Code, RefusedError, RowCode

MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 200
LONGEST_VALUE: Final = 100_000
MOST_NESTED: Final = 20
SHOWN: Final = 200
NULL: Final = r"\N"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Lines:
    """Writes rows one after the other, and counts what is in them."""

    def __init__(self, file: IO[str], report: "Progress", owner: str) -> None:
        self.file = file
        self.owner = owner
        self.report = report
        self.rows = 0
        self.without_place = 0
        self.with_height = 0
        self.kinds: dict[str, int] = {}
        self.filled: dict[str, int] = {}
        self.samples: dict[str, list[str]] = {}
        self.kinds_of_columns: dict[str, str] = {}

    def add(
        self,
        number: int,
        properties: Mapping[str, object],
        shape: Any,
        problem: RowCode | None = None,
        value: str = "",
    ) -> None:
        """Write one row; `shape` is a geometry of shapely or None."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise RefusedError(Code.TOO_MANY_ROWS, most=MOST_ROWS)
        kept = {name: plain(each) for name, each in properties.items()}
        self._count(kept)
        geometry, problem, value = self._geometry(shape, problem, value)
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        said = _escaped(_text(value[:SHOWN]))
        fields = (self.owner, str(number), _escaped(text), geometry or NULL, problem or "", said)
        self.file.write("\t".join(fields) + "\n")
        if self.rows % 2_000 == 0:
            self.report.done(self.rows)

    def _count(self, kept: Mapping[str, object]) -> None:
        for name, each in kept.items():
            if each in (None, ""):
                continue
            self.filled[name] = self.filled.get(name, 0) + 1
            if self.kinds_of_columns.get(name) != "text":
                self.kinds_of_columns[name] = both(self.kinds_of_columns.get(name), kind_of(each))
            shown = self.samples.setdefault(name, [])
            if len(shown) < 3 and (text := str(each)[:60]) not in shown:
                shown.append(text)

    def _geometry(
        self, shape: Any, problem: RowCode | None, value: str
    ) -> tuple[str, RowCode | None, str]:
        if problem:
            return "", problem, value
        if shape is None or shapely.is_empty(shape):
            self.without_place += 1
            return "", RowCode.NO_PLACE, value
        if not all(map(math.isfinite, shapely.bounds(shape).tolist())) or not _is_finite(shape):
            return "", RowCode.NOT_FINITE, value
        if _is_nested(shape):
            return "", RowCode.BROKEN_GEOMETRY, value or shape.geom_type
        if shapely.has_z(shape):
            self.with_height += 1
            shape = shapely.force_2d(shape)
        kind = shape.geom_type
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return shapely.to_wkb(shape, hex=True, output_dimension=2, include_srid=False), None, ""

    def counts(self) -> dict[str, Any]:
        """Return what was counted, for the answer."""
        return {
            "rows": self.rows,
            "without_place": self.without_place,
            "with_height": self.with_height,
            "kinds": self.kinds,
            "filled": self.filled,
            "samples": self.samples,
            "columns": self.kinds_of_columns,
        }


class Progress:
    """Says on the standard output how many rows there are so far."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file

    def done(self, rows: int) -> None:
        """Say a number of rows."""
        self.file.write(f"P {rows}\n")
        self.file.flush()


def _is_finite(shape: Any) -> bool:
    coordinates = shapely.get_coordinates(shape)
    return bool((abs(coordinates) < 1e15).all())


def _is_nested(shape: Any) -> bool:
    """Tell whether collections lie in each other deeper than PostGIS reads."""
    parts, depth = [shape], 0
    while depth <= MOST_NESTED and parts:
        depth += 1
        inside = (each for each in parts if each.geom_type == "GeometryCollection")
        parts = [part for each in inside for part in shapely.get_parts(each)]
    return bool(parts)


def plain(value: object) -> object:
    """Return a value as JSON has it: text without what PostgreSQL cannot keep, dates as ISO."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.date | dt.time):
        return _moment(value)
    if isinstance(value, bytes):
        return None
    if isinstance(value, list | tuple):
        value = json.dumps(list(value), ensure_ascii=False, default=str)
    return _text(str(value))


def _moment(value: dt.date | dt.time) -> str:
    """Return a date, an hour, or both; midnight alone is what sheets add to a date."""
    if isinstance(value, dt.datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    return value.isoformat()


def _text(value: str) -> str:
    if len(value) > LONGEST_VALUE:
        raise RefusedError(Code.VALUE_TOO_LONG, most=LONGEST_VALUE)
    with suppress(UnicodeEncodeError):
        value.encode()
        return value.replace("\0", "").strip()
    return value.encode("utf-8", "replace").decode().replace("\0", "").strip()


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def unique_names(names: list[object]) -> tuple[list[str], list[str]]:
    """Return a name for every column, and those that stood there more than once."""
    if len(names) > MOST_COLUMNS:
        raise RefusedError(Code.TOO_MANY_COLUMNS, most=MOST_COLUMNS, found=len(names))
    seen: dict[str, int] = {}
    found, repeated = [], []
    for place, name in enumerate(names, 1):
        text = _text(str(name)) if name not in (None, "") else f"#{place}"
        text = " ".join(text.split())[:100]
        seen[text] = seen.get(text, 0) + 1
        if seen[text] > 1:
            repeated.append(text)
            text = f"{text} ({seen[text]})"
        found.append(text)
    return found, repeated
