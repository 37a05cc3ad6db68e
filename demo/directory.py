"""Invented quarters, annexes, zones, lots, addresses and service points of the demonstration city.

All of it is marked as simulated: rows that have a column for it there, territories by the beginning
of their code.
"""

import datetime as dt
from collections.abc import Iterator
from math import cos, radians, sin
from pathlib import Path
from typing import NamedTuple

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import connection

from demo.boundaries import MARRAKECH, Unit, marrakech_units
from demo.districts import DISTRICTS, MEDINA, District
from demo.plane import METRES_PER_DEGREE
from gis.enums import Level, ServiceCategory
from gis.models import AddressPoint, ServicePoint, Territory

PREFIX = "SIM-"
_SQL = Path(__file__).parent / "sql"
_PLACES = (DISTRICTS, (MEDINA,))
_GOLDEN_DEG = 137.5
_NORTH = ("07.351.01.05", "07.351.01.07", "07.351.01.03")
"""Arrondissements of the first lot of the contracts for cleanliness."""


class Kind(NamedTuple):
    """A kind of place that every district has."""

    category: ServiceCategory
    fr: str
    ar: str
    hours: str


KINDS = (
    Kind(
        ServiceCategory.ADMINISTRATION,
        "Annexe administrative",
        "الملحقة الإدارية",
        "Mo-Fr 08:30-16:30; PH off",
    ),
    Kind(
        ServiceCategory.CIVIL_STATUS,
        "Bureau d’état civil",
        "مكتب الحالة المدنية",
        "Mo-Fr 08:30-16:30; PH off",
    ),
    Kind(ServiceCategory.HEALTH, "Centre de santé", "المركز الصحي", "Mo-Fr 08:30-16:30"),
    Kind(ServiceCategory.PHARMACY, "Pharmacie", "صيدلية", "Mo-Sa 09:00-13:00,15:30-20:00"),
    Kind(ServiceCategory.SCHOOL, "École", "مدرسة", "Mo-Fr 08:00-12:00,14:00-18:00; PH off"),
    Kind(ServiceCategory.MARKET, "Marché", "سوق", "Mo-Su 07:00-19:00"),
    Kind(ServiceCategory.PARK, "Jardin", "حديقة", "Mo-Su 07:00-22:00"),
    Kind(ServiceCategory.RECYCLING, "Point de tri", "نقطة الفرز", "24/7"),
)


def write_directory(since: dt.date) -> None:
    """Write the invented units, addresses and places; the streets are there already."""
    Territory.objects.bulk_create(_units(since))
    with connection.cursor() as cursor:
        cursor.execute((_SQL / "addresses.sql").read_text(), {"since": since})
    ServicePoint.objects.bulk_create(_service_points(since))


def delete_directory() -> None:
    """Take it all out again."""
    for rows in (
        AddressPoint.objects.filter(is_simulated=True),
        ServicePoint.objects.filter(is_simulated=True),
        Territory.objects.filter(code__startswith=PREFIX),
    ):
        rows._raw_delete(rows.db)


def _districts() -> list[District]:
    return [district for group in _PLACES for district in group]


def _arrondissements() -> list[Unit]:
    return [unit for unit in marrakech_units() if unit.level == "arrondissement"]


def _units(since: dt.date) -> Iterator[Territory]:
    city = next(unit for unit in marrakech_units() if unit.code == MARRAKECH)
    parent = Territory.objects.filter(code=MARRAKECH).first()
    for level, code, names, shape in _shapes(city):
        yield Territory(
            level=level,
            code=f"{PREFIX}{code}",
            parent=parent,
            name_fr=names[0],
            name_ar=names[1],
            geom=_multi(shape),
            valid_from=since,
        )


def _shapes(city: Unit) -> Iterator[tuple[Level, str, tuple[str, str], shapely.Geometry]]:
    districts = _districts()
    cells = _cells([district.centre for district in districts], city.geom)
    for district, cell in zip(districts, cells, strict=True):
        names = district.name_fr, district.name_ar
        yield Level.QUARTER, f"Q-{district.key}", names, cell
    annexes = districts[::2]
    for number, cell in enumerate(_cells([each.centre for each in annexes], city.geom)):
        district = annexes[number]
        names = f"Annexe {district.name_fr}", f"ملحقة {district.name_ar}"
        yield Level.ANNEX, f"A-{district.key}", names, cell
    parts = _arrondissements()
    for number, is_north in enumerate((True, False), 1):
        shapes = [unit.geom for unit in parts if (unit.code in _NORTH) == is_north]
        whole = shapely.make_valid(shapely.union_all(shapes))
        yield (
            Level.LOT,
            f"LOT-{number}",
            (f"Propreté, lot {number}", f"النظافة، الحصة {number}"),
            whole,
        )
        names = f"Secteur d’éclairage {number}", f"قطاع الإنارة {number}"
        yield Level.ZONE, f"ZONE-{number}", names, whole


def _cells(seeds: list[tuple[float, float]], ground: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the part of the ground that is nearest to each seed."""
    points = shapely.MultiPoint(seeds)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=ground.buffer(0.1)))
    tree = shapely.STRtree(cells)
    owners = [int(tree.query(point, "within")[0]) for point in points.geoms]
    return [shapely.make_valid(cells[owner].intersection(ground)) for owner in owners]


def _multi(shape: shapely.Geometry) -> MultiPolygon:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return MultiPolygon([GEOSGeometry(part.wkt, srid=4326) for part in parts], srid=4326)


def _service_points(since: dt.date) -> Iterator[ServicePoint]:
    homes = {unit.code: unit.geom for unit in _arrondissements()}
    ids = dict(Territory.objects.filter(code__in=homes).values_list("code", "pk"))
    for district in _districts():
        for number, kind in enumerate(KINDS):
            place = _beside(district.centre, number)
            code = next((c for c, geom in homes.items() if geom.covers(shapely.Point(place))), "")
            yield ServicePoint(
                code=f"{PREFIX}{district.key}-{number + 1}".lower(),
                category=kind.category,
                name_fr=f"{kind.fr} {district.name_fr}",
                name_ar=f"{kind.ar} {district.name_ar}",
                territory_id=ids.get(code),
                opening_hours=kind.hours,
                is_simulated=True,
                geom=Point(*place, srid=4326),
                valid_from=since,
            )


def _beside(centre: tuple[float, float], number: int) -> tuple[float, float]:
    """Return a place in a spiral about a centre, some hundred metres away."""
    angle, metres = radians(number * _GOLDEN_DEG), 120 + 40 * number
    east, north = metres * cos(angle), metres * sin(angle)
    return centre[0] + east / METRES_PER_DEGREE[0], centre[1] + north / METRES_PER_DEGREE[1]
