"""The simulator as a whole: its clock, its start, and what it does when the broker is away."""

import threading
from math import inf

import pytest

from demo.inventory import City, Options
from demo.simulation.engine import Engine, SimulatedClock, Since, drive
from ingest.outlets import BACKLOG, send
from tests.demo.conftest import NOON


class Broker:
    """Takes messages; confirms them while it is there; ends the test after so many."""

    def __init__(self, stop: threading.Event, enough: int = 10**9) -> None:
        self.taken: list[str] = []
        self.is_there = True
        self.waiting = 0
        self._stop, self._enough = stop, enough

    @property
    def unconfirmed(self) -> int:
        return self.waiting

    def publish(self, topic: str, payload: bytes) -> None:
        self.taken.append(topic)
        self.waiting += not self.is_there
        if len(self.taken) >= self._enough:
            self._stop.set()


@pytest.fixture(scope="module")
def engine(city: City) -> Engine:
    return Engine(city)


def test_the_clock_catches_up_and_then_keeps_pace() -> None:
    now = [1000.0]
    clock = SimulatedClock(400.0, speed=10, real=lambda: now[0], ticking=lambda: now[0])
    assert clock.now() == 400
    now[0] += 30
    assert clock.now() == 700
    now[0] += 100
    assert clock.now() == now[0]


def test_the_clock_may_jump_to_the_present() -> None:
    assert SimulatedClock(0.0, inf, real=lambda: 77.0).now() == 77


def test_the_engine_is_driven_until_told_to_stop(engine: Engine) -> None:
    stop = threading.Event()
    broker = Broker(stop, enough=200)
    drive(engine, broker, SimulatedClock(NOON, inf, real=lambda: NOON + 3600), stop)
    assert len(broker.taken) == 200


def test_an_outage_fills_a_bounded_backlog_and_loses_nothing(engine: Engine) -> None:
    stop = threading.Event()
    broker = Broker(stop)
    broker.is_there = False
    everything = list(engine.messages(NOON, NOON + 300))
    sending = threading.Thread(target=send, args=(iter(everything), broker, stop))
    sending.start()
    sending.join(0.3)
    assert len(broker.taken) == BACKLOG < len(everything)
    broker.is_there, broker.waiting = True, 0
    sending.join(10)
    assert broker.taken == [message.topic for message in everything]


def test_a_first_start_makes_up_for_half_an_hour_and_a_day() -> None:
    since = Since.made_up(1e9, (0.0, 0.0, 0.0), Options())
    assert since == (1e9 - 1800, 1e9 - 86_400, 1e9 - 86_400, True)


def test_a_restart_goes_on_where_it_stopped() -> None:
    since = Since.made_up(1e9, (1e9 - 90, 1e9 - 80, 1e9 - 70), Options())
    assert since == (1e9 - 90, 1e9 - 80, 1e9 - 70, False)


def test_a_large_city_makes_up_for_less() -> None:
    since = Since.made_up(1e9, (0.0, 0.0, 0.0), Options(lamps=60_000, vehicles=5_000))
    assert 1e9 - since.fleet < 200
    assert since.snapshot


def test_the_past_begins_with_every_lamp(engine: Engine) -> None:
    topics = [m.topic for m in engine.past(Since(NOON - 10, NOON - 600, NOON - 900), NOON)]
    assert sum(topic.endswith("/lamp") for topic in topics[:600]) == 600
    assert any(topic.endswith("/meter") for topic in topics)
    assert topics[-1].endswith(("/position", "/event"))
