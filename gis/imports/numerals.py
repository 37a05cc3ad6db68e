"""Numbers as people write them: decimal commas, spaces between thousands, degrees and minutes."""

import math
import re
from typing import Final

_ARABIC: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬−", "0123456789.,-")
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009'’_]+")
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_DEGREES: Final = re.compile(
    r"([NSEWO]?)\s*([+-]?\d{1,3})\s*[°º\s]\s*(\d{1,2}(?:[.,]\d+)?)\s*['’′]?\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’)?)?\s*([NSEWO]?)",
    re.IGNORECASE,
)


class NotFiniteError(ValueError):
    """It is infinite, or says that it is not a number."""


def decimal(text: object) -> float:
    """Return a number; raise ValueError where it is none, NotFiniteError where it has no size."""
    if isinstance(text, bool):
        raise TypeError("a truth is no number")
    if isinstance(text, int | float):
        return _finite(float(text))
    return _finite(_from_text(str(text).translate(_ARABIC).strip()))


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise NotFiniteError
    return value


def _from_text(text: str) -> float:
    if text.lower().lstrip("+-") in {"nan", "inf", "infinity", "1.#inf", "1.#qnan", "-1.#ind"}:
        raise NotFiniteError
    joined = _SPACES.sub("", text)
    if "," in joined:
        joined = _with_point(joined)
    if not _PLAIN.fullmatch(joined):
        raise ValueError("not a number")
    return float(joined)


def _with_point(text: str) -> str:
    """Read the last of comma and point as that of the decimals, all others as grouping."""
    if "." not in text:
        return text.replace(",", ".") if text.count(",") == 1 else text.replace(",", "")
    if text.rindex(",") > text.rindex("."):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")


def coordinate(text: object) -> float:
    """Return a coordinate: a number, or degrees with minutes and seconds. Raises as `decimal`."""
    try:
        return decimal(text)
    except NotFiniteError:
        raise
    except ValueError:
        found = _DEGREES.fullmatch(str(text).translate(_ARABIC).strip())
        if not found:
            raise
    return _of_degrees(*found.groups())


def _of_degrees(before: str, degrees: str, minutes: str, seconds: str | None, after: str) -> float:
    parts = [abs(int(degrees)), float(minutes.replace(",", ".")), 0.0]
    parts[2] = float(seconds.replace(",", ".")) if seconds else 0.0
    if parts[1] >= 60 or parts[2] >= 60:
        raise ValueError("not minutes")
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    is_negative = degrees.startswith("-") or (before or after).upper() in {"S", "W", "O"}
    return -value if is_negative else value
