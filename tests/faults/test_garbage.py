"""Rubbish between valid messages: all of it kept with its reason, none of it in the way."""

import pytest

from benchmarks.garbage import stream
from benchmarks.stage import Stage

pytestmark = [pytest.mark.broker, pytest.mark.slow]


def test_garbage_is_kept_and_valid_messages_arrive(stage: Stage) -> None:
    found = stream(stage, {"rate": 600, "seconds": 4, "vehicles": 60}, 0.1)
    assert found["problems"] == []
    assert found["letters_wrong"] == 0
    assert sum(found["refused"].values()) > 150
