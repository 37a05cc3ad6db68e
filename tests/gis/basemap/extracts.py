"""Small extracts of OpenStreetMap, made up for the tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

Place = tuple[float, float]
CENTRE: Place = (-7.99, 31.63)


@dataclass
class Sketch:
    """Nodes and ways to be written as a PBF file; places are longitude and latitude."""

    nodes: list[tuple[Place, Mapping[str, str]]] = field(default_factory=list)
    ways: list[tuple[list[int], Mapping[str, str]]] = field(default_factory=list)

    def point(self, where: Place, /, **tags: str) -> int:
        """Add a node and return its number."""
        self.nodes.append((where, keyed(tags)))
        return len(self.nodes)

    def line(self, places: Sequence[Place], /, **tags: str) -> None:
        """Add a way; it is closed where the first place is the last."""
        numbers = [self.point(place) for place in places[:-1]]
        last = numbers[0] if places[-1] == places[0] else self.point(places[-1])
        self.ways.append(([*numbers, last], keyed(tags)))

    def square(self, where: Place, side: float, /, **tags: str) -> None:
        """Add a square way around a place, `side` degrees wide."""
        (lon, lat), half = where, side / 2
        corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
        self.line([(lon + x, lat + y) for x, y in corners], **tags)

    def write(self, path: Path) -> Path:
        """Write the file and return its path."""
        with osmium.SimpleWriter(str(path)) as writer:
            for number, (place, tags) in enumerate(self.nodes, 1):
                writer.add_node(Node(id=number, version=1, location=place, tags=tags))
            for number, (nodes, tags) in enumerate(self.ways, 1):
                writer.add_way(Way(id=number, version=1, nodes=nodes, tags=tags))
        return path


def keyed(tags: Mapping[str, str]) -> dict[str, str]:
    """Return tags with colons where keywords have two underscores."""
    return {key.replace("__", ":"): value for key, value in tags.items()}


def small_town() -> Sketch:
    """Return an avenue, a street, a square, a park, houses, a mosque and a town."""
    town, (lon, lat) = Sketch(), CENTRE
    town.point(CENTRE, place="city", name="Marrakech مراكش", population="928850")
    avenue = "Avenue Mohammed V شارع محمد الخامس"
    middle = (lon + 0.004, lat)
    town.line([(lon - 0.004, lat), middle], highway="primary", name=avenue)
    town.line([middle, (lon + 0.01, lat)], highway="primary", name=avenue)
    town.line([middle, (lon + 0.004, lat + 0.003)], highway="residential", name="Rue Loubnane")
    town.square((lon, lat + 0.002), 0.0012, leisure="park", name="Jardin", name__ar="الحديقة")
    for number in range(4):
        town.square((lon + number * 0.001, lat - 0.002), 0.0004, building="yes")
    town.point((lon, lat - 0.004), amenity="place_of_worship", name='Mosquée \\ "A"\tB')
    return town
