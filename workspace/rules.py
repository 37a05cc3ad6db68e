"""How urgent what waits is, and what is long enough to be searched for."""

import datetime as dt
import enum
from typing import Final

SOON: Final = dt.timedelta(days=3)
FEWEST_LETTERS: Final = 3
"""The indexes of texts know groups of three letters: for less, everything must be read."""


def is_searchable(text: str) -> bool:
    """Tell whether a word of the text is long enough for the indexes."""
    return any(len(word) >= FEWEST_LETTERS for word in text.split())


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
