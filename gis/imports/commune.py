"""Where the commune lies: its boundary in force, or, before there is one, a box around the city."""

from typing import Final

from django.contrib.gis.db.models import Extent
from django.utils import timezone

from gis.enums import Level
from gis.imports.crs import Box
from gis.models import Territory

USUAL: Final[Box] = (-8.14, 31.51, -7.87, 31.74)
"""Marrakech: X 240–265 km, Y 105–130 km in EPSG:26191, in degrees."""
IN_FORCE: Final = (
    "SELECT coalesce((SELECT ST_Union(geom) FROM territory_territory WHERE level = 'commune' "
    "AND valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date)), "
    "ST_MakeEnvelope(-8.14, 31.51, -7.87, 31.74, 4326))"
)


def box() -> Box:
    """Return the commune's box in degrees (west, south, east, north)."""
    here = Territory.objects.valid_on(timezone.localdate()).at_level(Level.COMMUNE)
    found: Box | None = here.aggregate(box=Extent("geom"))["box"]
    return found or USUAL
