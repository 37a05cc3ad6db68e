"""Each indicator against an independent computation from the raw rows, for random periods and
territories.
"""

import datetime as dt
import random

import psycopg
import pytest

from dashboard.overview.periods import Period
from dashboard.overview.places import Place
from dashboard.overview.reading import read_figures
from dashboard.overview.records import list_records, record_history
from dashboard.overview.refreshing import refresh_indicators
from fleet.series import POSITION_INTAKE
from lighting.series import LAMP_INTAKE, METER_INTAKE
from telemetry.records import MeterReading
from telemetry.store import Store
from tests.dashboard.case_figures import OF_CASES
from tests.dashboard.devices_city import DAYS, City, invented_city
from tests.dashboard.figures import NOW, TODAY, expected, records_found
from tests.dashboard.fleet_figures import OF_FLEET
from tests.dashboard.inhabitant_figures import OF_INHABITANTS
from tests.dashboard.lighting_figures import OF_LIGHTING
from tests.telemetry.storing import keep
from workspace.indicators import declared, find

INDEPENDENT = OF_FLEET | OF_LIGHTING


@pytest.fixture
def city(store: Store) -> City:
    """Return an invented city whose devices have reported for six days."""
    made = invented_city()
    for intake, records in (
        (POSITION_INTAKE, made.positions),
        (LAMP_INTAKE, made.states),
        (METER_INTAKE, made.readings),
    ):
        keep(store, intake, records)
    refresh_indicators(period=Period(TODAY - dt.timedelta(days=DAYS + 1), TODAY), now=NOW)
    return made


def test_every_indicator_has_an_independent_computation() -> None:
    assert set(INDEPENDENT) | set(OF_CASES) | set(OF_INHABITANTS) == {i.code for i in declared()}
    assert len(INDEPENDENT) >= 8


@pytest.mark.parametrize("code", INDEPENDENT)
def test_the_figure_is_that_of_the_raw_rows(city: City, code: str) -> None:
    """Twenty random periods, with and without a territory."""
    chance = random.Random(code)
    indicator = find(code)
    assert indicator
    sums = INDEPENDENT[code](city)
    seen = 0
    for _ in range(20):
        first = TODAY - dt.timedelta(days=chance.randint(0, DAYS))
        period = Period(first, first + dt.timedelta(days=chance.randint(0, (TODAY - first).days)))
        place = chance.choice(("", "01", "02")) if indicator.by_territory else ""
        (figure,) = read_figures(period, place=Place(place), chosen=[indicator], now=NOW)
        wanted = expected(code, sums, period, place)
        assert figure.value == (None if wanted is None else pytest.approx(wanted, rel=1e-9))
        seen += wanted is not None
    assert seen


@pytest.mark.parametrize("code", INDEPENDENT)
@pytest.mark.usefixtures("city")
def test_a_record_comes_once_a_day(code: str) -> None:
    """The list of a day's records adds nothing up."""
    found = records_found(code, DAYS)
    assert 0 < len(found) == len(set(found))


def test_the_records_add_up_to_the_figure(city: City) -> None:
    """From the figure of a day to its records, and from a record to its history."""
    indicator = find("lighting.energy")
    assert indicator
    day = TODAY - dt.timedelta(days=2)
    (figure,) = read_figures(Period(day, day), chosen=[indicator], now=NOW)
    records, count = list_records(indicator, day)
    assert count == len(records) == 3
    assert sum(r.value or 0 for r in records) == pytest.approx(figure.value)
    history = dict(record_history(indicator, Period(day, TODAY), records[0].record))
    assert history[day] == pytest.approx(records[0].value)


def test_late_rows_change_the_figure_and_nothing_else_is_touched(
    city: City, store: Store, connection: psycopg.Connection
) -> None:
    """A refresh writes what changed, and only that."""
    period = Period(TODAY - dt.timedelta(days=DAYS + 1), TODAY)
    assert refresh_indicators(period=period, now=NOW) == 0
    meter = city.readings[0]
    late = MeterReading(meter.device, meter.at_us + 60_000_000, meter.energy_wh)
    keep(store, METER_INTAKE, [late])
    changed = refresh_indicators(period=period, now=NOW)
    assert 0 <= changed <= 6
