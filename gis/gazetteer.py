"""What has a name and a place: each room declares its own in its `place_names.py`.

One search box asks all of it (`gis.finding`), and so does the question of what is nearest to a
point (`gis.whereis`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from people.permissions import Actor, can_somewhere

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COLUMNS = (
    *("ref", "variety", "number", "key", "label_ar", "label_fr"),
    *("detail_ar", "detail_fr", "geom", "geom_3857"),
)
"""What the SELECT of a source gives."""


@dataclass(frozen=True)
class Source:
    """Things of one kind.

    `sql` is a SELECT of `COLUMNS`: `ref`, what its page is called by; `variety`, one of
    `varieties`; `number`, a number with what follows it, for what stands in a street; `key`, with a
    trigram index, a column of `names_key`, or `code_key` of what is known by a code alone (then
    `is_code`); labels and details for readers of Arabic and of French; `geom` in EPSG:4326 and
    `geom_3857`, with a spatial index.

    `page` is the name of an address that takes `ref`. `weight` puts the more important first.
    `reach_m`: how far the nearest may be from a point; 0 for what is not asked so. `offer_m`: how
    far from its point a request may be about it (`gis.offering`), and `layer`, on which it is seen
    then. Without a `capability` it is for everyone.
    """

    kind: str
    title: "str | _StrPromise"
    sql: str
    varieties: "Mapping[str, str | _StrPromise]" = field(default_factory=dict, hash=False)
    page: str = ""
    weight: int = 0
    is_code: bool = False
    has_number: bool = False
    reach_m: int = 0
    offer_m: int = 0
    layer: str = ""
    capability: str = ""

    def is_open_to(self, actor: Actor | None) -> bool:
        """Tell whether somebody may find these; without an actor, whether everyone may."""
        if not self.capability:
            return True
        return actor is not None and can_somewhere(actor, self.capability)


_sources: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Make sources known; a second one of the same kind is a mistake."""
    for source in sources:
        if _sources.setdefault(source.kind, source) is not source:
            raise ValueError(f"two sources are called {source.kind!r}")


def known() -> tuple[Source, ...]:
    """Return every source, in the order of declaration."""
    return tuple(_sources.values())


def of_kind(kind: str) -> Source:
    """Return the source of a kind."""
    return _sources[kind]
