"""The test database as the migrations left it, brought back after tests that commit.

Django empties every table with TRUNCATE and then makes its rows of reference anew; with some two
hundred tables that takes longer than most tests. Here only tables that hold rows are emptied, and
the rows that the migrations had made are put back from copies.
"""

from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from tests.telemetry.tables import TABLES

SCHEMA = "pristine"
_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def can_restore(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether the role may switch triggers off, which needs a superuser."""
    with connection.cursor() as cursor:
        return bool(
            _values(cursor, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0]
        )


def remember(connection: BaseDatabaseWrapper) -> None:
    """Copy every row that is there now; called once, before the first test."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in filled(connection, cursor):
            cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE "{table}"')


def restore(connection: BaseDatabaseWrapper) -> None:
    """Leave exactly the rows that were remembered."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers, no order
        for table in filled(connection, cursor):
            cursor.execute(f'DELETE FROM "{table}"')
        kept = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        for table in _values(cursor, kept, SCHEMA):
            (columns,) = _values(cursor, _COLUMNS, f'"{table}"')
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE'
                f' SELECT {columns} FROM {SCHEMA}."{table}"'
            )


def empty_telemetry(connection: BaseDatabaseWrapper) -> None:
    """Empty the tables of telemetry, in which a process of a former test may have written late."""
    with connection.cursor() as cursor:
        holds = " OR ".join(f'EXISTS (SELECT FROM "{table}")' for table in TABLES)
        if _values(cursor, f"SELECT {holds}")[0]:
            cursor.execute(f"TRUNCATE {', '.join(TABLES)}")


def filled(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> list[str]:
    """Return the tables that hold rows: of the models, and of telemetry."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names += TABLES  # Django does not know those that are made by hand
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names)
    return _values(cursor, " UNION ALL ".join(asked))


def _values(cursor: CursorWrapper, query: str, *parameters: str) -> list[Any]:
    cursor.execute(query, parameters or None)
    return [value for (value,) in cursor.fetchall()]
