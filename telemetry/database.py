"""A connection of one's own to the city's database, for loops that outlive a request."""

import psycopg
from django.db import connections


def connect() -> psycopg.Connection:
    """Open a plain psycopg connection with the parameters of Django's default database.

    Statements are prepared from their second use on. Raises `psycopg.OperationalError` when the
    database is away.
    """
    parameters = connections["default"].get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    parameters["prepare_threshold"] = 1
    return psycopg.connect(**parameters, application_name="municipality-telemetry")
