"""What the council watches of the fleet."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspace.indicators import EACH_DAY, SHARE, ZONE, Bounds, Direction, Indicator, Measure

_LABELS = "SELECT id, code FROM fleet_vehicle WHERE id = ANY(%(records)s)"
_AS_OF = "SELECT max(received_at) FROM fleet_position_latest"

_VEHICLE_DAYS = f"""
    SELECT d.day, f.vehicle_id, v.kind, d.distance_mm, d.moving_ms
    FROM fleet_device_day AS d
    CROSS JOIN LATERAL (
        SELECT vehicle_id FROM fleet_fitting
        WHERE device_id = d.device_id
          AND valid_from < (d.day + 1)::timestamp AT TIME ZONE '{ZONE}'
          AND (valid_to IS NULL OR valid_to > d.day::timestamp AT TIME ZONE '{ZONE}')
        ORDER BY valid_from DESC LIMIT 1
    ) AS f
    JOIN fleet_vehicle AS v ON v.id = f.vehicle_id
    WHERE d.day BETWEEN %(first)s AND %(last)s
"""
"""What each vehicle did on each day: a device's day belongs to the vehicle it was in last."""

_DISTANCE = f"""
    SELECT day, '' AS territory_code, vehicle_id AS record, sum(distance_mm)::bigint AS numerator,
           1 AS denominator
    FROM ({_VEHICLE_DAYS}) AS driven GROUP BY day, vehicle_id
"""

_SPEED = f"""
    SELECT day, '' AS territory_code, vehicle_id AS record, sum(distance_mm)::bigint AS numerator,
           sum(moving_ms)::bigint AS denominator
    FROM ({_VEHICLE_DAYS}) AS driven WHERE kind = 'bus' GROUP BY day, vehicle_id
"""


def _in_service(kinds: str) -> str:
    """Return the source of the share of vehicles, of those fitted with a device, that drove."""
    return f"""
        SELECT fitted.day, '' AS territory_code, fitted.vehicle_id AS record,
               (coalesce(driven.distance_mm, 0) > 0)::int::bigint AS numerator, 1 AS denominator
        FROM (
            SELECT DISTINCT g.day::date AS day, v.id AS vehicle_id
            FROM {EACH_DAY}
            JOIN fleet_fitting AS f
              ON f.valid_from < (g.day + interval '1 day') AT TIME ZONE '{ZONE}'
             AND (f.valid_to IS NULL OR f.valid_to > g.day AT TIME ZONE '{ZONE}')
            JOIN fleet_vehicle AS v ON v.id = f.vehicle_id AND v.kind IN ({kinds})
        ) AS fitted
        LEFT JOIN (
            SELECT day, vehicle_id, sum(distance_mm) AS distance_mm
            FROM ({_VEHICLE_DAYS}) AS days GROUP BY day, vehicle_id
        ) AS driven USING (day, vehicle_id)
    """


def _url(code: str) -> str:
    return f"{reverse('dashboard:list')}?show=vehicles&q={code}"


_of_vehicles = partial(
    Indicator,
    owner=_("Transport and cleanliness"),
    department="vehicles",
    as_of=_AS_OF,
    labels=_LABELS,
    record_name=_("Vehicle"),
    record_url=_url,
)

INDICATORS = (
    _of_vehicles(
        "fleet.distance",
        name=_("Distance driven"),
        definition=_(
            "Kilometres that the vehicles of the fleet drove, from their positions: the length of"
            " the way between consecutive fixes no more than 15 minutes apart."
        ),
        unit=_("km"),
        source=_DISTANCE,
        measure=Measure.TOTAL,
        factor=1e-6,
    ),
    _of_vehicles(
        "fleet.buses_in_service",
        name=_("Buses in service"),
        definition=_(
            "Share of the buses fitted with a device that drove on the day, over all days of the"
            " period."
        ),
        source=_in_service("'bus'"),
        direction=Direction.UP,
        bounds=Bounds(target=95, warning=90, alarm=75),
        **SHARE,
    ),
    _of_vehicles(
        "fleet.sanitation_in_service",
        name=_("Sanitation vehicles in service"),
        definition=_(
            "Share of the refuse trucks and street sweepers fitted with a device that drove on the"
            " day, over all days of the period."
        ),
        source=_in_service("'sanitation_truck', 'street_sweeper'"),
        direction=Direction.UP,
        bounds=Bounds(target=95, warning=90, alarm=75),
        **SHARE,
    ),
    _of_vehicles(
        "fleet.bus_speed",
        name=_("Speed of the buses"),
        definition=_("Kilometres that the buses drove over the hours in which they moved."),
        unit=_("km/h"),
        source=_SPEED,
        measure=Measure.RATIO,
        factor=3.6,
        decimals=1,
        direction=Direction.UP,
    ),
)
