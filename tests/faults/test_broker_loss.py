"""A broker that is killed: all come back alone, and little of what it accepted is lost."""

import pytest

from benchmarks.broker_loss import loss_while_reading
from benchmarks.stage import Stage
from municipality.runtime.mosquitto import SAVE_SECONDS

pytestmark = [pytest.mark.broker, pytest.mark.slow]


def test_a_killed_broker_loses_no_more_than_it_had_not_saved(stage: Stage) -> None:
    loss = loss_while_reading(stage, kills=1, seed=3)
    assert loss.accepted > 1000
    assert loss.unexplained == 0
    assert loss.window_ms <= (SAVE_SECONDS + 1) * 1000
