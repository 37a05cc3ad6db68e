"""Events of devices into their table, exactly once."""

from collections.abc import Sequence

import orjson
import psycopg

from telemetry.records import Event

TABLE = "telemetry_device_event"

_INSERT = f"""
    INSERT INTO {TABLE} (device_id, at, code, received_at, severity, detail)
    SELECT d, to_timestamp(a / 1e6), c, to_timestamp(%s / 1e6), s, j::jsonb
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[]) AS e (d, a, c, s, j)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - the name is a constant of this module


def add_events(
    connection: psycopg.Connection,
    device_ids: Sequence[int],
    events: Sequence[Event],
    received_us: int,
) -> int:
    """Store events in the running transaction; return how many were new."""
    cursor = connection.execute(
        _INSERT,
        [
            received_us,
            list(device_ids),
            [e.at_us for e in events],
            [e.code for e in events],
            [e.severity for e in events],
            [orjson.dumps(e.detail).decode() for e in events],
        ],
    )
    return cursor.rowcount
