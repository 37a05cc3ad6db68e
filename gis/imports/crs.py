"""Coordinate reference systems: the few that are accepted, and how a wrong one is recognised.

Nothing that a file says of its system goes further than this module: what leaves it is a number
of the list below. The zones of Merchich are EPSG's, with the shift of their datum (31, 146, 47 m).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

Box = tuple[float, float, float, float]
Point = tuple[float, float]

WGS84, MERCHICH = 4326, 4261
ZONES: Final = (26191, 26192, 26194, 26195)
SRIDS: Final = (WGS84, 3857, *ZONES, 32629, MERCHICH)
"""WGS 84, the map's Mercator, the zones of Merchich, UTM 29 North, and Merchich in degrees."""
DEPRECATED: Final = 26193
"""Merchich / Sahara, replaced by 26194 and 26195."""
_DEGREES: Final = {WGS84, MERCHICH}
_ORIGINS: Final = {33.3: 26191, 29.7: 26192, 26.1: 26194, 22.5: 26195}
NEAR_DEGREES: Final = 0.25
"""How far around the commune a place still counts as one of it, when systems are compared."""
LONGEST_WKT: Final = 20_000


@dataclass(frozen=True)
class Stated:
    """What a file says: a number of the list or 0, and a problem with it, if there is one.

    `problem` is "", "unknown", "deprecated" or "no_datum": the projection of a zone of Merchich on
    the datum WGS 84, with which everything stands some 315 m away from its place.
    """

    srid: int = 0
    problem: str = ""
    name: str = ""


@dataclass(frozen=True)
class Verdict:
    """How coordinates fit a system: the share of them around the commune, and what fits better.

    `finding` is "", "swapped", "wrong_zone", "wrong_system" or "elsewhere".
    """

    srid: int
    share: float
    finding: str = ""
    proposed_srid: int = 0
    proposed_swapped: bool = False


def stated(text: str) -> Stated:
    """Read the system of a file: an authority's code, or WKT."""
    if not text:
        return Stated()
    if len(text) > LONGEST_WKT:
        return Stated(problem="unknown")
    try:
        found = CRS.from_user_input(text)
    except (CRSError, ValueError, RecursionError):
        return Stated(problem="unknown")
    code, name = found.to_epsg(min_confidence=70), found.name[:80]
    if code in SRIDS:
        return Stated(code, name=name)
    if code == DEPRECATED:
        return Stated(problem="deprecated", name=name)
    return _by_parameters(found, name)


def _by_parameters(found: CRS, name: str) -> Stated:
    """Recognise a zone by its parallel where nobody wrote its number."""
    operation = found.coordinate_operation
    if operation is None or "Lambert" not in operation.method_name:
        wgs = found.is_geographic and "WGS" in name and "84" in name
        return Stated(WGS84, name=name) if wgs else Stated(problem="unknown", name=name)
    values = {each.name: float(each.value or 0) for each in operation.params}
    latitude = values.get("Latitude of natural origin", values.get("Latitude of false origin", 0.0))
    meridian = values.get(
        "Longitude of natural origin", values.get("Longitude of false origin", 0.0)
    )
    srid = next((zone for at, zone in _ORIGINS.items() if abs(latitude - at) < 0.01), 0)
    if not srid or abs(meridian + 5.4) > 0.01:
        return Stated(problem="unknown", name=name)
    is_wgs = found.ellipsoid is not None and abs(found.ellipsoid.semi_major_metre - 6_378_137) < 1
    return Stated(srid, "no_datum" if is_wgs else "", name)


@lru_cache(maxsize=64)
def transformer(source: int, target: int) -> Transformer:
    """Return the transformation between two systems of the list, east before north."""
    if {source, target} - set(SRIDS):
        raise ValueError("a system that is not accepted")
    return Transformer.from_crs(source, target, always_xy=True)


def widened(box: Box) -> Box:
    """Return a box in degrees with what lies near it."""
    west, south, east, north = box
    near = NEAR_DEGREES
    return west - near, south - near, east + near, north + near


@lru_cache(maxsize=64)
def box_in(srid: int, box: Box) -> Box:
    """Return a box of degrees (WGS 84) in another system of the list."""
    if srid == WGS84:
        return box
    return transformer(WGS84, srid).transform_bounds(*box)


def share_inside(points: Iterable[Point], box: Box, *, is_swapped: bool = False) -> float:
    """Return the share of points that lie in a box of the same system."""
    seen = [(y, x) if is_swapped else (x, y) for x, y in points]
    west, south, east, north = box
    inside = sum(west <= x <= east and south <= y <= north for x, y in seen)
    return inside / len(seen) if seen else 0.0


def judge(points: Sequence[Point], srid: int, commune: Box, *, is_swapped: bool = False) -> Verdict:
    """Compare a system with the others: around the commune (degrees), which fits the points?

    `srid` is 0 where nothing is known of it. The first of the list that fits is proposed.
    """
    near = widened(commune)
    asked = share_inside(points, box_in(srid, near), is_swapped=is_swapped) if srid else 0.0
    if asked >= 0.5:
        return Verdict(srid, asked)
    for swapped in (False, True):
        for other in (each for each in SRIDS if each != MERCHICH):
            share = share_inside(points, box_in(other, near), is_swapped=swapped)
            if share >= 0.5:
                finding = _named(srid, other, swapped != is_swapped)
                return Verdict(srid, asked, finding, other, swapped)
    return Verdict(srid, asked, "elsewhere" if srid else "")


def _named(srid: int, other: int, is_turned: bool) -> str:
    if is_turned and other == srid:
        return "swapped"
    if not srid:
        return ""
    return "wrong_zone" if srid in ZONES and other in ZONES else "wrong_system"


def limits_of(srid: int) -> Box:
    """Return between which coordinates a system means anything, in its own units."""
    if srid in _DEGREES:
        return -180.0, -90.0, 180.0, 90.0
    if srid == 3857:
        return -20_037_508.35, -20_048_966.11, 20_037_508.35, 20_048_966.11
    return -3_000_000.0, -3_000_000.0, 4_000_000.0, 10_000_000.0


def datum_shift(at: Point) -> Point:
    """Return how far (east, north, in degrees) a place stands off without the shift of Merchich."""
    east, north = transformer(MERCHICH, WGS84).transform(*at)
    return east - at[0], north - at[1]
