"""What a lamp or a cabinet is doing, and when it counts as silent."""

import datetime as dt
from dataclasses import dataclass

from lighting.enums import Condition

SILENT_AFTER = dt.timedelta(hours=26)
"""A lamp or meter that said nothing for a whole winter night and a margin has fallen silent."""


@dataclass(frozen=True)
class Said:
    """The newest state that a lamp's device reported."""

    at: dt.datetime
    is_on: bool
    has_fault: bool


def condition_of_lamp(said: Said | None, now: dt.datetime, *, has_device: bool) -> Condition:
    """Tell what a lamp is doing."""
    if not has_device:
        return Condition.UNWATCHED
    if said is None or said.at < now - SILENT_AFTER:
        return Condition.SILENT
    if said.has_fault:
        return Condition.FAULTY
    return Condition.LIT if said.is_on else Condition.OFF


def condition_of_cabinet(
    read_at: dt.datetime | None, now: dt.datetime, *, has_device: bool
) -> Condition:
    """Tell whether the meter of a cabinet is read."""
    if not has_device:
        return Condition.UNWATCHED
    if read_at is None or read_at < now - SILENT_AFTER:
        return Condition.SILENT
    return Condition.REPORTING
