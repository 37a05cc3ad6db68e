"""A small demonstration city, invented once for all tests."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from demo.inventory import City, Options, build_city
from demo.simulation.nights import Nights

NOON = dt.datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("Africa/Casablanca")).timestamp()
"""A Wednesday noon in Marrakech."""


@pytest.fixture(scope="session")
def city() -> City:
    return build_city(Options(lamps=600, vehicles=60, seed=7))


@pytest.fixture(scope="session")
def nights(city: City) -> Nights:
    return Nights(city)
