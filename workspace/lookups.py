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


class KeyMatches(Matches):
    """The same for a column that holds the `search_key` of its row already, as large tables do.

    What the index finds is looked at again: that is cheap only where the key need not be made anew.
    """

    lookup_name = "key_matches"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        column, before = self.process_lhs(compiler, connection)
        typed, after = self.process_rhs(compiler, connection)
        return f"{column} LIKE search_pattern({typed})", (*before, *after)


def register() -> None:
    """Teach the lookups to every text of a model."""
    for kind in (CharField, TextField):
        kind.register_lookup(Matches)
    TextField.register_lookup(KeyMatches)
