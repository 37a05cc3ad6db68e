"""The lighting's layers of vector tiles: lamps one by one from near, cells of a grid from afar."""

from django.utils.translation import gettext_lazy as _

from gis.grid import FINEST_ZOOM, counted_in_cells
from gis.layers import MAX_ZOOM, Layer, Source
from lighting.rules import SILENT_AFTER

SILENT = f"(s.at IS NULL OR s.at < now() - interval '{SILENT_AFTER.total_seconds():.0f} seconds')"
STATE = (
    f"CASE WHEN l.device_id IS NULL THEN 'unmonitored' WHEN {SILENT} THEN 'silent' "
    "WHEN s.fault > 0 THEN 'fault' WHEN s.is_on THEN 'lit' ELSE 'off' END"
)
JOINED = "lighting_lamp AS l LEFT JOIN lighting_lamp_state_latest AS s ON s.device_id = l.device_id"

LAMPS = Layer(
    "lamps",
    _("Lamps"),
    (
        Source(
            0,
            FINEST_ZOOM,
            ("lamps", "lit", "faulty"),
            counted_in_cells(
                f"count(*) AS lamps, count(*) FILTER (WHERE s.is_on AND NOT {SILENT}) AS lit, "
                f"count(*) FILTER (WHERE s.fault > 0 AND NOT {SILENT}) AS faulty",
                JOINED,
            ),
        ),
        Source(
            FINEST_ZOOM + 1,
            MAX_ZOOM,
            ("code", "state"),
            f"SELECT l.geom_3857 AS geom, l.code, {STATE} AS state "
            f"FROM {JOINED} WHERE l.geom_3857 && {{area}}",
        ),
    ),
    fresh_seconds=5,
)

CABINETS = Layer(
    "cabinets",
    _("Cabinets"),
    (
        Source(
            13,
            MAX_ZOOM,
            ("code", "state"),
            "SELECT l.geom_3857 AS geom, l.code, CASE WHEN l.device_id IS NULL "
            f"THEN 'unmonitored' WHEN {SILENT} THEN 'silent' ELSE 'reporting' END AS state "
            "FROM lighting_cabinet AS l "
            "LEFT JOIN lighting_meter_reading_latest AS s ON s.device_id = l.device_id "
            "WHERE l.geom_3857 && {area}",
        ),
    ),
    fresh_seconds=60,
)
