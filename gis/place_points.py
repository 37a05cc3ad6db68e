"""A point as addresses and forms write it."""

from django.contrib.gis.geos import Point


def point_of(text: str) -> Point | None:
    """Return the point (EPSG:4326) of "longitude,latitude", if it is one."""
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # nor what is no number
        return None
    return Point(longitude, latitude, srid=4326)
