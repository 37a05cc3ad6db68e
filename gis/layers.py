"""Layers of vector tiles: each room declares its own in `AppConfig.ready()`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_ZOOM = 19
TILE = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s)"
AREA = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.03125)"


@dataclass(frozen=True)
class Source:
    """The features of a layer from one zoom to another.

    `sql` is a SELECT of `geom` (EPSG:3857) and the attributes. It narrows itself to `{area}`, the
    tile with a margin for symbols that stand across its edge.
    """

    min_zoom: int
    max_zoom: int
    attributes: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Layer:
    """A layer: its name in addresses, its title for people, how long a tile stays fresh."""

    name: str
    title: "str | _StrPromise"
    sources: tuple[Source, ...]
    fresh_seconds: int = 300

    def source_at(self, zoom: int) -> Source | None:
        """Return what the layer shows at a zoom, if anything."""
        return next((s for s in self.sources if s.min_zoom <= zoom <= s.max_zoom), None)


_layers: dict[str, Layer] = {}


def register(*layers: Layer) -> None:
    """Make layers known; a second layer of the same name is a mistake."""
    for layer in layers:
        if _layers.setdefault(layer.name, layer) is not layer:
            raise ValueError(f"two layers are named {layer.name!r}")


def find(name: str) -> Layer | None:
    """Return the layer of that name, if any."""
    return _layers.get(name)


def known() -> tuple[Layer, ...]:
    """Return every layer, in the order of declaration."""
    return tuple(_layers.values())
