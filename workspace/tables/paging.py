"""A page of a table: its keys first, then the rows with all that is joined to them."""

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

from workspace.tables.reading import Reading

if TYPE_CHECKING:
    RowPaginator = Paginator[Any]
else:
    RowPaginator = Paginator

MOST_PAGES: Final = 1_000_000
"""Pages beyond this one are not even looked for: no list has them."""


class KeyedPaginator(RowPaginator):
    """Orders narrow keys instead of wide rows, and joins what belongs to one page only.

    Where a filter keeps ten thousand rows, the database would else join and sort all of them. What
    was filtered for, such as the words of a search, is looked up once: the query of the keys counts
    the rows of all pages too.
    """

    object_list: "QuerySet[Any]"

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.rows, reading.table.rows_a_page)
        self.wide: QuerySet[Any] = reading.filters.queryset.order_by(*reading.rows.query.order_by)

    def get_page(self, number: float | str | None) -> "Page[Any]":
        """Return a page in two queries; for a number that is none, the first or the last page."""
        asked = 1
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            asked = min(max(int(number or 1), 1), MOST_PAGES)
        keys = self._keys(asked)
        if not keys and asked > 1:  # beyond the last one
            return super().get_page(number)
        return self._shown(asked, keys)

    def page(self, number: float | str) -> "Page[Any]":
        """Return a page. Raises InvalidPage."""
        number = self.validate_number(number)
        return self._shown(number, self._keys(number))

    def _keys(self, number: int) -> Sequence[Any]:
        """Return the keys of a page, and remember how many there are of all pages."""
        first = (number - 1) * self.per_page
        found = self.object_list.values("pk").annotate(all_rows=Window(Count("*")))
        rows = list(found.values_list("pk", "all_rows")[first : first + self.per_page])
        if rows or number == 1:
            self.count = rows[0][1] if rows else 0
        return [key for key, _all_rows in rows]

    def _shown(self, number: int, keys: Sequence[Any]) -> "Page[Any]":
        return Page(self.wide.filter(pk__in=keys), number, self)
