"""Each indicator of casework against a computation of its own, over random periods and places."""

import datetime as dt
import random

import pytest

from dashboard.overview.periods import Period
from dashboard.overview.reading import read_figures
from dashboard.overview.records import list_records
from dashboard.overview.refreshing import refresh_indicators
from tests.dashboard.case_figures import DAYS, OF_CASES, File, invented_files, store
from tests.dashboard.figures import NOW, TODAY, expected
from workspace.indicators import find

pytestmark = pytest.mark.django_db
WHOLE = Period(TODAY - dt.timedelta(days=DAYS + 1), TODAY)


@pytest.fixture
def files() -> list[File]:
    """Return invented files, stored, with the figures of each day computed."""
    made = invented_files(random.Random(20_261_122))
    store(made)
    refresh_indicators(period=WHOLE, now=NOW)
    return made


@pytest.mark.parametrize("code", OF_CASES)
def test_the_figure_is_that_of_the_raw_rows(files: list[File], code: str) -> None:
    """Thirty random periods, with and without a territory."""
    chance = random.Random(code)
    indicator = find(code)
    assert indicator
    sums = OF_CASES[code](files)
    seen = set()
    for _turn in range(30):
        first = TODAY - dt.timedelta(days=chance.randint(0, DAYS))
        period = Period(first, first + dt.timedelta(days=chance.randint(0, (TODAY - first).days)))
        place = chance.choice(("", "01", "02"))
        (figure,) = read_figures(period, territory_code=place, chosen=[indicator], now=NOW)
        wanted = expected(code, sums, period, place)
        assert figure.value == (None if wanted is None else pytest.approx(wanted, rel=1e-9))
        seen.add(wanted)
    assert len(seen) > 5


@pytest.mark.parametrize("code", OF_CASES)
def test_the_records_of_a_day_are_its_cases(files: list[File], code: str) -> None:
    indicator = find(code)
    assert indicator
    sums = OF_CASES[code](files)
    day = max(day for day, _place in sums if day < TODAY)
    (figure,) = read_figures(Period(day, day), chosen=[indicator], now=NOW)
    records, count = list_records(indicator, day, limit=1000)
    assert count == len(records) > 0
    assert all(record.name.startswith("FIG-") for record in records)
    whole = sum(record.value or 0 for record in records)
    share = whole if indicator.measure == "total" else whole / count
    assert share == pytest.approx(figure.value)


def test_a_second_refresh_changes_nothing(files: list[File]) -> None:
    assert refresh_indicators(period=WHOLE, now=NOW) == 0
