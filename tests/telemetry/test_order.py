"""Any order, repetition and delay of the same rows ends in the same history, latest and rollups."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleet.series import POSITION_INTAKE
from lighting.series import LAMP_INTAKE, METER_INTAKE
from telemetry.intake import Intake
from telemetry.records import LampState, MeterReading, Position, Record
from telemetry.store import Store
from tests.telemetry.storing import keep_all, latest, rollup
from tests.telemetry.tables import clear

MIDNIGHT_US = 1_790_031_600_000_000
"""A midnight in Casablanca, so that days are crossed."""
STEPS = st.integers(-400, 400).map(lambda n: MIDNIGHT_US + n * 150_000_000)
DEVICES = st.sampled_from(["1", "2", "3"])

POSITIONS = st.builds(
    Position,
    device=DEVICES,
    at_us=STEPS,
    lon=st.integers(0, 4000).map(lambda n: -8.05 + n / 50_000),
    lat=st.integers(0, 4000).map(lambda n: 31.60 + n / 50_000),
    speed_kmh=st.sampled_from([0.0, 1.0, 30.0, float("nan")]),
)
STATES = st.builds(LampState, device=DEVICES, at_us=STEPS, is_on=st.booleans())
READINGS = st.builds(MeterReading, device=DEVICES, at_us=STEPS, energy_wh=st.integers(0, 5_000_000))
SERIES = (
    pytest.param(POSITION_INTAKE, POSITIONS, id="positions"),
    pytest.param(LAMP_INTAKE, STATES, id="lamp states"),
    pytest.param(METER_INTAKE, READINGS, id="meter readings"),
)


def cut(records: Sequence[Record], sizes: Sequence[int]) -> list[Sequence[Record]]:
    """Cut records into batches of these sizes, the rest into a last one."""
    batches, start = [], 0
    for size in sizes:
        batches.append(records[start : start + size])
        start += size
    return [*batches, records[start:]]


def outcome(store: Store, intake: Intake, batches: Sequence[Sequence[Record]]) -> list[Any]:
    """Return history size, latest states and rollup after storing these batches alone."""
    clear(store.connection)
    new = keep_all(store, intake, batches)
    return [new, latest(store.connection, intake), rollup(store.connection, intake)]


@pytest.mark.parametrize(("intake", "records"), SERIES)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_order_gives_the_same(
    store: Store, intake: Intake, records: st.SearchStrategy[Record], data: st.DataObject
) -> None:
    """Rows in time order in one batch, against the same rows shuffled, repeated and cut anyhow."""
    unique = {(r.device, r.at_us): r for r in data.draw(st.lists(records, max_size=30))}
    in_order = sorted(unique.values(), key=lambda r: (r.at_us, r.device))
    repeated = in_order + [r for r in in_order if data.draw(st.booleans())]
    shuffled = data.draw(st.permutations(repeated))
    sizes = data.draw(st.lists(st.integers(1, 12), max_size=8))
    expected = outcome(store, intake, [in_order])
    assert outcome(store, intake, cut(shuffled, sizes)) == expected
    assert expected[0] == len(unique)


@pytest.mark.parametrize("late", range(5))
def test_one_late_fix_moves_the_way_through_it(store: Store, late: int) -> None:
    """A fix that comes last, wherever it lies in time, counts as if it had come in its place."""
    fixes = [
        Position("7", MIDNIGHT_US + n * 10_000_000, -8.0 + n * 0.001, 31.6 + (n % 2) * 0.0005)
        for n in range(5)
    ]
    others = [fix for n, fix in enumerate(fixes) if n != late]
    expected = outcome(store, POSITION_INTAKE, [fixes])
    assert outcome(store, POSITION_INTAKE, [others, [fixes[late]]]) == expected
    assert expected[2][0][3] > 0
