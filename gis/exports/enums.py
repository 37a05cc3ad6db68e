"""In which formats, systems and sizes layers are given out."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Format(TextChoices):
    """A format; the names of formats are the same in all languages."""

    GPKG = "gpkg", "GeoPackage"
    SHP = "shp", "Shapefile (ZIP)"
    GEOJSON = "geojson", "GeoJSON"
    KML = "kml", "KML"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    PDF = "pdf", _("Map on paper (PDF)")


SUFFIXES: Final[dict[Format, str]] = {Format.SHP: "zip"}
CONTENT_TYPES: Final[dict[Format, str]] = {
    Format.GPKG: "application/geopackage+sqlite3",
    Format.SHP: "application/zip",
    Format.GEOJSON: "application/geo+json",
    Format.KML: "application/vnd.google-earth.kml+xml",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class System(IntegerChoices):
    """A coordinate system in which features are given out."""

    WGS84 = 4326, _("WGS 84 (longitude, latitude)")
    NORD = 26191, _("Merchich, zone Nord (EPSG:26191)")
    SUD = 26192, _("Merchich, zone Sud (EPSG:26192)")
    SAHARA_NORD = 26194, _("Merchich, zone Sahara Nord (EPSG:26194)")
    SAHARA_SUD = 26195, _("Merchich, zone Sahara Sud (EPSG:26195)")


PROJECTED: Final = frozenset({Format.GPKG, Format.SHP, Format.CSV})
"""The formats that know other systems than WGS 84."""


def suffix_of(name: Format) -> str:
    """Return how a file of a format ends."""
    return SUFFIXES.get(name, str(name.value))


class Size(TextChoices):
    """A size of paper; the map lies across it where it is wider than high."""

    A4 = "A4", "A4"
    A3 = "A3", "A3"
