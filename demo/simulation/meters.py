"""Cabinets' meters: a register that never goes back, read every quarter of an hour.

The register is the wattage of the cabinet's lamps times the hours they burned, as the lamps
themselves report it, since a fixed day, and a little for the cabinet itself: it is the same
whenever the simulator starts.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from demo.inventory import City
from demo.simulation.messages import meter
from demo.simulation.nights import (
    DAY_BURNING,
    DIMMED_PERCENT,
    FLICKERING,
    Flags,
    Floats,
    Night,
    Nights,
    night_of,
)
from ingest.outlets import Outgoing

QUARTER_S = 900
OWN_W = 9.0
LOSSES = 1.03
INSTALLED = dt.date(2024, 1, 1).toordinal()


class Meters:
    """The meters of all cabinets."""

    def __init__(self, city: City, nights: Nights) -> None:
        lighting = city.lighting
        count = len(lighting.cabinet_lonlat)
        self._nights = nights
        self._cabinet, self._is_led, self._rated = (
            lighting.cabinet,
            lighting.is_led,
            lighting.power_w,
        )
        self._topics = [f"city/{city.cabinet_code(i).lower()}/meter" for i in range(count)]
        chance = np.random.default_rng((city.options.seed, 8))
        self._phase = chance.uniform(0.0, 90.0, count)
        self._initial_kwh = chance.uniform(2_000, 90_000, count)
        self._known = (INSTALLED, np.zeros(count))
        self._readings = lru_cache(maxsize=4)(self._read)

    def messages(self, begin: float, end: float) -> Iterator[Outgoing]:
        """What the meters send from `begin` on and before `end`, quarter by quarter."""
        for quarter in range(int(begin // QUARTER_S), int(end // QUARTER_S) + 1):
            at = quarter * QUARTER_S + self._phase
            due = np.flatnonzero((at >= begin) & (at < end))
            if not len(due):
                continue
            energy, power = self._readings(quarter)
            for i in due.tolist():
                yield Outgoing(self._topics[i], meter(at[i], energy[i], power[i]))

    def energy_kwh(self, at: Floats) -> Floats:
        """The registers at instants less than a day apart, one for each cabinet."""
        night = night_of(float(at[0]))
        drawn = self._before(night - 1) + self._drawn(night - 1, at) + self._drawn(night, at)
        own = OWN_W * (at - dt.datetime(2024, 1, 1, tzinfo=dt.UTC).timestamp())
        return np.asarray(self._initial_kwh + (drawn * LOSSES + own) / 3.6e6)

    def _read(self, quarter: int) -> tuple[Floats, Floats]:
        at = quarter * QUARTER_S + self._phase
        energy = self.energy_kwh(at)
        return energy, (energy - self.energy_kwh(at - 60)) * 60_000

    def _before(self, night: int) -> Floats:
        """Joules drawn in all nights before `night`."""
        first, total = self._known if self._known[0] <= night else (INSTALLED, self._known[1] * 0)
        for past in range(first, night):
            total = total + self._drawn(past, np.full(len(total), np.inf))
        self._known = (night, total)
        return total

    def _drawn(self, number: int, until: Floats) -> Floats:
        """Joules that each cabinet's lamps drew in a night and the next day, until an instant."""
        night, fault = self._nights.night(number), self._nights.fault
        burning, flickering = (night.faulty & (fault == kind) for kind in (DAY_BURNING, FLICKERING))
        weight = np.where(night.faulty & ~burning, np.where(flickering, 0.6, 0.0), 1.0)
        lit = self._per_cabinet(self._rated * weight)
        led = self._per_cabinet(self._rated * weight * self._is_led)
        end = np.clip(until, night.on_at, night.off_at)
        dimmed = np.clip(end, night.dim_from, night.dim_to) - night.dim_from
        by_night = lit * (end - night.on_at) - led * (1 - DIMMED_PERCENT / 100) * dimmed
        return by_night + self._by_day(number, night, burning, until)

    def _by_day(self, number: int, night: Night, burning: Flags, until: Floats) -> Floats:
        lamps = np.flatnonzero(burning)
        cabinet = self._cabinet[lamps]
        cured = np.where(night.faulty_after[lamps], np.inf, night.repaired_at[lamps])
        dusk = self._nights.switched(number + 1)[0][cabinet]
        end = np.minimum(np.minimum(cured, dusk), until[cabinet])
        joules = self._rated[lamps] * np.maximum(end - night.off_at[cabinet], 0.0)
        return np.bincount(cabinet, joules, len(self._topics)).astype(float)

    def _per_cabinet(self, watts: Floats) -> Floats:
        return np.bincount(self._cabinet, watts, len(self._topics)).astype(float)
