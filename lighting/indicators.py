"""What the council watches of public lighting, by territory."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gis.indicators import LIVE, of_inhabitants, per_inhabitant
from workspace.indicators import (
    EACH_DAY,
    SHARE,
    Bounds,
    Direction,
    Indicator,
    Measure,
    day_of,
    on_the_days,
)

_METERS_AS_OF = "SELECT max(received_at) FROM lighting_meter_reading_latest"
_LAMPS_AS_OF = "SELECT max(received_at) FROM lighting_lamp_state_latest"

_CABINET_DAYS = f"""
    SELECT {day_of("h.hour")} AS day, c.id AS cabinet_id,
           coalesce(t.code, '') AS territory_code, sum(h.energy_wh)::bigint AS energy_wh
    FROM lighting_cabinet_hour AS h
    JOIN lighting_cabinet AS c ON c.device_id = h.device_id
    LEFT JOIN territory_territory AS t ON t.id = c.territory_id
    WHERE {on_the_days("h.hour")}
    GROUP BY 1, 2, 3
"""
"""Energy of each cabinet on each local day."""

_ENERGY = f"""
    SELECT day, territory_code, cabinet_id AS record, energy_wh AS numerator, 1 AS denominator
    FROM ({_CABINET_DAYS}) AS drawn
"""

_PER_POINT = f"""
    SELECT drawn.day, drawn.territory_code, drawn.cabinet_id AS record,
           drawn.energy_wh AS numerator, points.n AS denominator
    FROM ({_CABINET_DAYS}) AS drawn
    JOIN (
        SELECT f.cabinet_id, count(*) AS n
        FROM lighting_lamp AS l JOIN lighting_feeder AS f ON f.id = l.feeder_id GROUP BY 1
    ) AS points USING (cabinet_id)
"""

_METERED = f"""
    SELECT drawn.day, drawn.territory_code, drawn.cabinet_id AS record,
           drawn.energy_wh AS numerator, due.energy_wh AS denominator
    FROM ({_CABINET_DAYS}) AS drawn
    JOIN (
        SELECT d.day, f.cabinet_id,
               round(sum(l.power_w * l.quantity * d.burning_ms / 3.6e6))::bigint AS energy_wh
        FROM lighting_lamp_day AS d
        JOIN lighting_lamp AS l ON l.device_id = d.device_id
        JOIN lighting_feeder AS f ON f.id = l.feeder_id
        WHERE d.day BETWEEN %(first)s AND %(last)s AND l.power_w IS NOT NULL
        GROUP BY 1, 2
    ) AS due USING (day, cabinet_id)
    WHERE due.energy_wh > 0
"""

_CABINETS_READ = f"""
    SELECT g.day::date AS day, coalesce(t.code, '') AS territory_code, c.id AS record,
           (drawn.cabinet_id IS NOT NULL)::int::bigint AS numerator, 1 AS denominator
    FROM {EACH_DAY} CROSS JOIN lighting_cabinet AS c
    LEFT JOIN territory_territory AS t ON t.id = c.territory_id
    LEFT JOIN ({_CABINET_DAYS}) AS drawn ON drawn.day = g.day::date AND drawn.cabinet_id = c.id
    WHERE c.device_id IS NOT NULL
"""

_BURNING = """
    SELECT d.day, coalesce(t.code, '') AS territory_code, l.id AS record,
           d.burning_ms AS numerator, 1 AS denominator
    FROM lighting_lamp_day AS d JOIN lighting_lamp AS l ON l.device_id = d.device_id
    LEFT JOIN territory_territory AS t ON t.id = l.territory_id
    WHERE d.day BETWEEN %(first)s AND %(last)s
"""

_REPORTING = f"""
    SELECT g.day::date AS day, coalesce(t.code, '') AS territory_code, l.id AS record,
           (coalesce(d.state_count, 0) > 0)::int::bigint AS numerator, 1 AS denominator
    FROM {EACH_DAY} CROSS JOIN lighting_lamp AS l
    LEFT JOIN territory_territory AS t ON t.id = l.territory_id
    LEFT JOIN lighting_lamp_day AS d ON d.device_id = l.device_id AND d.day = g.day::date
     AND d.day BETWEEN %(first)s AND %(last)s
    WHERE l.device_id IS NOT NULL
"""

_FAULTY = f"""
    SELECT g.day::date AS day, coalesce(t.code, '') AS territory_code, l.id AS record,
           (s.fault > 0)::int::bigint AS numerator, 1 AS denominator
    FROM {EACH_DAY} CROSS JOIN lighting_lamp AS l
    JOIN lighting_lamp_state_latest AS s ON s.device_id = l.device_id
    LEFT JOIN territory_territory AS t ON t.id = l.territory_id
    WHERE s.fault IS NOT NULL
"""

_LAMPS = f"""
    SELECT g.day::date AS day, known.code, known.n
    FROM {EACH_DAY} CROSS JOIN (
        SELECT h.code, count(*) AS n
        FROM lighting_lamp AS l JOIN territory_territory AS h ON h.id = l.territory_id GROUP BY 1
    ) AS known
"""


def _list_of(what: str) -> Callable[[str], str]:
    return lambda code: f"{reverse('dashboard:list')}?show={what}&q={code}"


_of_lighting = partial(
    Indicator, owner=_("Public lighting"), department="lighting", by_territory=True
)
_of_cabinets = partial(
    _of_lighting,
    as_of=_METERS_AS_OF,
    labels="SELECT id, code FROM lighting_cabinet WHERE id = ANY(%(records)s)",
    record_name=_("Cabinet"),
    record_url=_list_of("cabinets"),
)
_of_lamps = partial(
    _of_lighting,
    as_of=_LAMPS_AS_OF,
    labels="SELECT id, code FROM lighting_lamp WHERE id = ANY(%(records)s)",
    record_name=_("Lamp"),
    record_url=_list_of("lamps"),
)

INDICATORS = (
    of_inhabitants(
        "lighting.points_per_inhabitant",
        name=_("Lighting points per 1,000 inhabitants"),
        definition=_("Lighting points of the inventory over the inhabitants of the census."),
        owner=_("Public lighting"),
        department="lighting",
        unit=_("per 1,000"),
        source=per_inhabitant(_LAMPS),
        as_of=LIVE,
        measure=Measure.STOCK,
        factor=1_000,
        decimals=1,
        is_snapshot=True,
    ),
    _of_cabinets(
        "lighting.energy",
        name=_("Energy of the lighting"),
        definition=_("Energy that the meters of the cabinets counted."),
        unit=_("kWh"),
        source=_ENERGY,
        measure=Measure.TOTAL,
        factor=1e-3,
        direction=Direction.DOWN,
    ),
    _of_cabinets(
        "lighting.energy_per_point",
        name=_("Energy per lighting point and day"),
        definition=_(
            "Metered energy over the lighting points of the metered cabinets and the days."
        ),
        unit=_("kWh"),
        source=_PER_POINT,
        measure=Measure.RATIO,
        factor=1e-3,
        decimals=2,
        direction=Direction.DOWN,
    ),
    _of_cabinets(
        "lighting.metered_to_theoretical",
        name=_("Metered against theoretical energy"),
        definition=_(
            "Metered energy over rated power multiplied by burning hours, where both are known."
            " Far from 100 %, something else is on the meter, or lamps do not say the truth."
        ),
        source=_METERED,
        **SHARE,
    ),
    _of_cabinets(
        "lighting.cabinets_read",
        name=_("Cabinets that were read"),
        definition=_("Share of the cabinets with a meter from which a reading came on the day."),
        source=_CABINETS_READ,
        direction=Direction.UP,
        bounds=Bounds(target=99, warning=95, alarm=80),
        **SHARE,
    ),
    _of_lamps(
        "lighting.burning_hours",
        name=_("Burning hours per lamp and day"),
        definition=_("Hours that lamps burned, over the lamps that reported and the days."),
        unit=_("h"),
        source=_BURNING,
        measure=Measure.RATIO,
        factor=1 / 3.6e6,
        decimals=1,
    ),
    _of_lamps(
        "lighting.reporting",
        name=_("Lamps that reported"),
        definition=_("Share of the lamps with a controller that said something on the day."),
        source=_REPORTING,
        direction=Direction.UP,
        bounds=Bounds(target=99, warning=95, alarm=80),
        **SHARE,
    ),
    _of_lamps(
        "lighting.faulty",
        name=_("Faulty lamps"),
        definition=_(
            "Share of the lamps whose last word was a fault, at the end of the day (today: now)."
        ),
        unit="%",
        source=_FAULTY,
        measure=Measure.STOCK,
        factor=100,
        decimals=2,
        direction=Direction.DOWN,
        bounds=Bounds(target=1, warning=2, alarm=5),
        is_snapshot=True,
    ),
)
