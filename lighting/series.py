"""The series of lamp states and meter readings, and what follows: hours burned, energy drawn."""

from collections.abc import Sequence

import numpy as np
from django.conf import settings

from telemetry.enums import DeviceKind
from telemetry.intake import Intake
from telemetry.records import LampState, MeterReading
from telemetry.series import Column, Rollup, Series
from telemetry.store import Rows

_ZONE = settings.TIME_ZONE

_BURNING = f"""
    SELECT day::date AS bucket,
           round(extract(epoch FROM least(c.at, (day + interval '1 day') AT TIME ZONE '{_ZONE}')
                 - greatest(p.at, day AT TIME ZONE '{_ZONE}')) * 1000)::bigint AS burning_ms
    FROM generate_series(date_trunc('day', p.at AT TIME ZONE '{_ZONE}'),
                         (c.at AT TIME ZONE '{_ZONE}') - interval '1 microsecond',
                         interval '1 day') AS day
    WHERE p.is_on AND c.at - p.at <= interval '26 hours'
"""

LAMP_STATES = Series(
    table="lighting_lamp_state",
    state=(
        Column("is_on", "boolean", np.dtype("?")),
        Column("dim_percent", "smallint", np.dtype(">i2")),
        Column("power_w", "real", np.dtype(">f4"), null="'NaN'"),
        Column("fault", "smallint", np.dtype(">i2")),
    ),
    rollup=Rollup(
        table="lighting_lamp_day",
        bucket="day",
        count="state_count",
        measures=("burning_ms",),
        reads=("is_on",),
        bucket_of_row=f"(c.at AT TIME ZONE '{_ZONE}')::date",
        segment=_BURNING,
        max_gap="interval '26 hours'",
    ),
)
"""States of lamps. A lamp that said it was on burned until its next word, if that came within 26
hours (the longest winter night and a margin); the time is shared out to local days in whole
milliseconds.
"""


def _register_at(moment: str) -> str:
    """Return SQL for what the register gained by `moment`, on a straight line, in whole Wh."""
    return (
        f"round((c.energy_wh - p.energy_wh) * extract(epoch FROM {moment} - p.at)"
        " / extract(epoch FROM c.at - p.at))"
    )


_ENERGY = f"""
    SELECT hour AS bucket, ({_register_at("least(c.at, hour + interval '1 hour')")}
                            - {_register_at("greatest(p.at, hour)")})::bigint AS energy_wh
    FROM generate_series(date_trunc('hour', p.at, 'UTC'), c.at - interval '1 microsecond',
                         interval '1 hour') AS hour
    WHERE c.energy_wh >= p.energy_wh AND c.at - p.at <= interval '7 days'
      AND (c.energy_wh - p.energy_wh) <= 500 * extract(epoch FROM c.at - p.at)
"""

METER_READINGS = Series(
    table="lighting_meter_reading",
    state=(
        Column("energy_wh", "bigint", np.dtype(">i8")),
        Column("power_w", "real", np.dtype(">f4"), null="'NaN'"),
    ),
    rollup=Rollup(
        table="lighting_cabinet_hour",
        bucket="hour",
        count="reading_count",
        measures=("energy_wh",),
        reads=("energy_wh",),
        bucket_of_row="date_trunc('hour', c.at, 'UTC')",
        segment=_ENERGY,
        max_gap="interval '7 days'",
    ),
    partition_by="month",
)
"""Readings of cumulative meters. The difference between two readings no more than 7 days apart is
shared out to the hours between them by time, in whole watt-hours whose sum is exact. A register
that goes back (a new meter) or that outruns 1.8 MW counts for nothing.
"""


def _fill_states(rows: Rows, records: Sequence[LampState]) -> None:
    rows["is_on"] = [r.is_on for r in records]
    rows["dim_percent"] = [r.dim_percent for r in records]
    rows["power_w"] = [r.power_w for r in records]
    rows["fault"] = [r.fault for r in records]


def _fill_readings(rows: Rows, records: Sequence[MeterReading]) -> None:
    rows["energy_wh"] = [r.energy_wh for r in records]
    rows["power_w"] = [r.power_w for r in records]


LAMP_INTAKE = Intake(LampState, DeviceKind.LAMP, LAMP_STATES, _fill_states)
METER_INTAKE = Intake(MeterReading, DeviceKind.CABINET, METER_READINGS, _fill_readings)
