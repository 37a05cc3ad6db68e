"""The series of positions, and the kilometres that follow from it."""

import numpy as np
from django.conf import settings

from telemetry.series import POINT, Column, Rollup, Series

MAX_GAP = "interval '15 minutes'"
"""Two fixes farther apart in time say nothing of the way between them."""

_SEGMENT = f"""
    SELECT (c.at AT TIME ZONE '{settings.TIME_ZONE}')::date AS bucket,
           CASE WHEN moved THEN round(metres * 1000)::bigint ELSE 0 END AS distance_mm,
           CASE WHEN moved THEN round(seconds * 1000)::bigint ELSE 0 END AS moving_ms
    FROM (SELECT ST_Distance(p.geom::geography, c.geom::geography) AS metres,
                 extract(epoch FROM c.at - p.at)::float8 AS seconds) AS way,
         LATERAL (SELECT metres <= seconds * 55 AND CASE
                      WHEN p.speed_kmh < 2 AND c.speed_kmh < 2 THEN false
                      ELSE metres >= seconds END AS moved) AS judged
    WHERE c.at - p.at <= {MAX_GAP}
"""

POSITIONS = Series(
    table="fleet_position",
    state=(
        Column("geom", "geometry(Point, 4326)", POINT),
        Column("speed_kmh", "real", np.dtype(">f4"), null="'NaN'"),
        Column("heading_deg", "smallint", np.dtype(">i2"), null="-1"),
        Column("accuracy_m", "smallint", np.dtype(">i2"), null="-1"),
    ),
    rollup=Rollup(
        table="fleet_device_day",
        bucket="day",
        count="fix_count",
        measures=("distance_mm", "moving_ms"),
        bucket_of_row=f"(at AT TIME ZONE '{settings.TIME_ZONE}')::date",
        segment=_SEGMENT,
        max_gap=MAX_GAP,
    ),
)
"""Fixes of vehicles. A pair of fixes counts as a way driven when it is no more than 15 minutes apart, no faster than
55 m/s (else it is a jump), at least 1 m/s, and not at rest by the device's own speed at both ends (< 2 km/h); its length
is that of the WGS 84 geodesic, in whole millimetres, and belongs to the local day of its later end."""
