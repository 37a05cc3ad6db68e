"""Whatever dies under load, the end state is the truth."""

import psycopg
import pytest

from benchmarks import faults
from benchmarks.stage import Stage
from benchmarks.truth import truth_of
from benchmarks.verification import verify

pytestmark = [pytest.mark.broker, pytest.mark.slow]

VEHICLES = 60
DELETE_ONE = """
    DELETE FROM fleet_position
    WHERE (device_id, at) = (SELECT device_id, at FROM fleet_position ORDER BY at LIMIT 1)
"""
SHIFT_ONE = """
    UPDATE fleet_position_latest SET at = at - interval '1 second'
    WHERE device_id = (SELECT min(device_id) FROM fleet_position_latest)
"""


def test_kills_under_load_end_in_the_truth(stage: Stage) -> None:
    found = faults.kill(stage, sorted(faults.VICTIMS), rate=600, vehicles=VEHICLES, seed=7)
    assert found.verdict.problems == []
    assert found.ingest_starts > 1
    assert found.verdict.rows > 1000


def test_an_outage_of_the_database_loses_nothing(stage: Stage) -> None:
    found = faults.outage(stage, seconds=3, rate=500, vehicles=VEHICLES)
    assert found.verdict.problems == []
    assert found.ingest_starts == 1, "ingest must live through it"
    with psycopg.connect(stage.database, autocommit=True) as connection:
        connection.execute(DELETE_ONE)
        connection.execute(SHIFT_ONE)
    noticed = verify(stage.database, truth_of(found.keys))
    assert noticed.lost == 1
    assert {problem.partition(":")[0] for problem in noticed.problems} >= {
        "rows lost",
        "latest states wrong",
        "rollups unlike a recomputation in SQL",
    }
