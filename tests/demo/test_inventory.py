"""The invented city: connected, plausible, the same each time."""

import numpy as np
import pytest
import shapely

from demo.boundaries import marrakech_units
from demo.buses import BUS_LINES
from demo.graph import largest_component
from demo.inventory import City, Options, build_city
from demo.plane import METRES_PER_DEGREE, to_lonlat, to_plane
from fleet.enums import VehicleKind


def test_the_plane_inverts() -> None:
    places = np.array([[-7.9811, 31.6295], [-8.09, 31.57]])
    assert np.allclose(to_lonlat(to_plane(places)), places, atol=1e-12)


def test_the_plane_measures_metres() -> None:
    assert pytest.approx((94_910, 110_880), rel=2e-3) == METRES_PER_DEGREE


def test_the_graph_hangs_together(city: City) -> None:
    graph = city.network.graph
    assert largest_component(len(graph.nodes), graph.ends).all()


def test_the_streets_have_names_in_both_scripts(city: City) -> None:
    names = {street.name_fr: street.name_ar for street in city.network.streets}
    assert names["Avenue Mohammed V"] == "شارع محمد الخامس"
    assert names["Rue 12 · Guéliz"] == "زنقة 12 · جليز"
    assert len({street.code for street in city.network.streets}) == len(city.network.streets)


def test_the_streets_lie_in_the_two_communes(city: City) -> None:
    ground = shapely.union_all([unit.geom for unit in marrakech_units()]).buffer(0.001)
    places = to_lonlat(city.network.graph.nodes)
    assert shapely.contains_xy(ground, places).all()


def test_the_lines_are_long_enough_for_a_bus(city: City) -> None:
    lengths = [way.length_m for way in city.line_ways]
    assert len(lengths) == len(BUS_LINES) == 14
    assert min(lengths) > 3_000
    assert max(lengths) < 25_000


def test_the_fleet_is_shared_out_by_kind(city: City) -> None:
    kinds = [vehicle.kind for vehicle in city.vehicles]
    assert len(kinds) == 60
    assert kinds.count(VehicleKind.BUS) == 36
    assert kinds.count(VehicleKind.SANITATION_TRUCK) == 18
    assert city.vehicles[0].code == "BUS-0001"
    assert {vehicle.code[:4] for vehicle in city.vehicles} == {"BUS-", "TRK-", "SWP-"}


def test_cabinets_feed_about_sixty_lamps_each(city: City) -> None:
    lighting = city.lighting
    assert len(lighting.lonlat) == 600
    sizes = np.bincount(lighting.cabinet)
    assert len(sizes) == len(lighting.cabinet_lonlat) == 10
    assert sizes.min() >= 55
    assert sizes.max() <= 65
    assert (np.diff(lighting.cabinet) >= 0).all()


def test_lamps_stand_near_their_street_and_apart(city: City) -> None:
    lighting = city.lighting
    places = shapely.points(to_plane(lighting.lonlat))
    axes = np.array([city.network.streets[i].axis for i in lighting.street])
    assert shapely.distance(places, axes).max() < 12


def test_the_same_seed_makes_the_same_city(city: City) -> None:
    again = build_city(city.options)
    assert np.array_equal(again.lighting.lonlat, city.lighting.lonlat)
    assert again.vehicles == city.vehicles
    assert np.array_equal(again.line_ways[3].axis, city.line_ways[3].axis)


@pytest.mark.slow
def test_a_large_city_has_what_was_asked_for() -> None:
    city = build_city(Options(lamps=60_000, vehicles=5_000))
    assert len(city.lighting.lonlat) == 60_000
    assert len(city.vehicles) == 5_000
