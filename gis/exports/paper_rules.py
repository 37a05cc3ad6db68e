"""The geometry of a map on paper: sizes, scales and bars, in millimetres; metres in EPSG:26191."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Bounds = tuple[float, float, float, float]
"""West, south, east, north in metres."""
SIZES: Final = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
MARGIN: Final = 10.0
HEAD: Final = 22.0
FOOT: Final = 42.0
ROOM: Final = 0.92
"""The part of the frame that features may fill, so that none touches its edge."""
SCALES: Final = tuple(
    int(step * 10**power) for power in range(2, 7) for step in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5)
)[6:]
"""From 1 : 500 on."""
SMALLEST_SIDE_M: Final = 50.0
LONGEST_BAR: Final = 60.0


@dataclass(frozen=True)
class Frame:
    """The map on its paper: how large, which ground, at which scale."""

    page: tuple[float, float]
    ground: Bounds
    scale: int

    @property
    def width(self) -> float:
        """The width of the map in millimetres."""
        return self.page[0] - 2 * MARGIN

    @property
    def height(self) -> float:
        """The height of the map in millimetres."""
        return self.page[1] - 2 * MARGIN - HEAD - FOOT

    @property
    def per_m(self) -> float:
        """Millimetres on the paper for one metre on the ground."""
        return 1000 / self.scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place lies on the map, from its upper left corner."""
        west, _south, _east, north = self.ground
        return (x - west) * self.per_m, (north - y) * self.per_m


def framed(bounds: Bounds, size: str) -> Frame:
    """Return the frame of the largest round scale at which all of this fits on the paper."""
    west, south, east, north = bounds
    wide, high = max(east - west, SMALLEST_SIDE_M), max(north - south, SMALLEST_SIDE_M)
    short, long = SIZES[size]
    page = (long, short) if wide > high else (short, long)
    empty = Frame(page, bounds, 1)
    needed = max(wide / empty.width, high / empty.height) * 1000 / ROOM
    scale = next((each for each in SCALES if each >= needed), SCALES[-1])
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = empty.width * scale / 2000, empty.height * scale / 2000
    return Frame(page, (x - half_x, y - half_y, x + half_x, y + half_y), scale)


def bar_m(scale: int) -> int:
    """Return the length of a scale bar: a round number of metres, at most six centimetres long."""
    most = LONGEST_BAR * scale / 1000
    power = 10 ** math.floor(math.log10(most))
    return int(next(step * power for step in (5, 2, 1) if step * power <= most))


def path_of(points: Sequence[tuple[float, float]], *, is_closed: bool) -> str:
    """Return a path of SVG through points in millimetres, to a hundredth."""
    told = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return f"M{told}{'Z' if is_closed else ''}"
