"""Land and sea: a coastline has the land on its left."""

from shapely.geometry import LineString, Point

from gis.basemap.coast import land_and_sea

BOUNDS = (0.0, 0.0, 10.0, 10.0)
NORTHWARD = LineString([(4, -1), (4, 11)])


def sides(*coastlines: LineString) -> tuple[float, float]:
    """Return how much is land and how much sea."""
    land, sea = land_and_sea(BOUNDS, coastlines)
    return round(sum(each.area for each in land), 6), round(sum(each.area for each in sea), 6)


def test_without_a_coastline_all_is_land() -> None:
    assert sides() == (100, 0)
    assert sides(LineString([(20, 20), (30, 30)])) == (100, 0)


def test_land_is_on_the_left() -> None:
    assert sides(NORTHWARD) == (40, 60)
    assert sides(LineString(NORTHWARD.coords[::-1])) == (60, 40)


def test_a_coastline_in_pieces_is_one() -> None:
    assert sides(LineString([(4, 5), (4, 11)]), LineString([(4, -1), (4, 5)])) == (40, 60)


def test_an_island_lies_in_the_sea() -> None:
    island = LineString([(7, 4), (8, 4), (8, 5), (7, 5), (7, 4)])
    land, sea = land_and_sea(BOUNDS, [NORTHWARD, island])
    assert any(piece.contains(Point(7.5, 4.5)) for piece in land)
    assert any(piece.contains(Point(9, 9)) for piece in sea)
    assert sides(NORTHWARD, island) == (41, 59)


def test_where_the_extract_was_cut_the_coast_goes_on_to_the_edge() -> None:
    assert sides(LineString([(4, 0.5), (4, 9.5)])) == (40, 60)
