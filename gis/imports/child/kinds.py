"""Which kind of value a column holds, from the values themselves."""

import re
from typing import Final

_WHOLE: Final = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL: Final = re.compile(r"-?(0|[1-9]\d{0,14})([.,]\d{1,15})?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def kind_of(value: object) -> str:
    """Return "whole", "decimal", "day", "truth" or "text"; a number with a leading 0 is a code."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int):
        return "whole"
    if isinstance(value, float):
        return "decimal"
    text = str(value)
    for kind, pattern in (("whole", _WHOLE), ("decimal", _DECIMAL), ("day", _DAY)):
        if pattern.fullmatch(text):
            return kind
    return "text"


def both(one: str | None, other: str) -> str:
    """Return the kind that holds the values of two kinds."""
    if one is None or one == other:
        return other
    return "decimal" if {one, other} == {"whole", "decimal"} else "text"
