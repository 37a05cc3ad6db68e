"""Drives: how a vehicle moves along a way, with halts, bends and gentle starts."""

from array import array
from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from demo.graph import Way
from demo.plane import to_lonlat

STEP_M = 8.0
START_MPS2 = 0.9
BRAKE_MPS2 = 1.1
CREEP_MPS = 0.7
SHARP_BEND_DEG = 35.0
BEND_MPS = 4.0

Floats = NDArray[np.float64]


class State(NamedTuple):
    """Where a vehicle is, in degrees, and how it moves at free flow."""

    lon: float
    lat: float
    speed_kmh: float
    heading_deg: float


class Drive:
    """A motion from one place to another, as a table over seconds of free-flowing traffic."""

    def __init__(self, seconds: Floats, lonlat: Floats, speed_mps: Floats, heading: Floats) -> None:
        self._seconds = array("d", seconds)
        self._lon, self._lat = (array("d", column) for column in lonlat.T)
        self._speed = array("d", speed_mps * 3.6)
        self._heading = array("d", heading)
        self.duration_s = self._seconds[-1]

    def at(self, second: float) -> State:
        """The state after `second` seconds of free-flowing traffic."""
        i = bisect_right(self._seconds, second) - 1
        if i >= len(self._seconds) - 1:
            return State(self._lon[-1], self._lat[-1], 0.0, self._heading[-1])
        i = max(i, 0)
        begin, end = self._seconds[i], self._seconds[i + 1]
        f = (second - begin) / (end - begin)
        lon, lat, speed = self._lon, self._lat, self._speed
        return State(
            lon[i] + (lon[i + 1] - lon[i]) * f,
            lat[i] + (lat[i + 1] - lat[i]) * f,
            speed[i] + (speed[i + 1] - speed[i]) * f,
            self._heading[i],
        )


def plan_drive(way: Way, top_kmh: float, halts_m: Floats, pauses_s: Floats) -> Drive:
    """A drive along `way` no faster than `top_kmh`, pausing `pauses_s` at `halts_m` metres from its
    start.
    """
    if way.length_m < STEP_M:
        return _standing(way)
    corners = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way.axis, axis=0).T))])
    along = np.unique(np.concatenate([np.arange(0.0, corners[-1], STEP_M), halts_m, corners[-1:]]))
    place = np.column_stack([np.interp(along, corners, column) for column in way.axis.T])
    speed = _speeds(way, top_kmh, along, corners, halts_m)
    steps = np.diff(along) / np.maximum((speed[1:] + speed[:-1]) / 2, CREEP_MPS)
    seconds = np.concatenate([[0.0], np.cumsum(steps)])
    order = np.searchsorted(along, halts_m)
    pause = np.zeros(len(along))
    np.add.at(pause, order, pauses_s)
    arrive = seconds + np.cumsum(pause) - pause
    heading = _headings(place)
    paused = np.flatnonzero(pause)
    insert = paused + 1  # a second row for each halt: the departure after the pause
    return Drive(
        np.insert(arrive, insert, arrive[paused] + pause[paused]),
        to_lonlat(np.insert(place, insert, place[paused], axis=0)),
        np.insert(speed, insert, 0.0),
        np.insert(heading, insert, heading[paused]),
    )


def _standing(way: Way) -> Drive:
    """For a way that leads nowhere: a second of standing at its end."""
    place = np.repeat(way.axis[-1:], 2, axis=0)
    return Drive(np.array([0.0, 1.0]), to_lonlat(place), np.zeros(2), np.zeros(2))


def _speeds(way: Way, top_kmh: float, along: Floats, corners: Floats, halts_m: Floats) -> Floats:
    """The speed at each point: the streets' limit, slow at bends, zero at halts, reached and left
    gently.
    """
    piece = np.clip(np.searchsorted(corners, along, "right") - 1, 0, len(way.speed_kmh) - 1)
    squared = (np.minimum(way.speed_kmh, top_kmh)[piece] / 3.6) ** 2
    stand = np.concatenate([halts_m, [0.0, along[-1]]])
    squared[np.searchsorted(along, stand)] = 0.0
    bends = np.searchsorted(along, corners[1:-1][_bends(way.axis) > SHARP_BEND_DEG])
    squared[bends] = np.minimum(squared[bends], BEND_MPS**2)
    starting = np.minimum.accumulate(squared - 2 * START_MPS2 * along) + 2 * START_MPS2 * along
    back = (squared + 2 * BRAKE_MPS2 * along)[::-1]
    braking = np.minimum.accumulate(back)[::-1] - 2 * BRAKE_MPS2 * along
    return np.asarray(np.sqrt(np.maximum(np.minimum(starting, braking), 0.0)))


def _bends(axis: Floats) -> Floats:
    course = np.degrees(np.arctan2(*np.diff(axis, axis=0).T))
    return np.asarray(np.abs((np.diff(course) + 180) % 360 - 180))


def _headings(place: Floats) -> Floats:
    """Degrees clockwise from north, from each point to the next; the last repeats."""
    course = np.degrees(np.arctan2(*np.diff(place, axis=0).T)) % 360
    return np.append(course, course[-1:] if len(course) else 0.0)


def bus_halts(length_m: float, chance: Generator) -> tuple[Floats, Floats]:
    """Stops every 350 m or so with time to board, and red lights between some of them."""
    stops = np.arange(0.0, length_m - 150, 350.0)[1:]
    boarding = chance.uniform(12, 32, len(stops))
    lights = chance.uniform(100, max(length_m - 100, 101), max(1, int(length_m // 900)))
    return np.concatenate([stops, lights]), np.concatenate(
        [boarding, chance.uniform(8, 45, len(lights))]
    )


def bin_halts(length_m: float, chance: Generator) -> tuple[Floats, Floats]:
    """A halt at the bins every 30 m or so."""
    halts = np.arange(15.0, length_m, 30.0) + chance.uniform(
        -8, 8, len(np.arange(15.0, length_m, 30.0))
    )
    return halts, chance.uniform(10, 34, len(halts))


def rare_halts(length_m: float, chance: Generator) -> tuple[Floats, Floats]:
    """A red light now and then."""
    lights = chance.uniform(0, length_m, int(length_m // 700))
    return lights, chance.uniform(8, 45, len(lights))
