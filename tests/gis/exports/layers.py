"""Layers with all that is hard to give out: names of any kind, texts of any script, every shape."""

from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from gis.imports.models import Dataset, DatasetFeature
from gis.layers import reread

TEXT = 'حديقة "ماجوريل" — l’été, d\'abord;\nligne 2 <b>&'
COLUMNS = [
    {"name": "الاسم", "kind": "text"},
    {"name": "Nom", "kind": "text"},
    {"name": "nom", "kind": "text"},
    {"name": "geom", "kind": "text"},
    {"name": "nombre_d_arbres_2020", "kind": "whole"},
    {"name": "nombre_d_arbres_2021", "kind": "whole"},
    {"name": "hauteur", "kind": "decimal"},
    {"name": "ouvert", "kind": "truth"},
    {"name": "depuis", "kind": "day"},
]
FULL = {
    "الاسم": TEXT,
    "Nom": "=1+1",
    "nom": "-x",
    "geom": "g",
    "nombre_d_arbres_2020": 7,
    "nombre_d_arbres_2021": 2**40,
    "hauteur": 2.5,
    "ouvert": True,
    "depuis": "2026-01-02",
}
SHAPES = {
    "point": ("POINT(-8.0 31.6)", "POINT(-7.98 31.63)"),
    "line": (
        "LINESTRING(-8 31.6,-7.9 31.7)",
        "MULTILINESTRING((-8 31.6,-7.9 31.6),(-8 31.7,-7.9 31.7))",
    ),
    "polygon": (
        "POLYGON((-8 31.6,-8 31.7,-7.9 31.7,-8 31.6))",
        (
            "MULTIPOLYGON(((-8 31.6,-8 31.7,-7.9 31.7,-8 31.6)),"
            "((-7.8 31.6,-7.7 31.6,-7.7 31.7,-7.8 31.6)))"
        ),
    ),
    "any": ("POINT(-8.0 31.6)", "LINESTRING(-8 31.6,-7.9 31.7)"),
}


def make_layer(shape: str, code: str = "jardins", **more: Any) -> Dataset:
    """Make a public layer of two features: one with every value, one with none."""
    names = {"name_ar": "حدائق", "name_fr": "Jardins", "visibility": "public"}
    given = names | {"columns": COLUMNS, "shape": shape} | more
    made = Dataset.objects.create(code=code, **given)
    for key, wkt, values in zip("ab", SHAPES[shape], (FULL, {}), strict=True):
        DatasetFeature.objects.create(
            dataset=made,
            key=key,
            properties=values,
            geom=GEOSGeometry(wkt, srid=4326),
            source_geom=GEOSGeometry(wkt, srid=0),
            source_srid=4326,
        )
    reread()
    return made
