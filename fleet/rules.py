"""When a vehicle counts as reporting, stale, silent or moving."""

import datetime as dt

from fleet.enums import Activity

STALE_AFTER = dt.timedelta(minutes=2)
"""A vehicle whose last fix is older is shown as stale: it may no longer be where it was."""
SILENT_AFTER = dt.timedelta(minutes=15)
"""A vehicle whose last fix is older has fallen silent."""
MOVING_KMH = 2.0
"""At this speed a vehicle moves; below it the receiver's noise looks the same as standing still."""


def activity_of(seen_at: dt.datetime | None, speed_kmh: float | None, now: dt.datetime) -> Activity:
    """Tell what a vehicle is doing whose newest fix was made at `seen_at`, if it made any."""
    if seen_at is None or seen_at < now - SILENT_AFTER:
        return Activity.SILENT
    if seen_at < now - STALE_AFTER:
        return Activity.STALE
    return Activity.MOVING if (speed_kmh or 0) >= MOVING_KMH else Activity.STANDING
