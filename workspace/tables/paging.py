"""A page of a table: its keys first, then the rows with all that is joined to them."""

import contextlib
from typing import TYPE_CHECKING, Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Lookup, QuerySet, Window

from workspace.tables.reading import Reading

if TYPE_CHECKING:
    RowPaginator = Paginator[Any]
else:
    RowPaginator = Paginator

MOST_PAGES: Final = 1_000_000
"""Pages beyond this one are not even looked for: no list has them."""


class AnyOf(Lookup):
    """`AnyOf(F("pk"), ArraySubquery(…))`: the keys are found once, then each row by its key.

    For `IN (SELECT …)` the database may walk through all rows and look for each among the keys.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        key, before = self.process_lhs(compiler, connection)
        keys, after = self.process_rhs(compiler, connection)
        return f"{key} = ANY({keys})", (*before, *after)


class KeyedPaginator(RowPaginator):
    """Orders narrow keys instead of wide rows, and joins what belongs to one page only.

    Where a filter keeps ten thousand rows, the database would else join and sort all of them. The
    words of a search are looked up once, for the keys of the page and the count of all rows
    together; without a search an index leads to the keys, and they are counted apart.
    """

    object_list: "QuerySet[Any]"

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.rows, reading.table.rows_a_page)
        self.is_search = reading.is_search
        self.wide: QuerySet[Any] = reading.filters.queryset.order_by(*reading.rows.query.order_by)

    def get_page(self, number: float | str | None) -> "Page[Any]":
        """Return a page in two queries; for a number that is none, the first or the last page.

        Of a search a page beyond the last one takes two more.
        """
        asked = 1
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            asked = int(number or 0)
        if not (self.is_search and 1 <= asked <= MOST_PAGES):
            return super().get_page(number)
        counted = self.object_list.values("pk").annotate(all_rows=Window(Count("*")))
        found = list(self._part(counted.values_list("pk", "all_rows"), asked))
        if not found and asked > 1:  # beyond the last one
            return super().get_page(number)
        self.count = found[0][1] if found else 0
        return Page(self.wide.filter(pk__in=[key for key, _all_rows in found]), asked, self)

    def page(self, number: float | str) -> "Page[Any]":
        """Return a page, in one query. Raises InvalidPage."""
        number = self.validate_number(number)
        keys = self._part(self.object_list.values("pk"), number)
        return Page(self.wide.filter(AnyOf(F("pk"), ArraySubquery(keys))), number, self)

    def _part(self, rows: "QuerySet[Any, Any]", number: int) -> "QuerySet[Any, Any]":
        first = (number - 1) * self.per_page
        return rows[first : first + self.per_page]
