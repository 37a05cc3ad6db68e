"""A flat metric plane over Marrakech, for generating and driving through the demonstration city.

An equirectangular plane about the city's centre: within 15 km its distances differ from the
ellipsoid's by less than one part in a thousand, and it inverts exactly. Measures that matter are
taken by the database on `geography`.
"""

from math import cos, radians

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
"""Coordinates of shape (n, 2)."""

CENTRE = (-7.9811, 31.6295)
_LATITUDE = radians(CENTRE[1])
METRES_PER_DEGREE = (
    111_412.84 * cos(_LATITUDE) - 93.5 * cos(3 * _LATITUDE),
    111_132.92 - 559.82 * cos(2 * _LATITUDE) + 1.175 * cos(4 * _LATITUDE),
)


def to_plane(lonlat: ArrayLike) -> Points:
    """Degrees (lon, lat) of shape (n, 2) to metres east and north of the city's centre."""
    return np.asarray((np.asarray(lonlat, dtype=float) - CENTRE) * METRES_PER_DEGREE)


def to_lonlat(plane: ArrayLike) -> Points:
    """Metres on the plane, shape (n, 2), to degrees (lon, lat)."""
    return np.asarray(np.asarray(plane, dtype=float) / METRES_PER_DEGREE + CENTRE)
