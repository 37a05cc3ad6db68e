"""An invented fleet whose every fix is a pure function of vehicle and instant.

Whoever knows which (vehicle, instant) pairs were published knows the whole end state, so nothing
but those pairs has to be kept: the load encodes them, the truth computes what must be in the
database from them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PERIOD_S = 60.0
DRIVING_S = 48.0
SPEED_M_S = 11.0
RADIUS_M = 900.0
METRES_PER_DEGREE = 111_000.0
CENTRE_LAT_E7 = 316_295_000
CENTRE_LON_E7 = -79_811_000
REST_JITTER_E7 = 200  # about two metres, as a receiver at rest wanders
KEY_SHIFT = 44  # milliseconds since the epoch need 41 bits


def uid(vehicle: int) -> str:
    """Return the identity of a vehicle's device; all have the same length."""
    return f"bench-{vehicle:05d}"


def keys_of(vehicles: Ints, at_ms: Ints) -> Ints:
    """Pack vehicle and instant into one integer, ordered by vehicle, then instant."""
    return (vehicles << KEY_SHIFT) | at_ms


def vehicles_of(keys: Ints) -> Ints:
    """Return the vehicles of packed keys."""
    return keys >> KEY_SHIFT


def instants_of(keys: Ints) -> Ints:
    """Return the instants of packed keys, in milliseconds since the epoch."""
    return keys & ((1 << KEY_SHIFT) - 1)


@dataclass(frozen=True)
class Fixes:
    """What the vehicles say: degrees times 10^7, km/h times 10, whole degrees, whole metres."""

    lat_e7: Ints
    lon_e7: Ints
    speed_e1: Ints
    heading_deg: Ints
    accuracy_m: Ints


def fixes(vehicles: Ints, at_ms: Ints) -> Fixes:
    """Return the fix of each vehicle at each instant: circles around the city, with a rest each
    minute.
    """
    seconds = at_ms / 1000.0 + vehicles * 7.0
    minutes, phase = np.divmod(seconds, PERIOD_S)
    resting = phase >= DRIVING_S
    driven_s = minutes * DRIVING_S + np.minimum(phase, DRIVING_S)
    angle = np.mod(driven_s * (SPEED_M_S / RADIUS_M) + vehicles, 2 * np.pi)
    radius_e7 = RADIUS_M / METRES_PER_DEGREE * 1e7
    noise = _noise(vehicles, at_ms)
    wander = np.where(resting, noise % (2 * REST_JITTER_E7 + 1) - REST_JITTER_E7, 0)
    spread = vehicles % 997
    return Fixes(
        lat_e7=CENTRE_LAT_E7
        + spread * 300
        + np.rint(np.sin(angle) * radius_e7).astype(np.int64)
        + wander,
        lon_e7=CENTRE_LON_E7
        + spread * 170
        + np.rint(np.cos(angle) * radius_e7).astype(np.int64)
        - wander,
        speed_e1=np.where(resting, 0, 396 + noise % 40 - 20),
        heading_deg=np.mod(np.rint(np.degrees(-angle)), 360).astype(np.int64),
        accuracy_m=3 + noise % 6,
    )


def _noise(vehicles: Ints, at_ms: Ints) -> Ints:
    """Return reproducible chance in [0, 2^20)."""
    mixed = (at_ms.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ (
        vehicles.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    )
    return ((mixed * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(44)).astype(np.int64)
