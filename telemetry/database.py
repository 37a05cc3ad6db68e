"""A connection of one's own to the city's database, for loops that outlive a request."""

from typing import Any

import psycopg
from django.db import connections

_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""A server that vanished without a word is noticed within half a minute."""


def connect() -> psycopg.Connection:
    """Open a plain psycopg connection with the parameters of Django's default database.

    Statements are prepared from their second use on. Raises `psycopg.OperationalError` when the
    database is away.
    """
    parameters = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    given = parameters.get("options", "")
    parameters |= {
        "options": f"{given} -c timezone=UTC -c jit=off -c work_mem=64MB".strip(),
        "prepare_threshold": 1,
        "application_name": "municipality-telemetry",
    }
    return psycopg.connect(**(_PATIENCE | parameters))
