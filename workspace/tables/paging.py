"""A page of a table: its keys first, then the rows with all that is joined to them."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

if TYPE_CHECKING:
    RowPaginator = Paginator[Any]
else:
    RowPaginator = Paginator


class KeyedPaginator(RowPaginator):
    """Orders narrow keys instead of wide rows, and joins what belongs to one page only.

    Where a filter keeps ten thousand rows, the database would else join and sort all of them.
    """

    object_list: "QuerySet[Any]"

    def page(self, number: int | str) -> "Page[Any]":
        """Return a page, in one query. Raises InvalidPage."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.object_list.values("pk")[first : first + self.per_page]
        return Page(self.object_list.filter(pk__in=keys), number, self)
