"""The quantities all device families share: their bounds, and how each becomes a record's field.

A required quantity out of bounds refuses the message. An optional measure that cannot be true
becomes unknown (NaN): the place and the time of a fix are worth keeping when the speed beside them
is nonsense.
"""

from datetime import UTC, datetime, timedelta
from math import isfinite, nan
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from ingest.decoders.errors import DecodeError, Reason

EARLIEST_S: Final = 978_307_200  # 2001-01-01: before it, a coarser unit or a clock never set
LATEST_S: Final = 4_102_444_799  # the last second of 2099: after it, a finer unit
NULL_ISLAND_DEG: Final = 0.0001
MAX_SPEED_KMH: Final = 300.0
MAX_ACCURACY_M: Final = 100_000.0
MAX_RECORDS: Final = 1_000
MAX_DETAIL_BYTES: Final = 1_024
MAX_DETAIL_DEPTH: Final = 4
KMH_PER_KNOT: Final = 1.852
KMH_PER_M_S: Final = 3.6

Seconds = Annotated[int, Meta(ge=EARLIEST_S, le=LATEST_S)]
Milliseconds = Annotated[int, Meta(ge=EARLIEST_S * 1000, le=LATEST_S * 1000)]
Instant = Annotated[datetime, Meta(tz=True)]
Moment = Milliseconds | Instant
Latitude = Annotated[float, Meta(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Meta(ge=-180.0, le=180.0)]
Name = Annotated[str, Meta(max_length=200)]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MAX_INTEGER: Final = 2**53


def instant_us(at: datetime) -> int:
    """Microseconds since the epoch of an instant with offset; `bad_time` outside 2001 to 2099."""
    us = (at - _EPOCH) // _MICROSECOND
    if not EARLIEST_S * 1_000_000 <= us <= LATEST_S * 1_000_000:
        raise DecodeError(Reason.BAD_TIME, f"{at.isoformat()} is not between 2001 and 2099")
    return us


def moment_us(at: int | datetime) -> int:
    """Microseconds since the epoch of integer milliseconds (bounded by type) or of an instant."""
    return at * 1000 if isinstance(at, int) else instant_us(at)


def refuse_null_island(lat: float, lon: float) -> None:
    """Refuse 0°N 0°E and its surroundings of 11 m: what receivers send before they have a fix."""
    if is_null_island(lat, lon):
        raise DecodeError(Reason.NULL_ISLAND, f"lat {lat}, lon {lon}: the receiver had no fix")


def is_null_island(lat: float, lon: float) -> bool:
    return -NULL_ISLAND_DEG < lat < NULL_ISLAND_DEG and -NULL_ISLAND_DEG < lon < NULL_ISLAND_DEG


def speed_kmh(speed: float | None) -> float:
    return speed if speed is not None and 0.0 <= speed <= MAX_SPEED_KMH else nan


def heading_deg(heading: float | None) -> float:
    """Degrees in [0, 360); one turn too far on either side is brought back, more is unknown."""
    if heading is None:
        return nan
    if 0.0 <= heading < 360.0:
        return heading
    turned = heading % 360.0 if -360.0 <= heading <= 720.0 else nan
    return 0.0 if turned == 360.0 else turned  # -1e-20 % 360.0 is 360.0


def course_deg(course: float | None) -> float:
    """As `heading_deg`, for devices that send a negative course when they know none."""
    return nan if course is None or course < 0.0 else heading_deg(course)


def accuracy_m(accuracy: float | None) -> float:
    return accuracy if accuracy is not None and 0.0 <= accuracy <= MAX_ACCURACY_M else nan


def checked_text(text: str, field: str) -> str:
    """A text the database can store: PostgreSQL has no NUL character."""
    if "\0" in text:
        raise DecodeError(Reason.BAD_VALUE, f"{field}: contains a NUL character")
    return text


def checked_detail(detail: dict[str, Any]) -> dict[str, Any]:
    """Free detail that PostgreSQL stores unchanged: small, shallow, exact numbers, no NUL."""
    _check_value(detail, MAX_DETAIL_DEPTH)
    size = len(msgspec.json.encode(detail))
    if size > MAX_DETAIL_BYTES:
        raise DecodeError(Reason.BAD_VALUE, f"detail: {size} bytes, at most {MAX_DETAIL_BYTES}")
    return detail


def _check_value(value: Any, depth: int) -> None:
    if isinstance(value, str):
        checked_text(value, "detail")
    elif isinstance(value, int | float):
        _check_number(value)
    elif isinstance(value, dict | list):
        members = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        _check_members(members, depth)


def _check_members(members: list[Any], depth: int) -> None:
    if depth == 0:
        raise DecodeError(Reason.BAD_VALUE, f"detail: nested deeper than {MAX_DETAIL_DEPTH}")
    for member in members:
        _check_value(member, depth - 1)


def _check_number(value: float) -> None:
    if not isfinite(value) or (isinstance(value, int) and abs(value) > _MAX_INTEGER):
        raise DecodeError(Reason.BAD_VALUE, "detail: a number beyond 2^53 is not exact")
