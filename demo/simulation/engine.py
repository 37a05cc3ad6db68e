"""The whole simulated city as one source of messages."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from demo.inventory import City, Options
from demo.simulation.lamps import Lamps
from demo.simulation.meters import Meters
from demo.simulation.nights import Nights
from demo.simulation.vehicles import Fleet
from ingest.outlets import Outgoing, Outlet, Stop, send

STRIDE_S = 60.0
"""The longest piece of simulated time sent in one go."""
REST_S = 0.25


class Since(NamedTuple):
    """From when on each kind of device has something to say, seconds since the Unix epoch.

    With `snapshot` the lamps say first how they are.
    """

    fleet: float
    lamps: float
    meters: float
    snapshot: bool = True

    @classmethod
    def made_up(cls, now: float, heard: tuple[float, float, float], size: Options) -> "Since":
        """Where vehicles, lamps and meters left off, within half an hour or a day before `now`.

        A large city makes up for less, so that no start takes more than some 150,000 messages.
        """
        scale = min(1.0, 400 / max(size.vehicles, 1)), min(1.0, 10_000 / max(size.lamps, 1))
        spans = (1_800 * scale[0], 86_400 * scale[1], 86_400 * scale[1])
        fleet, lamps, meters = (
            min(max(last, now - span), now) for last, span in zip(heard, spans, strict=True)
        )
        return cls(fleet, lamps, meters, snapshot=heard[1] < lamps)


class Engine:
    """All devices of a city; what they send is a function of the time alone."""

    def __init__(self, city: City, interval_s: float = 5.0, vehicles: int | None = None) -> None:
        nights = Nights(city)
        self.fleet = Fleet(city, interval_s, vehicles)
        self.lamps = Lamps(city, nights)
        self.meters = Meters(city, nights)

    def messages(self, begin: float, end: float) -> Iterator[Outgoing]:
        """What all devices send from `begin` on and before `end`, seconds since the Unix epoch."""
        yield from self.meters.messages(begin, end)
        yield from self.lamps.messages(begin, end)
        yield from self.fleet.messages(begin, end)

    def past(self, since: Since, until: float) -> Iterator[Outgoing]:
        """What they sent before `until`: meters and lamps first, for they are few; then the
        vehicles.
        """
        if since.snapshot:
            yield from self.lamps.snapshot(since.lamps)
        yield from self.meters.messages(since.meters, until)
        yield from self.lamps.messages(since.lamps, until, routine=False)
        yield from self.fleet.messages(since.fleet, until)


@dataclass(frozen=True)
class SimulatedClock:
    """Simulated time: starts at `start`, runs `speed` times as fast, and never passes the real
    clock.
    """

    start: float
    speed: float = inf
    real: Callable[[], float] = time.time
    ticking: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        object.__setattr__(self, "_began", self.ticking())

    def now(self) -> float:
        """The simulated instant, seconds since the Unix epoch."""
        if self.speed == inf:
            return self.real()
        elapsed: float = self.ticking() - self._began  # type: ignore[attr-defined]
        return min(self.real(), self.start + elapsed * self.speed)


def drive(engine: Engine, outlet: Outlet, clock: SimulatedClock, stop: Stop) -> None:
    """Send what the devices say as the simulated time goes by, until `stop`."""
    begin = clock.start
    while not stop.is_set():
        end = min(clock.now(), begin + STRIDE_S)
        send(engine.messages(begin, end), outlet, stop)
        begin = end
        if clock.now() - begin < REST_S:
            stop.wait(REST_S)
