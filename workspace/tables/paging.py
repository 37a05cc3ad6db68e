"""A page of a table: its keys first, then the rows with all that is joined to them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class KeyedPaginator(Paginator):  # type: ignore[type-arg]
    """Orders narrow keys instead of wide rows, and joins what belongs to one page only.

    Where a filter keeps ten thousand rows, the database would else join and sort all of them.
    """

    object_list: "QuerySet[Any]"

    def page(self, number: int | str) -> "Page[Any]":
        """Return a page, in two queries. Raises InvalidPage."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ordered = self.object_list.values_list("pk", flat=True)
        keys = list(ordered[first : first + self.per_page])
        found = {row.pk: row for row in self.object_list.order_by().filter(pk__in=keys)}
        return Page([found[key] for key in keys if key in found], number, self)
