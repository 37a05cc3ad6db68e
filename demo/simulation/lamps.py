"""Controllers of lamps: they report each change and, once an hour, that nothing changed; faults
come as events too.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from typing import NamedTuple

import numpy as np

from demo.inventory import City
from demo.simulation.messages import event, lamp
from demo.simulation.nights import (
    DAY_BURNING,
    DIMMED_PERCENT,
    FLICKERING,
    Flags,
    Floats,
    Ints,
    Nights,
    night_of,
)
from ingest.outlets import Outgoing
from telemetry.records import LAMP_FAULTS

HOUR_S = 3600
REPORTED, REPAIRED = 1, 2


class Change(NamedTuple):
    """A lamp's new state, and whether a fault is reported (1) or repaired (2) with it."""

    at: float
    lamp: int
    is_on: bool
    dim: int
    fault: int
    news: int


class Lamps:
    """All lamps; what they say in order, and what each said last."""

    def __init__(self, city: City, nights: Nights) -> None:
        lighting = city.lighting
        self._nights = nights
        self._cabinet, self._is_led = lighting.cabinet, lighting.is_led
        self._rated = lighting.power_w.tolist()
        codes = [city.lamp_code(i).lower() for i in range(len(self._rated))]
        self._topics = [(f"city/{code}/lamp", f"city/{code}/event") for code in codes]
        phase = np.random.default_rng((city.options.seed, 7)).uniform(0, HOUR_S, len(codes))
        self._order = np.argsort(phase).tolist()
        self._phases = np.sort(phase).tolist()
        self._last: list[Change] = []
        self._settled = -1.0
        self._schedule = lru_cache(maxsize=3)(self._changes)

    def messages(self, begin: float, end: float, *, routine: bool = True) -> Iterator[Outgoing]:
        """What the lamps send from `begin` on and before `end`; only changes without `routine`."""
        self._settle(begin)
        hourly = self._routine(begin, end) if routine else iter(())
        for change in merge(self._between(begin, end), hourly):
            if change.dim < 0:  # nothing new: say the last state again
                yield self._message(self._last[change.lamp]._replace(at=change.at, news=0))
                continue
            self._last[change.lamp] = change
            yield self._message(change)
            if change.news:
                yield self._news(change)
        self._settled = end

    def snapshot(self, at: float) -> Iterator[Outgoing]:
        """The last change of each lamp before `at`, with the time of the change."""
        self._settle(at)
        return map(self._message, self._last)

    def _settle(self, at: float) -> None:
        """Make `_last` right for an instant, if it is not already."""
        if self._settled == at:
            return
        last = [Change(at, i, False, 100, 0, 0) for i in range(len(self._rated))]
        for change in self._between(at - 2 * 24 * HOUR_S, at):
            last[change.lamp] = change
        self._last, self._settled = last, at

    def _between(self, begin: float, end: float) -> Iterator[Change]:
        for night in range(night_of(begin) - 1, night_of(end) + 1):
            times, changes = self._schedule(night)
            for i in range(bisect_left(times, begin), bisect_left(times, end)):
                yield Change(times[i], *changes[i])

    def _routine(self, begin: float, end: float) -> Iterator[Change]:
        for hour in range(int(begin // HOUR_S), int(end // HOUR_S) + 1):
            base = hour * HOUR_S
            first, last = (bisect_left(self._phases, moment - base) for moment in (begin, end))
            for i in range(first, last):
                yield Change(base + self._phases[i], self._order[i], False, -1, 0, 0)

    def _changes(self, number: int) -> tuple[list[float], list[tuple[int, bool, int, int, int]]]:
        """The changes of a night: their instants, and (lamp, on, dim, fault, news), in order of
        time.
        """
        night, fault = self._nights.night(number), self._nights.fault
        bad = night.faulty
        burning, flickering = bad & (fault == DAY_BURNING), bad & (fault == FLICKERING)
        dark = bad & ~burning & ~flickering
        shown = np.where(bad & (~burning | night.faulty_before), fault, 0)
        delay, new = self._nights.delay_s, bad & ~night.faulty_before
        dimming, cured = self._is_led & ~dark, bad & ~night.faulty_after
        off_fault = np.where(bad, fault, 0)
        off_news = np.where(new & burning, REPORTED, 0)
        full = np.full(len(bad), 100)
        table = [
            (
                night.on_at[self._cabinet] + delay,
                ~dark,
                full,
                shown,
                np.where(new & ~burning, REPORTED, 0),
                None,
            ),
            (night.dim_from + delay, ~dark, full * DIMMED_PERCENT // 100, shown, 0 * full, dimming),
            (night.dim_to + delay, ~dark, full, shown, 0 * full, dimming),
            (night.off_at[self._cabinet] + delay, burning, full, off_fault, off_news, None),
            (night.repaired_at, burning & False, full, 0 * full, full // 100 * REPAIRED, cured),
        ]
        return _sorted(table)

    def _message(self, change: Change) -> Outgoing:
        power = self._rated[change.lamp] * change.dim / 100 if change.is_on else 0.0
        power *= (0.6 if change.fault == FLICKERING else 1.0) * (
            0.98 + change.lamp * 7919 % 41 / 1000
        )
        payload = lamp(change.at, change.is_on, change.dim, power, change.fault)
        return Outgoing(self._topics[change.lamp][0], payload)

    def _news(self, change: Change) -> Outgoing:
        code, severity = (
            ("lamp_fault", "warning") if change.news == REPORTED else ("lamp_repaired", "info")
        )
        detail = b'{"fault":"%s"}' % LAMP_FAULTS[int(self._nights.fault[change.lamp])].encode()
        return Outgoing(self._topics[change.lamp][1], event(change.at, code, severity, detail))


_Column = tuple[Floats, Flags, Ints, Ints, Ints, Flags | None]


def _sorted(table: list[_Column]) -> tuple[list[float], list[tuple[int, bool, int, int, int]]]:
    """Put the columns of several kinds of change, each for the lamps it concerns, into one list by
    time.
    """
    parts = []
    for at, is_on, dim, fault, news, concerned in table:
        lamps = np.arange(len(at)) if concerned is None else np.flatnonzero(concerned)
        parts.append([at[lamps], lamps, is_on[lamps], dim[lamps], fault[lamps], news[lamps]])
    at, *rest = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(at, kind="stable")
    columns = [column[order].tolist() for column in rest]
    return at[order].tolist(), list(zip(*columns, strict=True))
