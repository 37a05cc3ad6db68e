"""Sanitation rounds: which streets a refuse truck or a sweeper serves in one shift."""

from collections import deque
from typing import NamedTuple

import numpy as np

from demo.districts import DISTRICTS, MEDINA, District
from demo.graph import Graph, Way
from demo.plane import Points, to_plane
from demo.streets import Network

ROUNDS_A_DISTRICT = 2
ROUND_M = 7_000.0
SWEEPING_M = 9_000.0


class RoundPlan(NamedTuple):
    """A round; `way` leads along its streets one after the other."""

    code: str
    name_fr: str
    name_ar: str
    lot: int
    way: Way


def plan_rounds(network: Network) -> list[RoundPlan]:
    """Two refuse rounds in each district, numbered through."""
    codes = np.array([street.code[:3] for street in network.streets])[network.graph.street]
    plans: list[RoundPlan] = []
    for district in (MEDINA, *DISTRICTS):
        edges = set(np.flatnonzero(codes == district.key).tolist())
        for part in range(1, ROUNDS_A_DISTRICT + 1):
            way = serve(network.graph, edges, district.centre, ROUND_M)
            if len(way) > 2:
                plans.append(_plan(len(plans) + 1, district, part, network.graph.way(way)))
    return plans


def plan_sweeping(network: Network, ways: int) -> list[Way]:
    """`ways` tours along avenues."""
    category = np.array(network.graph.category)
    edges = set(np.flatnonzero((category == "primary") | (category == "secondary")).tolist())
    centres = [district.centre for district in DISTRICTS]
    tours = (
        serve(network.graph, edges, centres[i % len(centres)], SWEEPING_M) for i in range(ways)
    )
    return [network.graph.way(tour) for tour in tours if len(tour) > 2]


def _plan(number: int, district: District, part: int, way: Way) -> RoundPlan:
    return RoundPlan(
        f"RND-{number:02d}",
        f"Circuit {number} · {district.name_fr} {part}",
        f"مسار {number} · {district.name_ar} {part}",
        0 if district.centre[1] > 31.6285 else 1,
        way,
    )


def serve(graph: Graph, edges: set[int], near: tuple[float, float], length_m: float) -> list[int]:
    """Nodes of a way that goes along streets not yet served, from near a place (lon, lat) on.

    The edges that it serves are taken out of `edges`, so that the next way serves others.
    """
    if not edges:
        return []
    ends = graph.ends[sorted(edges)].ravel()
    distance = ((graph.nodes[ends] - to_plane([near])[0]) ** 2).sum(axis=1)
    way = [int(ends[np.argmin(distance)])]
    served = 0.0
    while served < length_m:
        step = _next_unserved(graph, edges, way)
        if step is None:
            hop = _to_unserved(graph, edges, way[-1])
            if hop is None:
                break
            way.extend(hop)
            continue
        node, edge = step
        edges.discard(edge)
        served += float(graph.length_m[edge])
        way.append(node)
    return way


def _next_unserved(graph: Graph, edges: set[int], way: list[int]) -> tuple[int, int] | None:
    """The unserved street from the way's end that bends least."""
    here = graph.nodes[way[-1]]
    ahead = here - graph.nodes[way[-2]] if len(way) > 1 else np.array([1.0, 0.0])
    options = [(node, edge) for node, edge, _ in graph.neighbours[way[-1]] if edge in edges]
    return max(options, key=lambda o: _alignment(ahead, graph.nodes[o[0]] - here), default=None)


def _alignment(ahead: Points, turn: Points) -> float:
    size = np.hypot(*ahead) * np.hypot(*turn)
    return float(ahead @ turn / size) if size else 0.0


def _to_unserved(graph: Graph, edges: set[int], start: int, reach: int = 2_000) -> list[int] | None:
    """The way over served streets, crossings after `start`, to the next one with an unserved
    street.
    """
    came = {start: start}
    queue = deque([start])
    while queue and len(came) < reach:
        node = queue.popleft()
        for other, edge, _cost in graph.neighbours[node]:
            if edge in edges and node != start:
                return _crossings(came, start, node)
            if other not in came:
                came[other] = node
                queue.append(other)
    return None


def _crossings(came: dict[int, int], start: int, node: int) -> list[int]:
    way = []
    while node != start:
        way.append(node)
        node = came[node]
    return way[::-1]
