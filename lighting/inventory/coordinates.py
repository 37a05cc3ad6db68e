"""Coordinates as inventories write them: decimal degrees, degrees and minutes, with seconds too.

Everything here is WGS 84 (EPSG:4326). Pure: no Django, no database.
"""

import re
from typing import NamedTuple

from lighting.enums import Reason


class Unreadable(NamedTuple):
    """Why a text is no position."""

    reason: Reason


class Position(NamedTuple):
    """Degrees north and east, and whether a comma stood for the decimal point."""

    latitude: float
    longitude: float
    had_comma: bool = False


class Angle(NamedTuple):
    """Signed degrees, and the axis when a letter of the compass names it."""

    degrees: float
    axis: str
    had_comma: bool


NUMBER = r"\d{1,9}(?:[.,]\d{1,15})?"
LETTER = r"[NSEWO]"
ANGLE = re.compile(
    rf"(?P<before>{LETTER})?\s*(?P<sign>[+\-−])?\s*(?P<degrees>{NUMBER})\s*[°º]?\s*"
    rf"(?:(?P<minutes>{NUMBER})\s*['′’]?\s*(?:(?P<seconds>{NUMBER})\s*(?:[\"″”]|'')?\s*)?)?"
    rf"(?P<after>{LETTER})?",
    re.IGNORECASE,
)
SIGNED = {"N": 1, "S": -1, "E": 1, "W": -1, "O": -1}
AXIS = {"N": "lat", "S": "lat", "E": "lon", "W": "lon", "O": "lon"}
"""`O` is the west of French (ouest) and Spanish (oeste)."""
POINTED = r"[+\-−]?\d{1,9}\.\d{1,15}"
EITHER = r"[+\-−]?\d{1,9}(?:[.,]\d{1,15})?"
PAIR = re.compile(
    rf"\(?\s*(?:({POINTED})\s*,\s*({POINTED})|({EITHER})(?:\s*;\s*|,?\s+)({EITHER}))\s*\)?"
)
"""`31,62` alone is one number with a decimal comma, never the pair 31 and 62."""
LETTERED = re.compile(
    rf"\s*({LETTER}[^NSEWO]+)[,;\s]\s*({LETTER}[^NSEWO]+)|([^NSEWO]+{LETTER})[,;\s]*([^NSEWO]+{LETTER})\s*",
    re.IGNORECASE,
)
LONGEST = 80


def parse_angle(text: str) -> Angle | None:
    """Read one coordinate: `-28.4283`, `28,4283`, `S28 25.696`, `28°25'41.8"S`; or return None."""
    found = ANGLE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or (found["before"] and found["after"]):
        return None
    letter = (found["before"] or found["after"] or "").upper()
    if letter and found["sign"]:
        return None
    parts = [float((found[p] or "0").replace(",", ".")) for p in ("degrees", "minutes", "seconds")]
    if parts[1] >= 60 or parts[2] >= 60 or _is_split(found):
        return None
    size = parts[0] + parts[1] / 60 + parts[2] / 3600
    sign = -1 if found["sign"] in {"-", "−"} else SIGNED.get(letter, 1)
    return Angle(sign * size, AXIS.get(letter, ""), "," in text)


def _is_split(found: re.Match[str]) -> bool:
    """Tell whether a part that has smaller ones after it has decimals of its own."""
    degrees, minutes, seconds = (found[p] or "" for p in ("degrees", "minutes", "seconds"))
    split = re.compile(r"[.,]")
    return bool((minutes and split.search(degrees)) or (seconds and split.search(minutes)))


def parse_position(text: str) -> Position | Unreadable:
    """Read a position from one text, latitude first unless letters of the compass say otherwise."""
    if len(text) > LONGEST:
        return Unreadable(Reason.POSITION_UNREADABLE)
    found = PAIR.fullmatch(text.strip()) or LETTERED.fullmatch(text.strip())
    halves = [part for part in found.groups() if part] if found else []
    angles = [parse_angle(half.strip(" ,;")) for half in halves]
    if len(angles) != 2 or angles[0] is None or angles[1] is None:
        return Unreadable(Reason.POSITION_UNREADABLE)
    return join(angles[0], angles[1])


def parse_pair(latitude: str, longitude: str) -> Position | Unreadable:
    """Read a position from the texts of two cells."""
    first, second = parse_angle(latitude), parse_angle(longitude)
    if first is None or second is None or first.axis == "lon" or second.axis == "lat":
        return Unreadable(Reason.POSITION_UNREADABLE)
    return join(first, second)


def join(first: Angle, second: Angle) -> Position | Unreadable:
    """Put two angles together and refuse what is not a place on Earth."""
    if first.axis and first.axis == second.axis:
        return Unreadable(Reason.POSITION_UNREADABLE)
    if first.axis == "lon" or second.axis == "lat":
        first, second = second, first
    if abs(first.degrees) > 90 or abs(second.degrees) > 180:
        return Unreadable(Reason.POSITION_OUT_OF_RANGE)
    if first.degrees == 0 and second.degrees == 0:
        return Unreadable(Reason.POSITION_ZERO)
    return Position(first.degrees, second.degrees, first.had_comma or second.had_comma)
