"""The layers as the page and its scripts take them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Min
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone

from gis.layers import Layer, Source
from gis.styles import Look
from gis.symbols import HOLLOW, OUTLINES
from people.permissions import Actor, can_somewhere

KEPT_S: Final = 60
OWN_TITLE: Final = "map_title"
"""How an application is called on the map, where not by its own name."""


@dataclass(frozen=True)
class Entry:
    """A layer in the panel: whether it is on the map, and where the same is found as a list."""

    layer: Layer
    is_shown: bool
    list_url: str

    @property
    def looks(self) -> Sequence[tuple[Look, Any]]:
        """Its marks with what they stand for; the only mark of a layer stands for the layer."""
        return [(each, each.title) for each in self.layer.style.looks]


@dataclass(frozen=True)
class Group:
    """The layers of a room."""

    title: Any
    entries: Sequence[Entry]


def groups(layers: Iterable[Layer], shown: Iterable[str], actor: Actor) -> list[Group]:
    """Return the layers by room, in the order of their declaration."""
    names, rooms = set(shown), dict[Any, list[Entry]]()
    for layer in layers:
        entry = Entry(layer, layer.name in names, list_url(layer, actor))
        rooms.setdefault(_room(layer), []).append(entry)
    return [Group(title, entries) for title, entries in rooms.items()]


def _room(layer: Layer) -> Any:
    config = layer.model._meta.app_config if layer.model else None
    return getattr(config, OWN_TITLE, config.verbose_name if config else "")


def list_url(layer: Layer, actor: Actor) -> str:
    """Return the address of a layer's list, where there is one that this reader may open."""
    if not layer.list_route:
        return ""
    try:
        url = reverse(layer.list_route)
        gate = getattr(resolve(url).func, "gate", None)
    except (NoReverseMatch, Resolver404):
        return ""
    kind, capability = getattr(gate, "kind", "public"), getattr(gate, "capability", "")
    if kind == "public" or (capability and can_somewhere(actor, capability)):
        return url
    return url if kind == "signed_in" and actor.is_authenticated else ""


def first_shown(layers: Iterable[Layer]) -> list[str]:
    """Return what is on the map where nobody has chosen."""
    return [each.name for each in layers if each.is_first]


def for_scripts(layers: Iterable[Layer]) -> Mapping[str, Any]:
    """Return the layers and their marks as the scripts draw them."""
    return {
        "outlines": {shape.value: path for shape, path in OUTLINES.items()},
        "hollow": [shape.value for shape in HOLLOW],
        "layers": {each.name: _for_scripts(each) for each in layers},
    }


def _for_scripts(layer: Layer) -> Mapping[str, Any]:
    style = layer.style
    counted = next((each for each in layer.stages if isinstance(each, Source)), None)
    return {
        "title": str(layer.title),
        "geometry": layer.geometry.value,
        "min_zoom": layer.min_zoom,
        "by": style.by,
        "plain": _look(style.plain),
        "looks": {look.value: _look(look) for look in style.looks},
        "count": counted.attributes[0] if counted else "",
        "knows_days": layer.knows_days,
    }


def _look(look: Look) -> Mapping[str, Any]:
    return {
        "colour": look.colour.value,
        "shape": look.shape.value,
        "width": look.width,
        "dashed": look.dashed,
    }


def first_day(layers: Iterable[Layer]) -> dt.date | None:
    """Return the day from which the open layers know the past; looked up once a minute."""
    dated = [each for each in layers if each.knows_days and each.is_public and each.starts]
    if not dated:
        return None
    found: dt.date | None = cache.get("atlas:first-day")
    if found is None:
        days = (
            each.model._default_manager.aggregate(day=Min(each.starts))["day"]
            for each in dated
            if each.model
        )
        found = min((day for day in days if day), default=timezone.localdate())
        cache.set("atlas:first-day", found, KEPT_S)
    return found
