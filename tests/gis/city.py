"""A small town for tests: a commune of two arrondissements, and what stands in its streets."""

import datetime as dt
from typing import Any

from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon

from gis.models import AddressPoint, ServicePoint, Street, Territory

LONG_AGO = dt.date(2000, 1, 1)
WEST, EAST = "07.01", "07.02"
BOXES = {
    "07": ("commune", -8.1, -7.9),
    WEST: ("arrondissement", -8.1, -8.0),
    EAST: ("arrondissement", -8.0, -7.9),
}


def box(west: float, east: float, south: float = 31.5, north: float = 31.6) -> MultiPolygon:
    """Return a rectangle in degrees."""
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def here(longitude: float, latitude: float = 31.55) -> Point:
    """Return a point of the town."""
    return Point(longitude, latitude, srid=4326)


def make_territory(code: str, level: str, geom: MultiPolygon, **values: Any) -> Territory:
    """Make a unit that holds since long ago."""
    names = {"name_fr": f"Nom {code}", "name_ar": f"اسم {code}", "valid_from": LONG_AGO}
    return Territory.objects.create(code=code, level=level, geom=geom, **(names | values))


def make_town() -> dict[str, Territory]:
    """Make the commune and its arrondissements, Guéliz in the west."""
    town: dict[str, Territory] = {}
    for code, (level, west, east) in BOXES.items():
        parent = town.get("07")
        named = {"name_fr": "Guéliz", "name_ar": "جليز"} if code == WEST else {}
        figures = {"population": 1000, "households": 250} if parent else {}
        town[code] = make_territory(code, level, box(west, east), parent=parent, **named, **figures)
    return town


def make_street(
    code: str, fr: str, ar: str, start: tuple[float, float] = (-8.05, 31.55), **values: Any
) -> Street:
    """Make a street that runs about 95 m to the east."""
    axis = LineString(start, (start[0] + 0.001, start[1]), srid=4326)
    given = {"category": "primary", "length_m": 95, "geom": axis} | values
    return Street.objects.create(code=code, name_fr=fr, name_ar=ar, **given)


def make_address(street: Street, number: int, place: Point, **values: Any) -> AddressPoint:
    """Make an address that holds since long ago."""
    given = {"valid_from": LONG_AGO} | values
    return AddressPoint.objects.create(street=street, number=number, geom=place, **given)


def make_service(code: str, fr: str, ar: str, place: Point, **values: Any) -> ServicePoint:
    """Make a place of the directory."""
    given = {"category": "health", "valid_from": LONG_AGO} | values
    return ServicePoint.objects.create(code=code, name_fr=fr, name_ar=ar, geom=place, **given)
