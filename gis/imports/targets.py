"""Where an import may go: each room declares its tables, and `gis.imports` fills them.

A room registers a `Target` from its `ready()` or `desk.py`; the wizard, the checks, the report, the
writing and the taking back follow from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gis.imports.values import Rule

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GEOMETRIES: Final = ("point", "line", "multiline", "multipolygon", "any")
"""A single point or line, several lines or areas as one, or whatever comes."""


@dataclass(frozen=True)
class Field:
    """A field that a file may fill.

    `aliases` are names under which it is found in files. `choices` gives, for each value of a list,
    the names that mean it; `shown` is its name for people.
    """

    name: str
    title: "str | _StrPromise"
    kind: str = "text"
    is_required: bool = False
    longest: int = 200
    smallest: float | None = None
    largest: float | None = None
    aliases: tuple[str, ...] = ()
    choices: Callable[[], Mapping[str, Sequence[str]]] = dict
    shown: "Callable[[str], str | _StrPromise]" = str

    def rule(self) -> Rule:
        """Return what a value must be."""
        return Rule(
            self.name,
            self.kind,
            is_required=self.is_required,
            longest=self.longest,
            smallest=self.smallest,
            largest=self.largest,
            choices=self.choices(),
        )


@dataclass(frozen=True)
class Demand:
    """What a row must keep beside the rules of its fields: a condition in SQL over `v` and `g`.

    A row that does not keep it is refused with `code`, for which `gis.imports.wording` has words,
    and with the value of `field`.
    """

    code: str
    field: str
    condition: str


@dataclass(frozen=True)
class Target:
    """A table that imports fill, one row for each row of a file.

    `identity` is the SQL of what a row is known by, over its values `v`: twice in a file is once
    too often. `same` is the condition that a row `t` of the table is the one meant: it changes, and
    rows that are not there yet are new. `columns` are written from SQL over `v`, `g` (the geometry,
    EPSG:4326), `s` (its source, without a system) and `n` (the number of that system); `first` are
    columns that new rows alone are given. `derived` are values that follow from others, in SQL over
    `v` and `g`, before anything else looks at them; `demands` are then made of each row. New rows
    may put an end to `former` ones, a condition over `t` and `v`, by `former_set`. `capability`:
    what whoever writes there must hold for the whole commune, beside the right to import.
    """

    name: str
    title: "str | _StrPromise"
    table: str
    fields: tuple[Field, ...]
    geometry: str
    identity: str
    same: str
    columns: Mapping[str, str]
    first: Mapping[str, str] = field(default_factory=dict)
    capability: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    demands: tuple[Demand, ...] = ()
    former: str = ""
    former_set: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError where the geometry is none that is known."""
        if self.geometry not in GEOMETRIES:
            raise ValueError(f"{self.name}: no geometry {self.geometry}")

    def rules(self) -> list[Rule]:
        """Return what each value must be."""
        return [each.rule() for each in self.fields]


_targets: Final[dict[str, Target]] = {}


def register(*targets: Target) -> None:
    """Make targets known; a name stands for one of them only."""
    for target in targets:
        if _targets.setdefault(target.name, target) is not target:
            raise ValueError(f"two targets are named {target.name!r}")


def known() -> tuple[Target, ...]:
    """Return every registered target, in the order of declaration."""
    return tuple(_targets.values())


def find(name: str) -> Target | None:
    """Return a registered target, if there is one of that name."""
    return _targets.get(name)
