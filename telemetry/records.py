"""What a device says, once decoded: frozen records without Django, database or clock.

Times are integer microseconds since the Unix epoch in UTC (`at_us`). An unknown float is NaN. A
record names its device by the identity under which the device is registered
(`telemetry.Device.uid`).
"""

from math import nan
from typing import Any, Literal

import msgspec

LAMP_FAULTS = ("none", "lamp_failure", "driver_failure", "no_supply", "day_burning", "flickering")
SEVERITIES = ("info", "warning", "alarm")

Severity = Literal["info", "warning", "alarm"]


class Position(msgspec.Struct, frozen=True, gc=False):
    """A fix: WGS 84 degrees, speed in km/h, heading in degrees clockwise from north, accuracy
    radius in metres.
    """

    device: str
    at_us: int
    lon: float
    lat: float
    speed_kmh: float = nan
    heading_deg: float = nan
    accuracy_m: float = nan


class LampState(msgspec.Struct, frozen=True, gc=False):
    """A lamp's state from `at_us` on: lit or not, dimming in per cent, active power in watts,
    fault.
    """

    device: str
    at_us: int
    is_on: bool
    dim_percent: int = 100
    power_w: float = nan
    fault: int = 0  # index in LAMP_FAULTS


class MeterReading(msgspec.Struct, frozen=True, gc=False):
    """A cabinet's meter: the cumulative energy register in watt-hours and the active power in
    watts.
    """

    device: str
    at_us: int
    energy_wh: int
    power_w: float = nan


class Event(msgspec.Struct, frozen=True):
    """Something that happened at a device: a snake_case code, a severity and free detail."""

    device: str
    at_us: int
    code: str
    severity: Severity = "info"
    detail: dict[str, Any] = {}


Record = Position | LampState | MeterReading | Event
