"""A page of a table: its keys first, then the rows with all that is joined to them."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import F, Lookup, QuerySet

from workspace.tables.reading import Reading

if TYPE_CHECKING:
    RowPaginator = Paginator[Any]
else:
    RowPaginator = Paginator


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

    Where a filter keeps ten thousand rows, the database would else join and sort all of them. What
    was filtered for, such as the words of a search, is looked up for the keys alone.
    """

    object_list: "QuerySet[Any]"

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.rows, reading.table.rows_a_page)
        self.wide: QuerySet[Any] = reading.filters.queryset.order_by(*reading.rows.query.order_by)

    def page(self, number: int | str) -> "Page[Any]":
        """Return a page, in one query. Raises InvalidPage."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.object_list.values("pk")[first : first + self.per_page]
        return Page(self.wide.filter(AnyOf(F("pk"), ArraySubquery(keys))), number, self)
