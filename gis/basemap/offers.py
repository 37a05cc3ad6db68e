"""Which base maps readers may choose from; the first is for those who have not chosen."""

import gzip
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from pmtiles.reader import MmapSource, Reader

from gis.basemap.archive import SUFFIX
from gis.basemap.services import NAME

PLAIN, RASTER = "plain", "raster"


@dataclass(frozen=True)
class Offer:
    """A base map; `kind` is "archive", "xyz" or "plain", `attribution` is plain text."""

    name: str
    title: str
    kind: str
    url: str = ""
    attribution: str = ""
    max_zoom: int = 19
    subdomains: str = ""


def offered() -> tuple[Offer, ...]:
    """Return the base maps of this system, in the order in which `BASEMAPS` names them.

    Where it names none: every archive, then the tiles of others, then the plain map. The plain
    map, which needs nothing, is there at least.
    """
    known = {each.name: each for each in (*_archives(), *_raster(), _plain())}
    wanted = [known[name] for name in settings.BASEMAP.order if name in known]
    return tuple(wanted or ([_plain()] if settings.BASEMAP.order else known.values()))


def choice() -> dict[str, Any]:
    """Return the base maps as the maps' scripts read them, with the words of their switch."""
    return {"words": {"title": _("Base map")}, "offers": [asdict(each) for each in offered()]}


def path_of(name: str) -> Path:
    """Return where the archive of that name lies, whether or not it is there."""
    return settings.BASEMAP.folder / f"{name}{SUFFIX}"


def _archives() -> list[Offer]:
    folder = settings.BASEMAP.folder
    found = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    offers = []
    for path in found:
        state = path.stat()
        told = _told(path, state.st_mtime_ns) if NAME.fullmatch(path.stem) else None
        if told is None:
            continue
        url = f"{reverse('basemap:archive', args=[path.stem])}?v={state.st_mtime_ns:x}"
        title, attribution = (strip_tags(str(told.get(key, ""))) for key in ("name", "attribution"))
        offers.append(Offer(path.stem, title or path.stem, "archive", url, attribution))
    return offers


@lru_cache(maxsize=32)
def _told(path: Path, _changed_ns: int) -> dict[str, Any] | None:
    """Return what an archive says of itself, or nothing where it is none of vector tiles."""
    try:
        with path.open("rb") as file:
            reader = Reader(MmapSource(file))
            is_ours = reader.header()["tile_type"].name == "MVT"
            return dict(reader.metadata()) if is_ours else None
    except (OSError, ValueError, KeyError, IndexError, EOFError, gzip.BadGzipFile):
        return None


def _raster() -> list[Offer]:
    told = settings.BASEMAP
    title, credit = told.title or _("Map of another provider"), strip_tags(told.attribution)
    found = Offer(RASTER, title, "xyz", told.tiles, credit, told.max_zoom, told.subdomains)
    return [found] if told.tiles else []


def _plain() -> Offer:
    return Offer(PLAIN, _("Plain map"), "plain")
