"""The columns of a table: where a value comes from, how it is written, ordered and linked."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


class Kind(enum.StrEnum):
    """How a value is written on the page and typed in an export."""

    TEXT = "text"
    CODE = "code"  # a reference or plate, which no neighbour may turn around
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    AGE = "age"  # a moment, told on the page as "5 minutes ago"
    STATE = "state"  # a word with a tone: good, still, warning, alarm, none
    YES_NO = "yes_no"


Value = str | Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column.

    `value`: a path of attributes ("department.name") or a function of the row; the name by default.
    `sort`: fields of the query set in order, where the reader may order by this column.
    `link`, `tone`: functions of the row; an empty link is none.
    `on_screen`, `in_exports`: where the column is found; the row's heading is always on the screen.
    """

    name: str
    title: "str | Promise"
    kind: Kind = Kind.TEXT
    value: Value = ""
    sort: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    decimals: int = 0
    is_heading: bool = False
    on_screen: bool = True
    in_exports: bool = True

    def of(self, row: Any) -> Any:
        """Return this column's value of a row; None where the path ends early."""
        if callable(self.value):
            return self.value(row)
        for part in (self.value or self.name).split("."):
            row = getattr(row, part, None)
            if row is None:
                return None
        return row

    def cell(self, row: Any) -> "Cell":
        """Return what the page shows of a row."""
        return Cell(
            column=self,
            value=self.of(row),
            url=self.link(row) if self.link else "",
            tone=self.tone(row) if self.tone else "none",
        )


@dataclass(frozen=True)
class Cell:
    """A value with its link and tone; the template writes it by the column's kind."""

    column: Column
    value: Any
    url: str = field(default="")
    tone: str = field(default="none")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.value is None or self.value == ""
