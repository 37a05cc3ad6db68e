"""Places for the tests of the council's door."""

import datetime as dt

from django.contrib.gis.geos import MultiPolygon, Polygon

from gis.models import Territory


def an_arrondissement(code: str) -> Territory:
    """Return a new arrondissement, a square."""
    return Territory.objects.create(
        level="arrondissement",
        code=code,
        name_fr=f"A{code}",
        name_ar=f"A{code}",
        geom=MultiPolygon(Polygon.from_bbox((-8.1, 31.5, -7.9, 31.7))),
        valid_from=dt.date(2000, 1, 1),
    )
