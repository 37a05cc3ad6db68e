"""An invented street network for Marrakech: known avenues, and streets that nobody surveyed.

Each district gets a perturbed grid of its own, the medina an irregular web of alleys. The same seed
gives the same network. Everything is in metres on the plane of `demo.plane`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import LineString, MultiPoint, Polygon

from demo.avenues import AVENUES, RAMPARTS
from demo.boundaries import marrakech_units
from demo.districts import DISTRICTS, MEDINA, OPEN_GROUNDS, URBAN_AREA, District
from demo.graph import Graph, largest_component
from demo.plane import Points, to_plane
from gis.enums import StreetCategory

SNAP_M = 0.5
SHORTEST_M = 25.0


@dataclass(frozen=True)
class Street:
    """A named street; `axis` in metres on the plane."""

    code: str
    name_fr: str
    name_ar: str
    category: StreetCategory
    axis: LineString


@dataclass(frozen=True)
class Network:
    """The streets, and the graph whose edges are pieces of them (`graph.street` is an index in
    `streets`).
    """

    streets: list[Street]
    graph: Graph


def build_network(seed: int) -> Network:
    """The whole network: avenues, district roads, local streets and alleys, all connected."""
    chance = np.random.default_rng(seed)
    ground = _Ground.of_marrakech()
    avenues = _avenues(ground)
    roads = _district_roads(ground, avenues)
    mains = avenues + roads
    near = shapely.buffer(shapely.union_all([street.axis for street in mains]), 30)
    shapely.prepare(near)
    local = [s for district in (*DISTRICTS, MEDINA) for s in _local(ground, district, near, chance)]
    return _connected(mains + local)


@dataclass(frozen=True)
class _Ground:
    """Where streets may be, and which part of it belongs to which district."""

    outline: Polygon
    urban: Polygon
    medina: Polygon
    cells: dict[str, Polygon]
    seams: list[LineString]

    @classmethod
    def of_marrakech(cls) -> "_Ground":
        units = {unit.name_fr: _flat(unit.geom.exterior.coords) for unit in marrakech_units()}
        medina = _flat(RAMPARTS)
        closed = shapely.union_all([_flat(ring) for ring in OPEN_GROUNDS])
        urban = shapely.intersection(units["Marrakech"].buffer(-40), _flat(URBAN_AREA)).difference(
            closed
        )
        seeds = MultiPoint(to_plane([district.centre for district in DISTRICTS]))
        cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=urban.buffer(3000)))
        tree, outside = shapely.STRtree(cells), urban.difference(medina)
        owner = [int(tree.query(point, "within")[0]) for point in seeds.geoms]
        own = {d.key: cells[i].intersection(outside) for d, i in zip(DISTRICTS, owner, strict=True)}
        own[MEDINA.key] = medina.intersection(urban)
        return cls(
            shapely.union_all(list(units.values())), urban, medina, own, _seams(cells, outside)
        )


def _flat(ring: object) -> Polygon:
    return shapely.make_valid(Polygon(to_plane(ring)))  # type: ignore[arg-type]


def _seams(cells: NDArray[np.object_], within: Polygon) -> list[LineString]:
    """The lines along which two neighbouring cells meet."""
    a, b = shapely.STRtree(cells).query(cells, "touches")
    shared = shapely.intersection(cells[a[a < b]], cells[b[a < b]])
    return _lines(shapely.intersection(shared, within), at_least=150)


def _lines(geoms: object, at_least: float) -> list[LineString]:
    parts = shapely.get_parts(shapely.line_merge(geoms))
    return [part for part in parts if part.geom_type == "LineString" and part.length >= at_least]


def _avenues(ground: _Ground) -> list[Street]:
    return [
        Street(f"AVE-{number:02d}", avenue.name_fr, avenue.name_ar, avenue.category, axis)
        for number, avenue in enumerate(AVENUES, 1)
        for axis in [
            max(_lines([_clipped(avenue.axis, ground.outline)], 0), key=lambda line: line.length)
        ]
    ]


def _clipped(axis: object, outline: Polygon) -> LineString:
    return LineString(to_plane(axis)).intersection(outline.buffer(20))  # type: ignore[arg-type]


def _district_roads(ground: _Ground, avenues: list[Street]) -> list[Street]:
    """Roads where two districts meet, unless an avenue already runs there."""
    beside = shapely.buffer(shapely.union_all([street.axis for street in avenues]), 90)
    roads = [line for line in ground.seams if line.intersection(beside).length < 0.5 * line.length]
    return [
        Street(f"BLD-{n:02d}", f"Boulevard {n}", f"شارع {n}", StreetCategory.SECONDARY, line)
        for n, line in enumerate(roads, 1)
    ]


def _local(ground: _Ground, district: District, near: Polygon, chance: Generator) -> list[Street]:
    medina = district.fabric == "medina"
    runs = shapely.intersection(
        _lattice(ground.cells[district.key], district, chance), ground.cells[district.key]
    )
    lines = _lines(runs, SHORTEST_M)
    beside = shapely.length(shapely.intersection(np.array(lines), near))
    kept = [line for line, inside in zip(lines, beside, strict=True) if inside < 0.6 * line.length]
    prefix_fr, prefix_ar = ("Derb", "درب") if medina else ("Rue", "زنقة")
    return [
        Street(
            f"{district.key}-{n:03d}",
            f"{prefix_fr} {n} · {district.name_fr}",
            f"{prefix_ar} {n} · {district.name_ar}",
            StreetCategory.ALLEY if medina else StreetCategory.LOCAL,
            line,
        )
        for n, line in enumerate(kept, 1)
    ]


def _lattice(cell: Polygon, district: District, chance: Generator) -> NDArray[np.object_]:
    """Runs of street on a turned and shaken grid that covers `cell`."""
    shake, gap = (0.30, 0.24) if district.fabric == "medina" else (0.07, 0.07)
    centre = to_plane([district.centre])[0]
    reach = max(
        np.hypot(*(np.array(corner) - centre))
        for corner in shapely.box(*cell.bounds).exterior.coords
    )
    across, along = (np.arange(-reach, reach, block) for block in district.block_m)
    grid = np.stack(np.meshgrid(across, along, indexing="ij"), axis=-1)
    grid += chance.normal(0, shake, grid.shape) * district.block_m
    turn = np.radians(district.turn_deg)
    grid = grid @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + centre
    rows = [*grid, *grid.swapaxes(0, 1)]
    return np.array([LineString(run) for row in rows for run in _runs(row, gap, chance)])


def _runs(row: Points, gap: float, chance: Generator) -> Iterator[Points]:
    """Cut a row into streets of 4 to 10 blocks, and leave out a block here and there."""
    cuts = np.cumsum(chance.integers(4, 11, len(row)))
    missing = np.flatnonzero(chance.random(len(row)) < gap)
    ends = np.unique(
        np.concatenate([[0, len(row) - 1], cuts[cuts < len(row)], missing, missing + 1])
    )
    for a, b in pairwise(ends[ends < len(row)].tolist()):
        if not (b == a + 1 and a in missing):
            yield row[a : b + 1]


def _connected(streets: list[Street]) -> Network:
    """Cross all streets with each other, and keep the ones that hang together."""
    axes = np.array([street.axis for street in streets])
    pieces = shapely.get_parts(shapely.union_all(axes, grid_size=SNAP_M))
    pieces = pieces[shapely.length(pieces) > 0]
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    found, owner = shapely.STRtree(axes).query_nearest(middles, all_matches=False)
    street = np.empty(len(pieces), dtype=np.int64)
    street[found] = owner
    nodes, ends = _nodes(pieces)
    kept = largest_component(len(nodes), ends)
    dropped = set(street[~kept].tolist())
    kept &= ~np.isin(street, list(dropped))
    kept &= largest_component(len(nodes), ends[kept])[np.cumsum(kept) - 1]
    return _network(streets, pieces[kept], street[kept])


def _nodes(pieces: NDArray[np.object_]) -> tuple[Points, NDArray[np.int64]]:
    first, last = (shapely.get_coordinates(shapely.get_point(pieces, at)) for at in (0, -1))
    nodes, index = np.unique(np.concatenate([first, last]), axis=0, return_inverse=True)
    return nodes, index.reshape(2, -1).T


def _network(
    streets: list[Street], pieces: NDArray[np.object_], street: NDArray[np.int64]
) -> Network:
    nodes, ends = _nodes(pieces)
    used, index = np.unique(street, return_inverse=True)
    kept = [streets[i] for i in used.tolist()]
    graph = Graph(
        nodes=nodes,
        ends=ends,
        axes=[shapely.get_coordinates(piece) for piece in pieces],
        length_m=shapely.length(pieces),
        category=[kept[i].category.value for i in index.tolist()],
        street=index,
    )
    return Network(kept, graph)
