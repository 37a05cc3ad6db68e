"""Service days and how fast the city moves through them.

A service day runs from 04:00 to 04:00 local time and is named by the ordinal of its first date;
within it, times are seconds since the local midnight before. Traffic is a clock of its own: the
pace says how many seconds of free-flowing traffic pass in a second, so a trip laid out for free
flow takes longer at rush hour.
"""

import datetime as dt
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Africa/Casablanca")
DAY_BEGINS_S = 4 * 3600.0
DAY_ENDS_S = 28 * 3600.0

_HOURLY_PACE = (
    *(1.15, 1.15, 1.15, 1.15, 1.15, 1.10, 1.00, 0.80, 0.68, 0.75, 0.85, 0.85),
    *(0.72, 0.75, 0.82, 0.85, 0.80, 0.70, 0.62, 0.66, 0.75, 0.85, 0.95, 1.05),
)
_PACE = tuple(_HOURLY_PACE[hour % 24] for hour in range(36))
_FREE = tuple(accumulate((pace * 3600.0 for pace in _PACE), initial=0.0))


def service_day(at_s: float) -> int:
    """The service day of an instant (seconds since the Unix epoch)."""
    local = dt.datetime.fromtimestamp(at_s - DAY_BEGINS_S, ZONE)
    return local.date().toordinal()


@lru_cache(maxsize=64)
def midnight(day: int) -> float:
    """The local midnight that begins the date with this ordinal, seconds since the Unix epoch."""
    return dt.datetime.combine(dt.date.fromordinal(day), dt.time(), ZONE).timestamp()


def weekday(day: int) -> int:
    """Monday is 0."""
    return dt.date.fromordinal(day).weekday()


def pace(second: float) -> float:
    """Free-flowing seconds per second at this time of the service day."""
    return _PACE[int(second // 3600)]


def free_seconds(second: float) -> float:
    """Free-flowing seconds since midnight by this time of the service day."""
    hour = int(second // 3600)
    return _FREE[hour] + (second - hour * 3600.0) * _PACE[hour]


def arrival(second: float, free: float) -> float:
    """When `free` seconds of free-flowing traffic have passed since `second`."""
    target = free_seconds(second) + free
    hour = min(bisect_right(_FREE, target) - 1, len(_PACE) - 1)
    return hour * 3600.0 + (target - _FREE[hour]) / _PACE[hour]
