"""Points that stand for a layer, from which its coordinate reference system is judged."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import shapely

from gis.imports.crs import Stated, stated

MOST_POINTS: Final = 400


def as_json(found: Stated) -> dict[str, Any]:
    """Return what a file says of its system, for the answer."""
    return {"srid": found.srid, "problem": found.problem, "name": found.name}


def system_of(text: str | None) -> dict[str, Any]:
    """Return the system that a text of a file means."""
    return as_json(stated(text or ""))


def sampled(shapes: Iterable[Any]) -> list[list[float]]:
    """Return the first coordinates of each geometry, a few hundred at the most."""
    several = np.asarray([each for each in shapes if each is not None], dtype=object)
    if not len(several):
        return []
    coordinates, owners = shapely.get_coordinates(several, return_index=True)
    _, first = np.unique(owners, return_index=True)
    points = coordinates[first]
    points = points[np.isfinite(points).all(axis=1)]
    step = max(1, len(points) // MOST_POINTS)
    return [[float(x), float(y)] for x, y in points[::step][:MOST_POINTS]]
