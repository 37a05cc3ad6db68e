"""Land and sea from coastlines.

In OpenStreetMap a coastline has the land on its left and the water on its right. Coordinates are
degrees of EPSG:4326.
"""

from collections.abc import Sequence

import shapely
from shapely.geometry import LineString, Point, Polygon, box

Bounds = tuple[float, float, float, float]
SIDE = 1e-6
"""Of a degree: how far from a coastline its own side is looked for."""


def land_and_sea(
    bounds: Bounds, coastlines: Sequence[LineString]
) -> tuple[list[Polygon], list[Polygon]]:
    """Return the pieces of land and those of sea within bounds (west, south, east, north).

    Without a coastline all is land. One that ends inside the bounds, because the extract was cut
    there, is led to the nearest edge.
    """
    area = box(*bounds)
    whole = shapely.line_merge(shapely.union_all(coastlines)) if coastlines else LineString()
    inside = [_led_out(line, area) for line in shapely.get_parts(whole) if line.intersects(area)]
    if not inside:
        return [area], []
    edges = shapely.union_all([area.exterior, *(line.intersection(area) for line in inside)])
    near = shapely.intersection(list(coastlines), area)  # not merged, which could turn them round
    right, left = (shapely.union_all(shapely.offset_curve(near, side)) for side in (-SIDE, SIDE))
    land: list[Polygon] = []
    sea: list[Polygon] = []
    for piece in shapely.get_parts(shapely.polygonize([edges])):
        is_sea = right.intersection(piece).length > left.intersection(piece).length
        (sea if is_sea else land).append(piece)
    return land, sea


def _led_out(line: LineString, area: Polygon) -> LineString:
    """Return a line whose ends inside an area go on to its nearest edge; rings are left alone."""
    if line.is_closed:
        return line
    places = list(line.coords)
    for end, where in ((places[0], 0), (places[-1], len(places) + 1)):
        point = Point(end)
        if area.contains(point):
            edge = area.exterior.interpolate(area.exterior.project(point))
            places.insert(where, (edge.x, edge.y))
    return LineString(places)
