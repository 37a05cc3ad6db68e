"""The telemetry tables of the test database."""

import psycopg

TABLES = (
    "fleet_position",
    "fleet_position_latest",
    "fleet_device_day",
    "lighting_lamp_state",
    "lighting_lamp_state_latest",
    "lighting_lamp_day",
    "lighting_meter_reading",
    "lighting_meter_reading_latest",
    "lighting_cabinet_hour",
    "telemetry_device_event",
)


def clear(connection: psycopg.Connection) -> None:
    """Empty the telemetry tables."""
    connection.execute(f"TRUNCATE {', '.join(TABLES)}")
    connection.commit()
