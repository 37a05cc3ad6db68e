"""How one row of an inventory becomes a point, and what is said about each of its odd values.

Pure: no Django, no database. A text that names no position or no code refuses its row; any other
text that cannot be read is left open, and the report says so.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from lighting.enums import ControlKind, Grade, LampType, Reason
from lighting.inventory import vocabulary
from lighting.inventory.coordinates import Position, Unreadable, parse_pair, parse_position

REASONS = list(Reason)
REFUSALS = frozenset(REASONS[: REASONS.index(Reason.BLANKS_REMOVED)])
REPAIRS = frozenset(
    REASONS[REASONS.index(Reason.BLANKS_REMOVED) : REASONS.index(Reason.TYPE_MISSING)]
)
TEXTS = {"address": 200, "locality": 120, "switching": 60, "remarks": 1000}
LONGEST_CODE = 40
MOST_POWER_W = 5000
MOST_LAMPS = 100
LONGEST_SHOWN = 200
SAME_PLACE_DEGREES = 1e-5
"""About a metre: what rounding to six decimals explains, ten times over."""
NUMBER = re.compile(r"([+-]?\d{1,12}(?:[.,]\d{1,12})?)\s*(w|watts?|vatios?|واط)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One odd value: where it is, what it was, what it became and why; no row: the whole file."""

    row: int | None
    column: str
    reason: Reason
    was: str = ""
    became: str = ""

    @property
    def grade(self) -> Grade:
        """The grade that goes with the reason."""
        return grade_of(self.reason)


@dataclass(slots=True)
class Point:
    """A row that can be loaded: a lamp, or a piece of equipment when `kind` says which."""

    row: int
    code: str
    latitude: float
    longitude: float
    source_position: str
    kind: ControlKind | None = None
    meter_number: str = ""
    lamp_type: LampType = LampType.UNKNOWN
    power_w: float | None = None
    quantity: int = 1
    supply_id: str = ""
    switching: str = ""
    address: str = ""
    locality: str = ""
    remarks: str = ""


def grade_of(reason: Reason) -> Grade:
    """Tell what an import does for a reason."""
    if reason in REFUSALS:
        return Grade.REFUSED
    return Grade.REPAIRED if reason in REPAIRS else Grade.ACCEPTED


class Row:
    """The tidied cells of one row, and what was found in them so far."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self.findings: list[Finding] = []
        self._raw = cells
        self._cells = {column: self._tidy(column, text) for column, text in cells.items()}

    def __getitem__(self, column: str) -> str:
        return self._cells.get(column, "")

    def __contains__(self, column: str) -> bool:
        return column in self._cells

    def note(self, column: str, reason: Reason, became: object = "") -> None:
        """Keep a finding about the raw text of a column."""
        was = self._raw.get(column, "")[:LONGEST_SHOWN]
        self.findings.append(Finding(self.number, column, reason, was, str(became)[:LONGEST_SHOWN]))

    def has(self, column: str, reason: Reason) -> bool:
        """Tell whether a column was found odd for a reason."""
        return any(f.column == column and f.reason == reason for f in self.findings)

    def _tidy(self, column: str, raw: str) -> str:
        text = " ".join((raw if raw.isprintable() else _without_controls(raw)).split())
        if text.casefold() in vocabulary.PLACEHOLDERS:
            self.note(column, Reason.PLACEHOLDER)
            return ""
        if text != raw:
            self.note(column, Reason.BLANKS_REMOVED, text)
        return text


def _without_controls(text: str) -> str:
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)


def read_row(number: int, cells: Mapping[str, str]) -> tuple[Point | None, list[Finding]]:
    """Read one row, its cells by column; the point is None when the row is refused."""
    row = Row(number, cells)
    code, position = _code(row), _position(row)
    supply_id = _whole(row, "supply_id")
    if len(supply_id) > LONGEST_CODE:
        row.note("supply_id", Reason.SUPPLY_TOO_LONG)
    if position is None or any(finding.reason in REFUSALS for finding in row.findings):
        return None, row.findings
    source = f"{row['position'] or row['latitude'] + ', ' + row['longitude']}"
    point = Point(number, code, position.latitude, position.longitude, f"{source[:68]}; EPSG:4326")
    point.supply_id = supply_id
    if not supply_id:
        row.note("supply_id", Reason.SUPPLY_MISSING)
    for column in TEXTS:
        setattr(point, column, _text(row, column))
    _read_kind(row, point)
    return point, row.findings


def _code(row: Row) -> str:
    code = _whole(row, "lamp_code")
    if not code:
        row.note("lamp_code", Reason.CODE_MISSING)
    elif len(code) > LONGEST_CODE:
        row.note("lamp_code", Reason.CODE_TOO_LONG)
    return code


def _position(row: Row) -> Position | None:
    pair = (row["latitude"], row["longitude"])
    column = "position" if row["position"] or "latitude" not in row else "latitude"
    if not row["position"] and not all(pair):
        row.note(column, Reason.POSITION_MISSING)
        return None
    found = parse_position(row["position"]) if row["position"] else parse_pair(*pair)
    if isinstance(found, Unreadable):
        row.note(column, found.reason)
        return None
    if found.had_comma:
        row.note(column, Reason.DECIMAL_COMMA, f"{found.latitude:.6f}, {found.longitude:.6f}")
    other = parse_pair(*pair) if row["position"] and all(pair) else found
    if isinstance(other, Unreadable) or _apart(found, other):
        row.note("position", Reason.POSITION_DISAGREES, ", ".join(pair))
    return found


def _apart(one: Position, other: Position) -> bool:
    gaps = abs(one.latitude - other.latitude), abs(one.longitude - other.longitude)
    return max(gaps) > SAME_PLACE_DEGREES


def _whole(row: Row, column: str) -> str:
    """Return a code; spreadsheets write the code 145331 as 145331.0."""
    text = row[column]
    if re.fullmatch(r"\d+\.0+", text):
        text = text.split(".")[0]
        row.note(column, Reason.NUMBER_TIDIED, text)
    return text


def _text(row: Row, column: str) -> str:
    text, longest = row[column], TEXTS[column]
    if len(text) > longest:
        row.note(column, Reason.TEXT_CUT, text[:longest])
    return text[:longest]


def _read_kind(row: Row, point: Point) -> None:
    """Read what stands at the point; equipment has neither power nor a number of lamps."""
    named = vocabulary.read_name(row["lamp_type"])
    if named.equipment:
        point.kind, point.meter_number = named.equipment, named.meter_number
        row.note("lamp_type", Reason.EQUIPMENT, f"{point.kind.value} {point.meter_number}".strip())
        return
    point.lamp_type = named.lamp_type
    if not row["lamp_type"]:
        if not row.has("lamp_type", Reason.PLACEHOLDER):
            row.note("lamp_type", Reason.TYPE_MISSING)
    elif not named.is_exact:
        known = point.lamp_type != LampType.UNKNOWN
        reason = Reason.TYPE_APPROXIMATE if known else Reason.TYPE_UNREADABLE
        row.note("lamp_type", reason, point.lamp_type.value if known else "")
    point.power_w = _power(row, point.lamp_type)
    point.quantity = _quantity(row)


def _power(row: Row, lamp_type: LampType) -> float | None:
    if not row["power_w"]:
        if not row.has("power_w", Reason.PLACEHOLDER):
            row.note("power_w", Reason.POWER_MISSING)
        return None
    value = _number(row, "power_w")
    if value is None:
        row.note("power_w", Reason.POWER_UNREADABLE)
        return None
    if not 0 < value <= MOST_POWER_W:
        row.note("power_w", Reason.POWER_OUT_OF_RANGE)
        return None
    least, most = vocabulary.USUAL_POWER_W[lamp_type]
    if not least <= value <= most:
        row.note("power_w", Reason.POWER_UNUSUAL, f"{value:g}")
    return value


def _quantity(row: Row) -> int:
    if not row["quantity"]:
        row.note("quantity", Reason.QUANTITY_MISSING, 1)
        return 1
    value = _number(row, "quantity")
    if value is None or not value.is_integer() or not 1 <= value <= MOST_LAMPS:
        row.note("quantity", Reason.QUANTITY_UNREADABLE, 1)
        return 1
    if value > 1:
        row.note("quantity", Reason.SEVERAL_LAMPS, int(value))
    return int(value)


def _number(row: Row, column: str) -> float | None:
    """Return a number that may have a decimal comma and, for a power, its unit."""
    found = NUMBER.fullmatch(row[column])
    if found is None or (found[2] and column != "power_w"):
        return None
    value = float(found[1].replace(",", "."))
    if "," in found[1]:
        row.note(column, Reason.DECIMAL_COMMA, f"{value:g}")
    if found[2]:
        row.note(column, Reason.UNIT_REMOVED, f"{value:g}")
    return value if math.isfinite(value) else None
