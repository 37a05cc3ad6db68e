"""Messages a minute, as the stream hears of them."""

import pytest

from dashboard.live.pace import Pace


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


def test_it_is_unknown_before_anything_is_heard(clock: Clock) -> None:
    assert Pace(clock).minute() is None


def test_it_is_known_after_ten_seconds(clock: Clock) -> None:
    pace = Pace(clock)
    pace.begin()
    pace.take(200)
    clock.now += 5
    assert pace.minute() is None
    clock.now += 5
    assert pace.minute() == 1200


def test_it_looks_back_one_minute(clock: Clock) -> None:
    pace = Pace(clock)
    pace.begin()
    for second in range(200):
        clock.now += 1
        pace.take(1 if second < 100 else 10)
    assert pace.minute() == 600
    clock.now += 60
    assert pace.minute() == 0


def test_it_begins_anew_after_an_interruption(clock: Clock) -> None:
    pace = Pace(clock)
    pace.begin()
    pace.take(5000)
    clock.now += 30
    pace.begin()
    assert pace.minute() is None
    clock.now += 20
    pace.take(10)
    assert pace.minute() == 30
