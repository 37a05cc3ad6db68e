"""What a map and a list show of an import before it is committed."""

from typing import Any, Final

from django.db import connection

from gis.imports.models import Import

MOST_FEATURES: Final = 2_000
FEATURES: Final = """
    SELECT coalesce(jsonb_agg(f.feature), '[]')::text FROM (
        SELECT jsonb_build_object(
            'type', 'Feature', 'id', row,
            'geometry', ST_AsGeoJSON(
                CASE WHEN ST_NPoints(geom) > 200 THEN ST_SimplifyPreserveTopology(geom, 0.0001)
                ELSE geom END, 6)::jsonb,
            'properties', jsonb_build_object('row', row, 'action', action, 'key', key)
        ) AS feature
        FROM geodata_stagedrow WHERE of_id = %(import)s AND geom IS NOT NULL
        ORDER BY md5(row::text) LIMIT %(most)s
    ) f
"""


def features(imported: Import) -> str:
    """Return a GeoJSON collection of rows on the map, a few thousand at the most."""
    with connection.cursor() as cursor:
        cursor.execute(FEATURES, {"import": imported.pk, "most": MOST_FEATURES})
        row: tuple[Any, ...] = cursor.fetchone() or ("[]",)
    return '{"type":"FeatureCollection","features":' + str(row[0]) + "}"
