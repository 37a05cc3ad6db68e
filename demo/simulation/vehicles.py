"""Trackers of vehicles: fixes each few seconds, with noise, gaps, late and doubled messages, and
events.

Everything follows from the instant and the seed: the simulator may stop, start again or go over the
same hour twice, and sends the same messages, which the receiver then knows already.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf, pi, sin

import numpy as np

from demo.inventory import City, VehiclePlan
from demo.plane import METRES_PER_DEGREE
from demo.simulation.chance import between, draw
from demo.simulation.clock import DAY_BEGINS_S, DAY_ENDS_S, midnight, pace, service_day
from demo.simulation.drives import State
from demo.simulation.duties import Duty, DutyRoster, hash_of
from demo.simulation.messages import event, position, together
from fleet.enums import VehicleKind
from ingest.outlets import Outgoing

IDLE_EVERY, PARKED_EVERY = 6, 20
"""A tracker reports at each tick while it drives, at each sixth while it waits, at each twentieth
when parked.
"""
SPELL_S = 7200
SILENT_SHARE, LATE_SHARE, ASTRAY_SHARE = 25, 5, 150
DOUBLED = 307
ASTRAY_M = 160.0
_NOISE = 4096


@dataclass
class Spell:
    """Two hours of a tracker's life: when it is out of reach, when it sends what it kept, when it
    leaves its way.
    """

    begins: float = -inf
    silent_from: float = inf
    silent_to: float = inf
    sends_at: float = inf
    astray_from: float = inf
    astray_s: float = 1.0


@dataclass
class Tracker:
    """A vehicle's device and what is known of the day it is in."""

    plan: VehiclePlan
    number: int
    key: int
    phase_s: float
    spot: State
    topics: tuple[str, str]
    day: int = -1
    begins: float = 0.0
    duty: Duty = field(default_factory=lambda: Duty(()))
    spell: Spell = field(default_factory=Spell)


class Fleet:
    """All trackers; `messages` yields what they send, `interval_s` apart while they drive."""

    def __init__(self, city: City, interval_s: float = 5.0, limit: int | None = None) -> None:
        self._interval = interval_s
        self._roster = DutyRoster(city)
        self._seed = city.options.seed
        self._noise = _noise(np.random.default_rng((self._seed, 4)))
        counts: dict[VehicleKind, int] = {}
        self.trackers = []
        for plan in city.vehicles[:limit]:
            number = counts[plan.kind] = counts.get(plan.kind, -1) + 1
            self.trackers.append(self._tracker(plan, number))
        self.trackers.sort(key=lambda tracker: tracker.phase_s)
        self._phases = [tracker.phase_s for tracker in self.trackers]

    def messages(self, begin: float, end: float) -> Iterator[Outgoing]:
        """What the trackers send from `begin` on and before `end`, seconds since the Unix epoch, in
        order.
        """
        for tick in range(int(begin // self._interval), int(end // self._interval) + 1):
            base = tick * self._interval
            first = bisect_left(self._phases, begin - base - 0.001)
            last = bisect_left(self._phases, end - base + 0.001)
            for tracker in self.trackers[first:last]:
                at = base + tracker.phase_s
                if begin <= at < end:
                    yield from self._report(tracker, tick, at)

    def _tracker(self, plan: VehiclePlan, number: int) -> Tracker:
        key = hash_of(plan)
        home = self._roster.home(plan).lonlat
        row, column = divmod(number, 12)
        spot = (home[0] + column * 9e-5, home[1] + row * 6e-5)
        return Tracker(
            plan=plan,
            number=number,
            key=key,
            phase_s=draw(self._seed, key) % int(self._interval * 1000) / 1000,
            spot=State(*spot, 0.0, 90.0),
            topics=(f"city/{plan.uid}/position", f"city/{plan.uid}/event"),
        )

    def _report(self, tracker: Tracker, tick: int, at: float) -> Iterator[Outgoing]:
        second = self._look_up(tracker, at)
        spell = tracker.spell
        if spell.sends_at <= at < spell.sends_at + self._interval:
            yield from self._kept(tracker, tick)
        every, leg = self._activity(tracker.duty, second)
        if (tick + tracker.number) % every:
            return
        if spell.silent_from <= at < spell.silent_to:
            return
        state = self._state(tracker, leg, second)
        message = Outgoing(tracker.topics[0], self._fix(tracker, state, tick, at))
        yield message
        if (tick * 31 + tracker.number * 17) % DOUBLED == 0:
            yield message
        if leg >= 0:
            yield from self._events(tracker, leg, state, tick, at)

    def _look_up(self, tracker: Tracker, at: float) -> float:
        """Bring the tracker's day and spell up to date; returns the second of the service day."""
        second = at - tracker.begins
        if not DAY_BEGINS_S <= second < DAY_ENDS_S or service_day(at) != tracker.day:
            tracker.day = service_day(at)
            tracker.begins = midnight(tracker.day)
            tracker.duty = self._roster.duty(tracker.plan, tracker.number, tracker.day)
            second = at - tracker.begins
        if not 0 <= at - tracker.spell.begins < SPELL_S:
            tracker.spell = self._spell(tracker, int(at // SPELL_S))
        return second

    def _spell(self, tracker: Tracker, number: int) -> Spell:
        key = (self._seed, tracker.key, number)
        begins = float(number * SPELL_S)
        spell = Spell(begins)
        lot = draw(*key)
        if lot % SILENT_SHARE == 0:
            spell.silent_from = begins + between(600, 4400, *key, 1)
            spell.silent_to = spell.silent_from + between(120, 420, *key, 2)
            late = lot // SILENT_SHARE % LATE_SHARE == 0
            spell.sends_at = spell.silent_to + (between(600, 1200, *key, 3) if late else 0.0)
        if lot // 1000 % ASTRAY_SHARE == 0:
            spell.astray_from = begins + between(0, 6600, *key, 4)
            spell.astray_s = between(180, 420, *key, 5)
        return spell

    def _activity(self, duty: Duty, second: float) -> tuple[int, int]:
        """How many ticks lie between two reports, and the leg it is on, -1 when it is parked."""
        leg = duty.leg(second)
        if leg < 0 or second >= duty.end_s:
            return PARKED_EVERY, -1
        if duty.driven(leg, second) >= duty.legs[leg].drive.duration_s:
            return IDLE_EVERY, leg
        return 1, leg

    def _state(self, tracker: Tracker, leg: int, second: float) -> State:
        if leg < 0:
            return tracker.spot
        duty = tracker.duty
        return duty.legs[leg].drive.at(duty.driven(leg, second))

    def _fix(self, tracker: Tracker, state: State, tick: int, at: float) -> bytes:
        east, north = self._noise[(tick + tracker.key) % _NOISE]
        lon, lat, speed, heading = state
        spell = tracker.spell
        if spell.astray_from <= at < spell.astray_from + spell.astray_s:
            north += (
                ASTRAY_M
                / METRES_PER_DEGREE[1]
                * sin(pi * (at - spell.astray_from) / spell.astray_s)
            )
        if speed > 1:
            speed = speed * pace(at - tracker.begins) + (tick * 7 + tracker.key) % 21 / 10 - 1
        return position(
            at, lon + east, lat + north, max(speed, 0.0), heading, 3 + (tick + tracker.key) % 5
        )

    def _kept(self, tracker: Tracker, tick: int) -> Iterator[Outgoing]:
        """The fixes of a silence, in one message."""
        first, last = (
            int(moment // self._interval)
            for moment in (tracker.spell.silent_from, tracker.spell.silent_to)
        )
        fixes = []
        for past in range(first, last + 1):
            at = past * self._interval + tracker.phase_s
            second = at - tracker.begins
            if (
                not tracker.spell.silent_from <= at < tracker.spell.silent_to
                or second < DAY_BEGINS_S
            ):
                continue
            every, leg = self._activity(tracker.duty, second)
            if (past + tracker.number) % every == 0:
                fixes.append(self._fix(tracker, self._state(tracker, leg, second), past, at))
        if fixes:
            yield Outgoing(tracker.topics[0], together(fixes))

    def _events(
        self, tracker: Tracker, leg: int, state: State, tick: int, at: float
    ) -> Iterator[Outgoing]:
        lot = draw(tracker.key, tick) & 0xFFFF
        topic, spell = tracker.topics[1], tracker.spell
        if spell.astray_from <= at - self._interval < spell.astray_from + self._interval:
            yield Outgoing(
                topic, event(at, "route_deviation", "warning", b'{"metres":%d}' % ASTRAY_M)
            )
        if state.speed_kmh > 15:
            if lot < 14:
                yield Outgoing(
                    topic, event(at, "harsh_braking", "warning", b'{"kmh":%.0f}' % state.speed_kmh)
                )
            elif lot < 20 and tracker.plan.kind == VehicleKind.BUS:
                yield Outgoing(
                    topic, event(at, "door_open", "warning", b'{"kmh":%.0f}' % state.speed_kmh)
                )
        elif state.speed_kmh == 0 and lot < 600 and tracker.duty.legs[leg].task == "collect":
            yield Outgoing(topic, event(at, "bin_lifted", "info", b'{"kg":%d}' % (40 + lot % 180)))


def _noise(chance: np.random.Generator) -> list[tuple[float, float]]:
    """A closed walk of a receiver's error, about 3 m, in degrees; it wanders rather than jumps."""
    white = chance.normal(0, 1, (2, _NOISE))
    kernel = np.exp(-np.arange(60) / 8.0)
    smooth = np.array(
        [np.real(np.fft.ifft(np.fft.fft(w) * np.fft.fft(kernel, _NOISE))) for w in white]
    )
    metres = 2.6 * smooth / smooth.std() + chance.normal(0, 0.7, (2, _NOISE))
    return [(east, north) for east, north in (metres.T / METRES_PER_DEGREE).tolist()]
