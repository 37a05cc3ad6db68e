"""Nights: when the lamps of each cabinet are switched, and which of them are at fault.

A night is named by the ordinal of the date of its evening and lasts from noon to noon. All of it
follows from the date and the seed.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from astral import Observer
from astral.sun import sunrise, sunset
from numpy.typing import NDArray

from demo.inventory import City
from demo.plane import CENTRE
from demo.simulation.clock import midnight
from telemetry.records import LAMP_FAULTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DIMMED_PERCENT = 60
DIMMED_HOURS = (24.5, 29.0)
AFTER_SUNSET_S, BEFORE_SUNRISE_S = 600.0, 600.0
SPREAD_S = (-180.0, 300.0)
REPAIR_HOURS = (33.5, 40.0)
"""Hours since the midnight before the evening: 09:30 to 16:00 of the next day."""

DAY_BURNING, FLICKERING = LAMP_FAULTS.index("day_burning"), LAMP_FAULTS.index("flickering")
_FAULTS = (
    "lamp_failure",
    "lamp_failure",
    "driver_failure",
    "no_supply",
    "day_burning",
    "flickering",
)
_FAULT_NUMBERS = np.array([LAMP_FAULTS.index(name) for name in _FAULTS])
_MARRAKECH = Observer(CENTRE[1], CENTRE[0], 466.0)


@lru_cache(maxsize=4096)
def darkness(night: int) -> tuple[float, float]:
    """Sunset of the night's evening and sunrise after it, seconds since the Unix epoch."""
    evening = dt.date.fromordinal(night)
    dusk = sunset(_MARRAKECH, evening, tzinfo=dt.UTC)
    dawn = sunrise(_MARRAKECH, evening + dt.timedelta(days=1), tzinfo=dt.UTC)
    return dusk.timestamp(), dawn.timestamp()


def night_of(at_s: float) -> int:
    """The night that an instant belongs to."""
    return dt.datetime.fromtimestamp(at_s - 43_200, dt.UTC).date().toordinal()


@dataclass(frozen=True)
class Night:
    """A night, by cabinet (switching, seconds since the epoch) and by lamp (whether at fault, and
    the nights around).
    """

    on_at: Floats
    off_at: Floats
    dim_from: float
    dim_to: float
    faulty: Flags
    faulty_before: Flags
    faulty_after: Flags
    repaired_at: Floats


class Nights:
    """The nights of a city's lighting."""

    def __init__(self, city: City) -> None:
        lighting = city.lighting
        self._seed = city.options.seed
        self._cabinets = len(lighting.cabinet_lonlat)
        count = len(lighting.lonlat)
        chance = np.random.default_rng((self._seed, 5))
        self.delay_s = chance.uniform(0.0, 25.0, count)
        self.fault = _FAULT_NUMBERS[chance.integers(0, len(_FAULTS), count)]
        self._period = chance.integers(40, 160, count)
        self._phase = chance.integers(0, 160, count)
        self._lasts = np.minimum(chance.geometric(0.35, count), 8)
        self._repair_h = chance.uniform(*REPAIR_HOURS, count)
        self.night = lru_cache(maxsize=4)(self._night)

    def is_faulty(self, night: int) -> Flags:
        """Which lamps are at fault in a night."""
        return np.asarray((night + self._phase) % self._period < self._lasts)

    def switched(self, night: int) -> tuple[Floats, Floats]:
        """When each cabinet switches on and off."""
        dusk, dawn = darkness(night)
        spread = np.random.default_rng((self._seed, 6, night)).uniform(
            *SPREAD_S, (2, self._cabinets)
        )
        return dusk + AFTER_SUNSET_S + spread[0], dawn - BEFORE_SUNRISE_S + spread[1]

    def _night(self, night: int) -> Night:
        on_at, off_at = self.switched(night)
        noughth = midnight(night)
        return Night(
            on_at,
            off_at,
            noughth + DIMMED_HOURS[0] * 3600,
            noughth + DIMMED_HOURS[1] * 3600,
            self.is_faulty(night),
            self.is_faulty(night - 1),
            self.is_faulty(night + 1),
            noughth + self._repair_h * 3600,
        )
