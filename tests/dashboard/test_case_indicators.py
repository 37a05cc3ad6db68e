"""Each indicator of casework against a computation of its own, over random periods and places."""

import datetime as dt
import random
from statistics import median

import pytest

from casework.models import Case
from dashboard.models import IndicatorDay
from dashboard.overview.periods import Period
from dashboard.overview.places import EVERYWHERE, Place
from dashboard.overview.reading import read_figures, split
from dashboard.overview.records import list_records
from dashboard.overview.refreshing import refresh_indicators
from people.models import Department
from tests.dashboard.case_figures import (
    DAYS,
    DEPARTMENTS,
    OF_CASES,
    File,
    invented_files,
    store,
)
from tests.dashboard.figures import NOW, TODAY, expected, records_found
from workspace.indicators import Indicator, Measure, find

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
    """Sixty random periods, with and without a territory and a department."""
    chance = random.Random(code)
    indicator = find(code)
    assert indicator
    seen = set()
    for _turn in range(60):
        first = TODAY - dt.timedelta(days=chance.randint(0, DAYS))
        period = Period(first, first + dt.timedelta(days=chance.randint(0, (TODAY - first).days)))
        place = chance.choice(("", "01", "02"))
        offices = chance.choice(((), ("permits",), ("counter", "counter-north")))
        asked = Place(place, frozenset(offices))
        (figure,) = read_figures(period, place=asked, chosen=[indicator], now=NOW)
        theirs = [each for each in files if not offices or each.department in offices]
        wanted = expected(code, OF_CASES[code](theirs), period, place)
        assert figure.value == (None if wanted is None else pytest.approx(wanted, rel=1e-9))
        seen.add(wanted)
    assert len(seen) > 5


@pytest.mark.parametrize("code", OF_CASES)
@pytest.mark.usefixtures("files")
def test_a_record_comes_once_a_day(code: str) -> None:
    """The list of a day's records adds nothing up."""
    found = records_found(code, DAYS)
    assert 0 < len(found) == len(set(found))


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
    assert figure.value == pytest.approx(together(indicator, [r.value or 0 for r in records]))


def together(indicator: Indicator, values: list[float]) -> float:
    """Return what the values of the records come to."""
    if indicator.measure is Measure.MEDIAN:
        return median(values)
    return sum(values) if indicator.measure is Measure.TOTAL else sum(values) / len(values)


@pytest.mark.parametrize("code", OF_CASES)
def test_the_records_of_a_department_are_its_cases(files: list[File], code: str) -> None:
    """Each case stands in one department: their lists together are the whole list."""
    indicator = find(code)
    assert indicator
    day = max(day for day, _place in OF_CASES[code](files) if day < TODAY)
    whole = {record.name for record in list_records(indicator, day, limit=1000)[0]}
    found: set[str] = set()
    for office in DEPARTMENTS:
        place = Place("", frozenset({office}))
        theirs, count = list_records(indicator, day, place=place, limit=1000)
        names = {record.name for record in theirs}
        assert count == len(names)
        assert {files[int(name.removeprefix("FIG-"))].department for name in names} <= {office}
        found |= names
    assert found == whole


@pytest.mark.parametrize("by", ["territory_code", "department_code"])
def test_the_parts_of_a_figure_are_those_of_the_raw_rows(files: list[File], by: str) -> None:
    indicator = find("casework.processing_days")
    assert indicator
    parts = split(indicator, WHOLE, EVERYWHERE, TODAY, by=by)
    field = by.removesuffix("_code")
    assert set(parts) == {getattr(each, field) for each in files}
    for code, value in parts.items():
        theirs = [each for each in files if getattr(each, field) == code]
        wanted = expected(indicator.code, OF_CASES[indicator.code](theirs), WHOLE, "")
        assert value == pytest.approx(wanted)


def test_a_case_moved_to_another_department_moves_its_figures(files: list[File]) -> None:
    """Without leaving a trace of it behind."""
    Case.objects.update(department=Department.objects.get(code="permits"))
    refresh_indicators(period=WHOLE, now=NOW)
    rows = IndicatorDay.objects.filter(indicator__startswith="casework.")
    assert set(rows.values_list("department_code", flat=True)) == {"permits"}


def test_a_second_refresh_changes_nothing(files: list[File]) -> None:
    assert refresh_indicators(period=WHOLE, now=NOW) == 0
