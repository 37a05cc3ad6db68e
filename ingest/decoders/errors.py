"""Why a message was refused: a reason to count by, a detail for whoever repairs the device."""

import re
from enum import StrEnum
from typing import Final

import msgspec

DETAIL_LENGTH: Final = 300

# What msgspec raises on bytes it cannot use: malformed JSON or a wrong type (MsgspecError), broken
# UTF-8 or a number of thousands of digits (ValueError), brackets without end (RecursionError).
UNREADABLE: Final = (msgspec.MsgspecError, ValueError, RecursionError)

_AT_PATH = re.compile(r"^(?P<text>.*) - at `(?P<path>\$[^`]*)`$", re.DOTALL)
_ELEMENT = re.compile(r"\[(\d+)\]")
_TIMES = frozenset({"at", "time", "ts", "tst", "timestamp"})
_BOUNDED = ("Expected `float` >=", "Expected `float` <=", "Number out of range")


class Reason(StrEnum):
    """The codes under which refused messages are counted."""

    BAD_JSON = "bad_json"
    MISSING_FIELD = "missing_field"
    BAD_VALUE = "bad_value"
    BAD_TIME = "bad_time"
    NULL_ISLAND = "null_island"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_TOPIC = "unknown_topic"


class DecodeError(Exception):
    """A message that yields no record; `detail` has no NUL and at most 300 characters."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = _storable(detail)

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"

    def within(self, place: str) -> "DecodeError":
        """The same refusal, told from further out: which element of the array it concerns."""
        return DecodeError(self.reason, f"{place}: {self.detail}")


def explain(error: Exception) -> DecodeError:
    """What msgspec says of a payload, as a reason and a detail naming the element and the field."""
    if not isinstance(error, msgspec.ValidationError):
        return DecodeError(Reason.BAD_JSON, str(error) or type(error).__name__)
    found = _AT_PATH.match(str(error))
    text, path = (found["text"], found["path"]) if found else (str(error), "$")
    element = _ELEMENT.search(path)
    field = path.rpartition(".")[2].partition("[")[0] if "." in path else ""
    told = DecodeError(_reason(text, path, field), _told(text, field))
    return told.within(f"element {element[1]}") if element else told


def _reason(text: str, path: str, field: str) -> Reason:
    if "missing required field" in text:
        return Reason.MISSING_FIELD
    if field in _TIMES:
        return Reason.BAD_TIME
    if path == "$" and "length" not in text:
        return Reason.BAD_JSON
    return Reason.OUT_OF_RANGE if text.startswith(_BOUNDED) else Reason.BAD_VALUE


def _told(text: str, field: str) -> str:
    if field in _TIMES:
        text = _time_told(text)
    return f"{field}: {text}" if field else text


def _time_told(text: str) -> str:
    if text.startswith("Expected `int` >="):
        return "before 2001 in the unit expected here (are these seconds instead of milliseconds?)"
    if text.startswith("Expected `int` <="):
        return "after 2099 in the unit expected here (is the unit too fine, such as microseconds?)"
    if "timezone component" in text:
        return "no offset: write Z or +01:00 after the time"
    return text


def _storable(text: str) -> str:
    clean = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    return clean if len(clean) <= DETAIL_LENGTH else clean[: DETAIL_LENGTH - 1] + "…"
