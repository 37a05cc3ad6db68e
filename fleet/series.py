"""The series of positions, and the kilometres that follow from it."""

from collections.abc import Sequence

import numpy as np
from django.conf import settings

from telemetry.enums import DeviceKind
from telemetry.intake import Intake, whole
from telemetry.records import Position
from telemetry.series import POINT, Column, Rollup, Series
from telemetry.store import Rows

MAX_GAP = "interval '15 minutes'"
"""Two fixes farther apart in time say nothing of the way between them."""

_SEGMENT = f"""
    SELECT CASE WHEN moved THEN round(metres * 1000)::bigint ELSE 0 END AS distance_mm,
           CASE WHEN moved THEN round(seconds * 1000)::bigint ELSE 0 END AS moving_ms
    FROM (
        SELECT metres, seconds, metres <= seconds * 55 AND metres >= seconds
               AND (p.speed_kmh < 2 AND c.speed_kmh < 2) IS NOT TRUE AS moved
        FROM (SELECT ST_Distance(p.geom::geography, c.geom::geography) AS metres,
                     date_part('epoch', c.at - p.at) AS seconds OFFSET 0) AS way
    ) AS judged
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
        reads=("geom", "speed_kmh"),
        bucket_of_row=f"(c.at AT TIME ZONE '{settings.TIME_ZONE}')::date",
        segment=_SEGMENT,
        max_gap=MAX_GAP,
        is_undivided=True,
    ),
)
"""Fixes of vehicles. A pair of fixes counts as a way driven when it is no more than 15 minutes
apart, no faster than 55 m/s (else it is a jump), at least 1 m/s, and not at rest by the device's
own speed at both ends (< 2 km/h); its length is that of the WGS 84 geodesic, in whole millimetres,
and belongs to the local day of its later end.
"""


def _fill(rows: Rows, records: Sequence[Position]) -> None:
    rows["geom"]["lon"] = [p.lon for p in records]
    rows["geom"]["lat"] = [p.lat for p in records]
    rows["speed_kmh"] = [p.speed_kmh for p in records]
    rows["heading_deg"] = whole([p.heading_deg for p in records])
    rows["accuracy_m"] = whole([p.accuracy_m for p in records])


POSITION_INTAKE = Intake(Position, DeviceKind.VEHICLE, POSITIONS, _fill)
