"""Text that a spreadsheet would run as a formula, and values as other programs read them."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters after which spreadsheets look for a formula, also in their wide forms."""


def is_risky(text: str) -> bool:
    """Tell whether a spreadsheet might run this text instead of showing it."""
    return text.lstrip(" ").startswith(RISKY)


def harmless(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe stands before what might be a formula."""
    return f"'{text}" if is_risky(text) else text


def plain(value: Any) -> str:
    """Return a value as text that another program reads without guessing.

    Numbers have a point and no grouping, days and instants are those of ISO 8601, nothing is "".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return harmless(str(value))


def json_value(value: Any) -> Any:
    """Return a value as JSON knows it; decimals stay exact, as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value)
