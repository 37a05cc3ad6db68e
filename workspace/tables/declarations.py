"""A table is a declaration, registered under a name so that exports and saved views find it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from people.permissions import Actor
from workspace.tables.columns import Column
from workspace.tables.filters import TableFilters


@dataclass(frozen=True)
class Table:
    """What a list shows, to whom.

    `name`: "room.things", once in the project. `rows(actor)`: the query set that this person may
    read, with what the columns need already joined. `capability`: checked again when an export runs
    in the background; empty where every member of staff may read. `order`: fields of the query set,
    the newest first or the like; the primary key is added, so that pages never overlap.
    `defaults`: filters of a visit without any. `geometry`: field in EPSG:4326, for GeoJSON.
    """

    name: str
    title: "str | Promise"
    rows: Callable[[Actor], "QuerySet[Any]"]
    columns: tuple[Column, ...]
    filters: type[TableFilters] = TableFilters
    capability: str = ""
    order: tuple[str, ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)
    geometry: str = ""
    empty: "str | Promise" = ""
    rows_a_page: int = 50

    def __post_init__(self) -> None:
        """Raise ValueError where two columns share a name, or none heads the row."""
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: two columns of one name")
        if sum(column.is_heading for column in self.columns) != 1:
            raise ValueError(f"{self.name}: exactly one column heads a row")

    @property
    def formats(self) -> tuple[str, ...]:
        """Names of the formats in which it can be exported."""
        return ("xlsx", "csv", "geojson") if self.geometry else ("xlsx", "csv")


_tables: Final[dict[str, Table]] = {}


def register(*tables: Table) -> None:
    """Make tables known, in `AppConfig.ready()`; a name stands for one table only."""
    for table in tables:
        if _tables.setdefault(table.name, table) is not table:
            raise ValueError(f"two tables of the name {table.name}")


def find(name: str) -> Table:
    """Return a registered table; raises KeyError."""
    return _tables[name]
