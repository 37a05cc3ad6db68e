"""The reference systems in which the API reads and writes coordinates; any other is refused."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from gis.ogc.errors import RefusedError

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/{srid}"


@dataclass(frozen=True)
class Crs:
    """A reference system: its address, its number in PostGIS, whether latitude comes first."""

    uri: str
    srid: int
    is_flipped: bool = False
    decimals: int = 3

    def straight(self, bounds: tuple[float, ...]) -> tuple[float, ...]:
        """Return bounds with the easting first."""
        if not self.is_flipped:
            return bounds
        south, west, north, east = bounds
        return (west, south, east, north)


SYSTEMS: Final = (
    Crs(CRS84, 4326, decimals=7),
    Crs(EPSG.format(srid=4326), 4326, is_flipped=True, decimals=7),
    Crs(EPSG.format(srid=3857), 3857),
    Crs(EPSG.format(srid=26191), 26191),
)
DEFAULT: Final = SYSTEMS[0]


def crs_of(parameter: str, uri: str) -> Crs:
    """Return the system of an address; an empty one is CRS84. Raises RefusedError."""
    if not uri:
        return DEFAULT
    found = next((each for each in SYSTEMS if each.uri == uri), None)
    if found is None:
        raise RefusedError(
            _("“%(name)s” must be one of: %(known)s.")
            % {"name": parameter, "known": ", ".join(each.uri for each in SYSTEMS)}
        )
    return found
