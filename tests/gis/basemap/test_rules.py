"""What is drawn of OpenStreetMap: layers and kinds of Protomaps."""

import pytest

from gis.basemap.rules import AREA, LAYERS, LINE, MAX_ZOOM, POINT, boundary, drawn

CASES = [
    ({"highway": "motorway"}, LINE, ("roads", "highway", 3)),
    ({"highway": "primary"}, LINE, ("roads", "major_road", 7)),
    ({"highway": "primary_link"}, LINE, ("roads", "major_road", 9)),
    ({"highway": "residential"}, LINE, ("roads", "minor_road", 12)),
    ({"highway": "footway"}, LINE, ("roads", "path", 14)),
    ({"railway": "rail"}, LINE, ("roads", "rail", 10)),
    ({"railway": "rail", "service": "yard"}, LINE, ("roads", "rail", 13)),
    ({"waterway": "river"}, LINE, ("water", "river", 9)),
    ({"natural": "water", "water": "lake"}, AREA, ("water", "lake", 5)),
    ({"building": "yes"}, AREA, ("buildings", "building", 13)),
    ({"leisure": "park"}, AREA, ("landuse", "park", 10)),
    ({"landuse": "cemetery"}, AREA, ("landuse", "cemetery", 10)),
    ({"place": "city", "name": "A"}, POINT, ("places", "locality", 5)),
    ({"place": "city", "name": "A", "population": "928 850"}, POINT, ("places", "locality", 3)),
    ({"amenity": "pharmacy", "name": "A"}, POINT, ("pois", "pharmacy", 15)),
]
NOT_DRAWN = [
    ({"highway": "proposed"}, LINE),
    ({"highway": "footway", "footway": "sidewalk"}, LINE),
    ({"highway": "corridor", "indoor": "yes"}, LINE),
    ({"railway": "subway", "tunnel": "yes"}, LINE),
    ({"railway": "rail", "tunnel": "yes"}, LINE),
    ({"waterway": "stream", "tunnel": "culvert"}, LINE),
    ({"building": "no"}, AREA),
    ({"building": "yes", "location": "underground"}, AREA),
    ({"amenity": "pharmacy"}, POINT),
    ({"place": "city"}, POINT),
    ({}, AREA),
]


@pytest.mark.parametrize(("tags", "shape", "wanted"), CASES)
def test_layer_kind_and_first_zoom(tags, shape, wanted) -> None:
    (found,) = drawn(tags, shape)
    assert (found.layer, found.kind, found.min_zoom) == wanted
    assert found.layer in LAYERS
    assert found.min_zoom <= MAX_ZOOM


@pytest.mark.parametrize(("tags", "shape"), NOT_DRAWN)
def test_what_a_base_map_leaves_out(tags, shape) -> None:
    assert list(drawn(tags, shape)) == []


def test_a_park_is_an_area_and_has_a_name_upon_it() -> None:
    found = drawn({"leisure": "park", "name": "Jardin Majorelle"}, AREA)
    assert [(each.layer, each.is_named) for each in found] == [("landuse", False), ("pois", True)]


def test_a_square_is_an_area_and_its_edge_no_street() -> None:
    tags = {"highway": "pedestrian", "area": "yes"}
    assert [each.layer for each in drawn(tags, AREA)] == ["landuse"]
    assert list(drawn(tags, LINE, is_loop=True)) == []


def test_a_bridge_is_drawn_over_the_road_below() -> None:
    (below,) = drawn({"highway": "motorway"}, LINE)
    (bridge,) = drawn({"highway": "residential", "bridge": "yes", "layer": "1"}, LINE)
    assert bridge.order > below.order
    assert bridge.more["is_bridge"]


@pytest.mark.parametrize(("level", "kind"), [(2, "country"), (4, "region"), (8, "locality")])
def test_boundaries_by_level(level: int, kind: str) -> None:
    found = boundary(level)
    assert found
    assert (found.kind, found.more["kind_detail"]) == (kind, level)
    assert boundary(11) is None
