"""Lists as declarations: filters in the address, order, pages, saved views, exact exports."""

from workspace.tables.columns import Column, Kind
from workspace.tables.declarations import Table, find, register
from workspace.tables.filters import TableFilters, day_from, day_until

__all__ = [
    "Column",
    "Kind",
    "Table",
    "TableFilters",
    "day_from",
    "day_until",
    "find",
    "register",
]
