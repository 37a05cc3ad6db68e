"""What a point lies in on a day, and what is nearest to it."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from gis.places import population_of, territories_at
from gis.whereis import whereis
from lighting.models import Lamp
from tests.gis.city import (
    EAST,
    WEST,
    box,
    here,
    make_address,
    make_street,
    make_territory,
    make_town,
)

pytestmark = pytest.mark.django_db


def test_a_point_has_a_territory_of_each_level_on_a_day() -> None:
    town = make_town()
    make_territory("07.01.A", "annex", box(-8.06, -8.04), valid_from=dt.date(2010, 1, 1))
    make_territory("Z1", "zone", box(-8.2, -8.0))
    make_territory("L1", "lot", box(-8.2, -7.8), valid_to=dt.date(2020, 1, 1))
    now = territories_at(here(-8.05), dt.date(2026, 1, 1))
    assert set(now) == {"commune", "arrondissement", "annex", "zone"}
    assert now["arrondissement"] == town[WEST]
    assert set(territories_at(here(-8.05), dt.date(2005, 1, 1))) == {
        *("commune", "arrondissement", "zone", "lot")
    }


def test_it_takes_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_town()
    with django_assert_num_queries(2):
        whereis(here(-8.05))


def test_the_nearest_of_each_kind_is_told_with_its_distance() -> None:
    make_town()
    street = make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا", (-8.05, 31.55))
    make_street("A2", "Rue lointaine", "زنقة بعيدة", (-8.05, 31.56))
    make_address(street, 12, here(-8.05, 31.5502))
    Lamp.objects.create(code="NEAR", geom=here(-8.0495, 31.5501))
    Lamp.objects.create(code="FAR", geom=here(-8.0495, 31.5504))
    found = whereis(here(-8.0495, 31.55))
    assert found.nearest["street"].label_fr == "Rue Ibn Sina"
    assert found.nearest["street"].distance_m == pytest.approx(0, abs=0.01)
    assert found.nearest["lamp"].label_fr == "NEAR"
    assert found.nearest["lamp"].distance_m == pytest.approx(11.1, abs=0.2)
    assert found.nearest["address"].distance_m == pytest.approx(52.4, abs=0.5)
    assert found.territory is not None
    assert found.territory.code == WEST


@pytest.mark.parametrize(
    ("latitude", "words"),
    [
        (31.55, "12, Rue Ibn Sina"),
        (31.5504, "Rue Ibn Sina"),
        (31.5512, "Near Rue Ibn Sina"),
        (31.56, ""),
    ],
)
def test_a_place_is_put_in_words(latitude: float, words: str) -> None:
    make_town()
    make_address(make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا"), 12, here(-8.05))
    with override("en"):
        assert whereis(here(-8.05, latitude)).words == words


@pytest.mark.parametrize("place", [here(0, 90), here(180, -90), here(-8.05, 85.5)])
def test_the_ends_of_the_earth_have_nothing_near(place: Point) -> None:
    assert whereis(place).nearest == {}


def test_inhabitants_are_those_of_the_unit_or_of_all_its_parts() -> None:
    town = make_town()
    assert population_of(WEST) == 1000
    assert population_of("07") == 2000
    assert population_of("unknown") is None
    town[EAST].population = None
    town[EAST].save()
    assert population_of("07") is None
