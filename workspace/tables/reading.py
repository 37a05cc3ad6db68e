"""What an address asks of a table: the rows that page, export and background job all answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from people.permissions import Actor
from workspace.tables.columns import Column
from workspace.tables.declarations import Table
from workspace.tables.filters import TableFilters

NOT_FILTERS = frozenset({"page", "sort", "export", "all"})


@dataclass(frozen=True)
class Reading:
    """A table as one person asked for it."""

    table: Table
    filters: TableFilters
    sort: str
    rows: "QuerySet[Any]"

    @property
    def is_valid(self) -> bool:
        """Whether every filter was understood; if not, there are no rows."""
        return bool(self.filters.is_valid())

    @property
    def is_search(self) -> bool:
        """Whether words are looked for."""
        return "q" in self.filters.filters and bool(self.filters.data.get("q"))

    @property
    def is_filtered(self) -> bool:
        """Whether something was asked for at all."""
        return any(self.filters.data.get(name) for name in self.filters.filters)

    @property
    def folded(self) -> dict[str, str]:
        """Return what the filters after the first say, which a narrow screen folds away."""
        names = list(self.filters.filters)[1:]
        return {name: self.filters.data[name] for name in names if self.filters.data.get(name)}

    @property
    def is_opened(self) -> bool:
        """Tell whether they say more than the table by itself, or something not understood."""
        usual = self.table.defaults
        return not self.is_valid or any(usual.get(n) != v for n, v in self.folded.items())


def read(table: Table, actor: Actor, asked: QueryDict) -> Reading:
    """Return what `asked` means; what cannot be understood gives no rows and says why."""
    filters = table.filters(_asked_filters(table, asked), table.rows(actor), actor=actor)
    sort = asked.get("sort", "")
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    return Reading(table, filters, sort, rows.order_by(*_order(table, sort)))


def _asked_filters(table: Table, asked: QueryDict) -> Mapping[str, Any]:
    if table.defaults and not set(asked) - {"page", "sort", "export"}:
        defaults = QueryDict(mutable=True)
        defaults.update(table.defaults)
        return defaults
    return asked


def _order(table: Table, sort: str) -> Iterator[str | OrderBy]:
    column = sortable(table, sort)
    if column:
        yield from (_directed(field, is_down=sort.startswith("-")) for field in column.sort)
    yield from table.order
    yield "pk"


def sortable(table: Table, sort: str) -> Column | None:
    """Return the column that `sort` ("name" or "-name") orders by, if it is one."""
    name = sort.removeprefix("-")
    return next((column for column in table.columns if column.name == name and column.sort), None)


def _directed(field: str, *, is_down: bool) -> OrderBy:
    return F(field).desc(nulls_last=True) if is_down else F(field).asc(nulls_last=True)
