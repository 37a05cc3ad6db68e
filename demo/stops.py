"""The bus stops of the demonstration: along the invented lines, named after the nearest street."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import shapely

from demo.graph import Way
from demo.plane import Points
from demo.streets import Street

APART_M = 420
SHARED_M = 70
"""Lines that pass so near to each other's stop share it."""


class Stops(NamedTuple):
    """Points on the plane with the street of each, and for each line its stops in their order."""

    points: Points
    names: list[tuple[str, str]]
    calls: list[list[int]]


def plan_stops(ways: Sequence[Way], streets: Sequence[Street]) -> Stops:
    """Invent the stops of lines; the same lines have the same stops."""
    points: list[shapely.Point] = []
    calls: list[list[int]] = []
    for way in ways:
        axis = shapely.LineString(way.axis)
        count = max(round(axis.length / APART_M), 1)
        along = shapely.line_interpolate_point(axis, np.linspace(0, axis.length, count + 1))
        calls.append(_in_order(_stop_at(point, points) for point in along))
    tree = shapely.STRtree([street.axis for street in streets])
    nearest = tree.nearest(np.array(points))
    names = _numbered([(streets[each].name_fr, streets[each].name_ar) for each in nearest])
    return Stops(shapely.get_coordinates(points), names, calls)


def _stop_at(point: shapely.Point, known: list[shapely.Point]) -> int:
    """Return the index of the stop near a point; a new one is made where there is none."""
    if known:
        distances = shapely.distance(np.array(known), point)
        if distances.min() <= SHARED_M:
            return int(distances.argmin())
    known.append(point)
    return len(known) - 1


def _in_order(stops: Iterable[int]) -> list[int]:
    """Leave out a stop that follows itself."""
    order: list[int] = []
    for stop in stops:
        if order[-1:] != [stop]:
            order.append(stop)
    return order


def _numbered(names: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Number the stops of one street."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        number = f" {seen[name]}" if seen[name] > 1 else ""
        numbered.append((f"{name[0]}{number}", f"{name[1]}{number}"))
    return numbered
