"""Days as addresses write them."""

import datetime as dt
import re

WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(text: str) -> dt.date | None:
    """Return the day that `YYYY-MM-DD` names; None for empty text. Raises ValueError."""
    if not text:
        return None
    if not WRITTEN.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)
