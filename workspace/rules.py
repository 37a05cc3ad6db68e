"""How urgent what waits is."""

import datetime as dt
import enum
from typing import Final

SOON: Final = dt.timedelta(days=3)


class Urgency(enum.StrEnum):
    """How near a deadline is."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


def urgency_of(due_on: dt.date | None, today: dt.date) -> Urgency:
    """Tell how urgent something is that is due on a day, or never."""
    if due_on is None:
        return Urgency.NONE
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.SOON if due_on - today <= SOON else Urgency.LATER
