"""`name__matches="…"`: text that holds what a person typed, however either of them spells it."""

from typing import Any

from django.db.models import CharField, Lookup, TextField


class Matches(Lookup):
    """Compares without case, accents, harakat and the variants of Arabic letters.

    The functions are in workspace/sql; a trigram index on `search_key(column)` makes it fast.
    """

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        column, before = self.process_lhs(compiler, connection)
        typed, after = self.process_rhs(compiler, connection)
        sql = f"search_key({column}) LIKE search_pattern({typed})"
        return sql, (*before, *after)


def register() -> None:
    """Teach the lookup to every text of a model."""
    CharField.register_lookup(Matches)
    TextField.register_lookup(Matches)
