"""Rates per inhabitant against an independent computation, for random periods and territories."""

import datetime as dt
import random

import pytest

from dashboard.overview.periods import Period
from dashboard.overview.places import Place
from dashboard.overview.reading import read_figures
from dashboard.overview.refreshing import refresh_indicators
from tests.dashboard.figures import NOW, TODAY, expected, records_found
from tests.dashboard.inhabitant_figures import DAYS, OF_INHABITANTS, invented_town
from workspace.indicators import find

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", OF_INHABITANTS)
def test_the_rate_is_that_of_the_rows(code: str) -> None:
    chance = random.Random(code)
    invented_town(chance)
    indicator = find(code)
    assert indicator
    first = TODAY - dt.timedelta(days=DAYS)
    refresh_indicators(period=Period(first, TODAY), now=NOW)
    sums = OF_INHABITANTS[code]()
    if indicator.is_snapshot:
        sums = {key: value for key, value in sums.items() if key[0] == TODAY}
    seen = 0
    for _ in range(20):
        begin = TODAY - dt.timedelta(days=chance.randint(0, DAYS))
        end = begin + dt.timedelta(days=chance.randint(0, (TODAY - begin).days))
        if indicator.is_snapshot:
            end = TODAY
        place = chance.choice(("", "01", "02", "03"))
        period = Period(begin, end)
        (figure,) = read_figures(period, place=Place(place), chosen=[indicator], now=NOW)
        wanted = expected(code, sums, period, place)
        assert figure.value == (None if wanted is None else pytest.approx(wanted, rel=1e-9))
        seen += wanted is not None
    assert seen


@pytest.mark.parametrize("code", OF_INHABITANTS)
def test_an_arrondissement_is_counted_once_a_day(code: str) -> None:
    invented_town(random.Random(code))
    found = records_found(code, DAYS)
    assert 0 < len(found) == len(set(found))
