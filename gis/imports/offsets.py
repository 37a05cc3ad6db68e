"""How far an import stands off the streets that are known: a datum left out shows in this."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

from gis.imports import crs
from gis.imports.models import Import

MOST_POINTS: Final = 300
FEWEST: Final = 20
NEAR_M: Final = 10.0
"""Lines that are where they belong lie nearer to the streets than this, in the middle."""
CITY: Final = (-7.99, 31.63)
SAMPLE: Final = """
    WITH lines AS (
        SELECT geom FROM geodata_stagedrow
        WHERE of_id = %(import)s AND geom IS NOT NULL AND ST_Dimension(geom) = 1
        ORDER BY md5(row::text) LIMIT %(most)s
    ), points AS (
        SELECT ST_StartPoint(ST_GeometryN(geom, 1)) AS p FROM lines
    ), moved AS (
        SELECT m.way, ST_Translate(p, m.way * %(east)s, m.way * %(north)s) AS p
        FROM points, (VALUES (0), (1), (-1)) AS m (way)
    )
    SELECT way, count(d), percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM (
        SELECT way, (
            SELECT ST_Distance(near.geom::geography, moved.p::geography) FROM (
                SELECT geom FROM territory_street s ORDER BY s.geom <-> moved.p LIMIT 1
            ) near
        ) AS d FROM moved
    ) measured GROUP BY way ORDER BY way
"""


POINTS: Final = """
    SELECT ST_X(p), ST_Y(p) FROM (
        SELECT ST_GeometryN(ST_Points(source), 1) AS p FROM geodata_stagedrow
        WHERE of_id = %(import)s AND NOT ST_IsEmpty(source) ORDER BY md5(row::text) LIMIT %(most)s
    ) sample
"""


def judged_system(imported: Import, commune: crs.Box) -> dict[str, Any]:
    """Return how the system that was chosen fits the rows that were read."""
    with connection.cursor() as cursor:
        cursor.execute(POINTS, {"import": imported.pk, "most": MOST_POINTS})
        points = [(float(x), float(y)) for x, y in cursor.fetchall()]
    swapped = bool(imported.choice.get("swapped"))
    found = crs.judge(points, int(imported.choice["srid"]), commune, is_swapped=swapped)
    return {
        "finding": found.finding,
        "proposed_srid": found.proposed_srid,
        "is_swapped": found.proposed_swapped,
        "share": round(found.share, 3),
    }


def measured(imported: Import) -> dict[str, Any]:
    """Return the middle distance to the streets in metres, and whether a shift was left out.

    Points and areas lie beside streets, so that only lines are compared; {} where there are too
    few of them, or no street.
    """
    east, north = crs.datum_shift(CITY)
    with connection.cursor() as cursor:
        cursor.execute(
            SAMPLE, {"import": imported.pk, "most": MOST_POINTS, "east": east, "north": north}
        )
        found = {way: (count, middle) for way, count, middle in cursor.fetchall()}
    if found.get(0, (0, None))[0] < FEWEST:
        return {}
    return judged({way: middle for way, (_, middle) in found.items()}, imported.choice)


def judged(middles: Mapping[int, float], choice: Mapping[str, Any]) -> dict[str, Any]:
    """Compare the distance as it is with those after a shift of the datum, in either direction.

    Read in degrees, coordinates without the shift lack it (1); read in a zone of Merchich they have
    one too many (-1).
    """
    way = -1 if choice.get("srid") in crs.ZONES else 1
    as_is, shifted = middles[0], middles[way]
    is_left_out = shifted < NEAR_M and as_is > 3 * shifted + NEAR_M
    return {
        "median_m": round(as_is, 1),
        "shifted_m": round(shifted, 1),
        "left_out": is_left_out and not choice.get("left_out"),
    }
