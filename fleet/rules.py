"""When a vehicle counts as reporting, stale, silent or moving."""

import datetime as dt

STALE_AFTER = dt.timedelta(minutes=2)
"""A vehicle whose last fix is older is shown as stale: it may no longer be where it was."""
SILENT_AFTER = dt.timedelta(minutes=15)
"""A vehicle whose last fix is older has fallen silent."""
MOVING_KMH = 2.0
"""At this speed a vehicle moves; below it the receiver's noise looks the same as standing still."""
