"""A street graph on the plane and the quickest way through it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot, inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from demo.plane import Points

SPEED_KMH = {"primary": 50.0, "secondary": 40.0, "local": 28.0, "alley": 12.0}
"""Free-flow speed by street category."""


class Way(NamedTuple):
    """A way through streets: its vertices on the plane, shape (n, 2), and the free speed of each of
    the n - 1 pieces.
    """

    axis: Points
    speed_kmh: NDArray[np.float64]

    @property
    def length_m(self) -> float:
        """How long it is."""
        return float(np.hypot(*np.diff(self.axis, axis=0).T).sum())

    def reversed(self) -> "Way":
        """The same way back."""
        return Way(self.axis[::-1], self.speed_kmh[::-1])


@dataclass(frozen=True)
class Graph:
    """Crossings and the pieces of street between them, both ways; coordinates in metres on the
    plane.

    `ends` has shape (edges, 2) and holds node numbers; `axes` are the pieces' vertices from end to
    end.
    """

    nodes: Points
    ends: NDArray[np.int64]
    axes: list[Points]
    length_m: NDArray[np.float64]
    category: list[str]
    street: NDArray[np.int64]

    @cached_property
    def neighbours(self) -> list[list[tuple[int, int, float]]]:
        """For each node: (other node, edge, seconds at free flow)."""
        seconds = self.length_m / np.array([SPEED_KMH[name] / 3.6 for name in self.category])
        found: list[list[tuple[int, int, float]]] = [[] for _ in self.nodes]
        for edge, ((a, b), cost) in enumerate(
            zip(self.ends.tolist(), seconds.tolist(), strict=True)
        ):
            found[a].append((b, edge, cost))
            found[b].append((a, edge, cost))
        return found

    def nearest(self, place: tuple[float, float]) -> int:
        """The node nearest to a place on the plane."""
        return int(np.argmin(((self.nodes - place) ** 2).sum(axis=1)))

    def path(self, start: int, goal: int) -> list[int]:
        """The nodes of the quickest way from `start` to `goal` (A*); raises ValueError if there is
        none.
        """
        top, where = max(SPEED_KMH.values()) / 3.6, self.nodes.tolist()
        goal_x, goal_y = where[goal]

        def at_least(node: int) -> float:
            return hypot(where[node][0] - goal_x, where[node][1] - goal_y) / top

        best, came, queue = {start: 0.0}, {start: start}, [(at_least(start), start)]
        while queue:
            estimate, node = heappop(queue)
            if node == goal:
                return _walk_back(came, goal)
            if estimate > best[node] + at_least(node) + 1e-9:
                continue
            for other, _edge, cost in self.neighbours[node]:
                reached = best[node] + cost
                if reached < best.get(other, inf):
                    best[other], came[other] = reached, node
                    heappush(queue, (reached + at_least(other), other))
        raise ValueError(f"no way from node {start} to node {goal}")

    def tree(self, root: int) -> list[int]:
        """For each node the next one on its quickest way to `root` (Dijkstra); the root is its own
        next.
        """
        best, onward = [inf] * len(self.nodes), list(range(len(self.nodes)))
        best[root], queue = 0.0, [(0.0, root)]
        while queue:
            reached, node = heappop(queue)
            if reached > best[node]:
                continue
            for other, _edge, cost in self.neighbours[node]:
                if reached + cost < best[other]:
                    best[other], onward[other] = reached + cost, node
                    heappush(queue, (reached + cost, other))
        return onward

    def way(self, nodes: list[int]) -> Way:
        """The way through `nodes`, each joined to the next by an edge."""
        axes, speeds = [self.nodes[nodes[:1]]], []
        for a, b in pairwise(nodes):
            edge = min(
                (e for n, e, _ in self.neighbours[a] if n == b), key=self.length_m.__getitem__
            )
            axis = self.axes[edge]
            axes.append(axis[1:] if self.ends[edge][0] == a else axis[-2::-1])
            speeds.append(np.full(len(axis) - 1, SPEED_KMH[self.category[edge]]))
        return Way(np.concatenate(axes), np.concatenate(speeds) if speeds else np.empty(0))

    def through(self, stops: Iterable[int]) -> list[int]:
        """The nodes of the quickest way that visits `stops` in order."""
        way: list[int] = []
        for stop in stops:
            way.extend([stop] if not way else self.path(way[-1], stop)[1:])
        return way


def _walk_back(came: dict[int, int], goal: int) -> list[int]:
    way = [goal]
    while came[way[-1]] != way[-1]:
        way.append(came[way[-1]])
    return way[::-1]


def largest_component(nodes: int, ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the edges belong to the largest connected part."""
    parent = np.arange(nodes)
    while True:  # labels sink to the smallest of the part, halving the distance each time
        before = parent.copy()
        low = np.minimum(parent[ends[:, 0]], parent[ends[:, 1]])
        np.minimum.at(parent, ends[:, 0], low)
        np.minimum.at(parent, ends[:, 1], low)
        np.minimum.at(parent, before, parent)
        parent = parent[parent]
        if np.array_equal(parent, before):
            break
    labels = parent[ends[:, 0]]
    return np.asarray(labels == np.bincount(labels).argmax())
