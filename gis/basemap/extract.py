"""Reads an extract of OpenStreetMap: a program of its own, with limits, for files from outside.

    python -m gis.basemap.extract FILE [west,south,east,north]

It writes lines for PostgreSQL's COPY: layer, shape, zoom, weight, order, attributes as JSON, and
the geometry in EPSG:4326 as hexadecimal WKB. The first line is the box that is drawn, in layer
"bounds". What cannot be read ends it with code 3 and one line of explanation.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

import osmium
import shapely
from shapely.geometry import LineString, box

from gis.basemap.coast import Bounds, land_and_sea
from gis.basemap.names import names_of
from gis.basemap.rules import AREA, LINE, POINT, Drawn, boundary, drawn

Shapes = Callable[[], Sequence[str]]
UNREADABLE = 3
LARGEST_COUNTRY = 400
"""Square degrees; an extract that says more about itself wants bounds."""
KEYS = (
    *("highway", "railway", "waterway", "natural", "landuse", "leisure", "amenity", "building"),
    *("place", "boundary", "tourism", "historic", "man_made", "aeroway", "route"),
)


class UnreadableError(Exception):
    """The file cannot be used; the message says why, in one line."""


@dataclass
class Extract:
    """One reading of a file: writes what is drawn, keeps the coastlines for the end."""

    path: str
    out: TextIO
    bounds: Bounds
    borders: dict[int, int] = field(default_factory=dict)
    coastlines: list[LineString] = field(default_factory=list)
    shapes: Any = field(default_factory=osmium.geom.WKBFactory)

    def read(self) -> None:
        """Write everything that is drawn."""
        self._write(
            Drawn("bounds", "bounds", 0, 0), AREA, {}, shapely.to_wkb(box(*self.bounds), hex=True)
        )
        self.borders = _borders(self.path)
        reading = osmium.FileProcessor(_pbf(self.path)).with_areas(osmium.filter.KeyFilter(*KEYS))
        for thing in reading.with_filter(osmium.filter.EmptyTagFilter()):
            self._take(thing)
        for way in self._bare_borders():
            self._border(way)
        self._coast()

    def _take(self, thing: Any) -> None:
        if thing.is_node():
            self._draw(thing, POINT, lambda: [self.shapes.create_point(thing)])
        elif thing.is_way():
            self._take_way(thing)
        elif thing.is_area():
            self._draw(thing, AREA, lambda: _whole(self.shapes, thing))

    def _take_way(self, way: Any) -> None:
        self._draw(way, LINE, lambda: self._lines(way), way.is_closed())
        if way.tags.get("natural") == "coastline":
            self.coastlines.extend(shapely.from_wkb(line) for line in self._lines(way))
        self._border(way)

    def _lines(self, way: Any) -> list[str]:
        """Return a way as WKB, in several lines where the extract left some of its nodes out."""
        try:
            return [str(self.shapes.create_linestring(way))]
        except (RuntimeError, osmium.InvalidLocationError):
            return [shapely.to_wkb(LineString(run), hex=True) for run in _known_runs(way)]

    def _bare_borders(self) -> Iterator[Any]:
        """Yield the ways of borders that have no tag of their own: the other ones were met."""
        reading = osmium.FileProcessor(_pbf(self.path)).with_locations()
        wanted = osmium.filter.IdFilter(self.borders)
        yield from reading.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(
            wanted
        )

    def _border(self, way: Any) -> None:
        level = self.borders.pop(way.id, None)
        how = boundary(level or 0)
        if how is None:
            return
        for line in self._lines(way):
            self._write(how, LINE, dict(how.more), line)

    def _draw(self, thing: Any, shape: int, geometries: Shapes, is_loop: bool = False) -> None:
        tags = {tag.k: tag.v for tag in thing.tags}
        found = list(drawn(tags, shape, is_loop=is_loop))
        parts = geometries() if found else ()
        for how in found:
            names = names_of(tags) if how.is_named else {}
            detail = {"kind_detail": how.detail} if how.detail else {}
            for wkb in parts:
                self._write(how, shape, {**detail, **how.more, **names}, wkb)

    def _coast(self) -> None:
        for kind, pieces in zip(
            ("earth", "ocean"), land_and_sea(self.bounds, self.coastlines), strict=True
        ):
            layer = "earth" if kind == "earth" else "water"
            for piece in pieces:
                wkb = shapely.to_wkb(piece, hex=True)
                self._write(Drawn(layer, kind, 0, 0, -1), AREA, {}, wkb)

    def _write(self, how: Drawn, shape: int, attributes: dict[str, Any], wkb: str) -> None:
        shown = {"kind": how.kind, "min_zoom": how.min_zoom, **attributes}
        text = json.dumps(shown, ensure_ascii=False).replace("\\", "\\\\")
        fields = (how.layer, shape, how.min_zoom, how.weight, how.order, text, wkb)
        self.out.write("\t".join(map(str, fields)) + "\n")


def _pbf(path: str) -> Any:
    return osmium.io.File(path, "pbf")


def _whole(shapes: Any, area: Any) -> list[str]:
    try:
        return [str(shapes.create_multipolygon(area))]
    except RuntimeError:  # libosmium could not put its rings together
        return []


def _known_runs(way: Any) -> Iterator[list[tuple[float, float]]]:
    """Yield the stretches of a way of which every node has a place."""
    run: list[tuple[float, float]] = []
    for node in way.nodes:
        if node.location.valid():
            run.append((node.location.lon, node.location.lat))
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _borders(path: str) -> dict[int, int]:
    """Return the ways of administrative boundaries with the highest of their levels."""
    levels: dict[int, int] = {}
    reading: Any = osmium.FileProcessor(_pbf(path), osmium.osm.RELATION)
    for relation in reading.with_filter(osmium.filter.TagFilter(("boundary", "administrative"))):
        text = relation.tags.get("admin_level", "")
        level = int(text) if text in {"2", "3", "4", "5", "6", "8", "9"} else 0
        for member in relation.members if level else ():
            if member.type == "w":
                levels[member.ref] = min(level, levels.get(member.ref, level))
    return levels


def box_of(path: str) -> Bounds:
    """Return the box that a file says it holds, or else that of its nodes."""
    with osmium.io.Reader(_pbf(path)) as reader:
        stated = reader.header().box()
    if stated.valid():
        lower, upper = stated.bottom_left, stated.top_right
        found = (lower.lon, lower.lat, upper.lon, upper.lat)
    else:
        nodes: Any = osmium.FileProcessor(_pbf(path), osmium.osm.NODE)
        places = [(node.location.lon, node.location.lat) for node in nodes if node.location.valid()]
        if not places:
            raise UnreadableError("it holds no place")
        lons, lats = zip(*places, strict=True)
        found = (min(lons), min(lats), max(lons), max(lats))
    if (found[2] - found[0]) * (found[3] - found[1]) > LARGEST_COUNTRY:
        raise UnreadableError("it covers more than a country: say which part with --bounds")
    return found


def main() -> int:
    """Read the file named on the command line."""
    path, *rest = sys.argv[1:]
    try:
        given = tuple(map(float, rest[0].split(","))) if rest else None
        bounds: Any = given or box_of(path)
        Extract(path, sys.stdout, bounds).read()
    except UnreadableError as error:
        return _refuse(str(error))
    except MemoryError:
        limit = resource.getrlimit(resource.RLIMIT_AS)[0] // 1024**2
        return _refuse(f"reading it takes more than {limit} MB of memory: raise --memory")
    except RuntimeError as error:  # libosmium's own, whose first line says what is wrong
        return _refuse(str(error).partition("\n")[0])
    return 0


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main())
