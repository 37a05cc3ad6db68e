"""Areas in addresses, and how near a finger must come: pure arithmetic."""

from math import isfinite
from typing import Final

MOST_CORNERS: Final = 100
REACH_PX: Final = 14
"""So far from a tap, in pixels of the screen, lies what was meant."""
EQUATOR_M: Final = 40_075_016.68557849
TILE_PX: Final = 256
FARTHEST_NORTH: Final = 85.06
"""Where the square of Web Mercator ends, in degrees."""
Corner = tuple[float, float]


class AreaError(ValueError):
    """A text that names no area."""


def reach_m(zoom: int) -> float:
    """Return the reach of a tap at a zoom, in units of Web Mercator."""
    return REACH_PX * EQUATOR_M / (TILE_PX << zoom)


def pixel_degrees(zoom: int) -> float:
    """Return half the width of a pixel at a zoom, in degrees of longitude."""
    return 180 / (TILE_PX << zoom)


def corners_of(text: str) -> tuple[Corner, ...]:
    """Return the corners that "longitude,latitude;longitude,latitude;…" names, in degrees.

    The area closes itself. Raises AreaError for fewer than three corners or more than
    `MOST_CORNERS`, and for places outside the map.
    """
    corners = places_of(text)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    if len(set(corners)) < 3:
        raise AreaError(text[:80])
    return corners


def places_of(text: str) -> tuple[Corner, ...]:
    """Return the places that "longitude,latitude;…" names, in degrees. Raises AreaError."""
    parts = text.split(";")
    if len(parts) > MOST_CORNERS:
        raise AreaError(text[:80])
    return tuple(_corner(part) for part in parts)


def corners_of_box(text: str) -> tuple[Corner, ...]:
    """Return the corners of the box "west,south,east,north". Raises AreaError."""
    numbers = [_number(part) for part in text.split(",")]
    if len(numbers) != 4:
        raise AreaError(text[:80])
    west, south, east, north = numbers
    if west >= east or south >= north:
        raise AreaError(text[:80])
    box = ((west, south), (east, south), (east, north), (west, north))
    return tuple(_checked(*corner) for corner in box)


def area_text(corners: tuple[Corner, ...]) -> str:
    """Return corners as addresses write them: to about a metre."""
    return ";".join(f"{longitude:.5f},{latitude:.5f}" for longitude, latitude in corners)


def _corner(text: str) -> Corner:
    parts = text.split(",")
    if len(parts) != 2:
        raise AreaError(text[:80])
    return _checked(_number(parts[0]), _number(parts[1]))


def _checked(longitude: float, latitude: float) -> Corner:
    if abs(longitude) > 180 or abs(latitude) > FARTHEST_NORTH:
        raise AreaError(f"{longitude},{latitude}")
    return longitude, latitude


def _number(text: str) -> float:
    try:
        number = float(text) if len(text) <= 24 and "_" not in text else float("nan")
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise AreaError(text[:80])
    return number
