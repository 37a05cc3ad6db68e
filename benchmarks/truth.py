"""What must be in the database, computed from what was published, by other means than the
database's.

Distances come from pyproj's geodesic, days from pandas' time zones, so that an error of the engine
cannot hide.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from pyproj import Geod

from benchmarks.fleet_day import Fixes, Floats, Ints, fixes, instants_of, vehicles_of

ZONE = ZoneInfo("Africa/Casablanca")
MAX_GAP_MS = 15 * 60_000
FASTEST_M_S = 55.0
AT_REST_E1 = 20
CHUNK = 1_000_000
_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Truth:
    """The end state: one key per row, in order of vehicle and instant, and the rollup of each
    vehicle and day.
    """

    keys: Ints
    days: pd.DataFrame

    @property
    def newest(self) -> Ints:
        """Return the last key of each vehicle."""
        vehicles = vehicles_of(self.keys)
        return (
            self.keys[np.append(vehicles[1:] != vehicles[:-1], True)]
            if len(self.keys)
            else self.keys
        )


def truth_of(published: Ints) -> Truth:
    """Return the end state that `published` must lead to, in whatever order and however often it
    was sent.
    """
    keys = np.unique(published)
    parts = [
        _ways(keys[max(0, i - 1) : i + CHUNK], first=i == 0) for i in range(0, len(keys), CHUNK)
    ]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=["vehicle", "day"])
    days = rows.groupby(["vehicle", "day"], as_index=False).sum()
    return Truth(keys, days.sort_values(["vehicle", "day"], ignore_index=True))


def _ways(keys: Ints, *, first: bool) -> pd.DataFrame:
    """Return the rollup of the rows after the first, which the chunk before has counted, unless it
    is the `first`.
    """
    vehicles, at_ms = vehicles_of(keys), instants_of(keys)
    metres, counted = driven(fixes(vehicles, at_ms), vehicles, at_ms)
    gaps = np.append(0, np.diff(at_ms))
    table = pd.DataFrame(
        {
            "vehicle": vehicles,
            "day": local_days(at_ms),
            "fix_count": 1,
            "distance_mm": np.where(counted, np.rint(metres * 1000), 0).astype(np.int64),
            "moving_ms": np.where(counted, gaps, 0),
        }
    )
    chosen = table if first else table.iloc[1:]
    return chosen.groupby(["vehicle", "day"], as_index=False).sum()


def driven(
    said: Fixes, vehicles: Ints, at_ms: Ints
) -> tuple[Floats, "np.ndarray[tuple[int], np.dtype[np.bool]]"]:
    """Return the metres from the fix before, and whether they count as driven; rows in order of
    vehicle and instant.
    """
    lon, lat = said.lon_e7 / 1e7, said.lat_e7 / 1e7
    metres = np.zeros(len(lon))
    if len(lon) > 1:
        metres[1:] = _WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
    seconds = np.append(0, np.diff(at_ms)) / 1000.0
    resting = said.speed_e1 < AT_REST_E1
    counted = np.append(False, (vehicles[1:] == vehicles[:-1]) & ~(resting[1:] & resting[:-1]))
    counted &= (
        (seconds * 1000 <= MAX_GAP_MS) & (metres >= seconds) & (metres <= seconds * FASTEST_M_S)
    )
    return metres, counted


def local_days(at_ms: Ints) -> "pd.Series[str]":
    """Return the day in the city of each instant, as ISO text."""
    local = pd.to_datetime(pd.Series(at_ms), unit="ms", utc=True).dt.tz_convert(ZONE)
    return local.dt.strftime("%Y-%m-%d")
