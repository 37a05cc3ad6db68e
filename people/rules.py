"""Where rights hold: pure reckoning with places, and the tree of departments.

A place is a pair: numbers of departments, or None for every department; and a territory code, with
what lies below it, or "" for the whole commune. A right holds in any of a tuple of places.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

Place = tuple[frozenset[int] | None, str]
Places = tuple[Place, ...]
Phase = Literal["coming", "now", "over"]
EVERYWHERE: Place = (None, "")


def within(parents: Mapping[int, int | None], department: int) -> frozenset[int]:
    """Return a department with all its parts, from a map of each department to its parent."""
    children: dict[int | None, list[int]] = {}
    for number, parent in parents.items():
        children.setdefault(parent, []).append(number)
    found, open_ = {department}, [department]
    while open_:
        below = [number for number in children.get(open_.pop(), ()) if number not in found]
        found.update(below)
        open_.extend(below)
    return frozenset(found)


def lies_in(code: str, area: str) -> bool:
    """Tell whether a territory is an area or below it; everything lies in "", the whole commune.

    Whole parts of a code are compared: Marrakech is 07.351.01.0, and Méchouar-Kasbah beside it, a
    commune of its own, is 07.351.01.01.
    """
    return not area or code == area or code.startswith(f"{area}.")


def _shared_territory(one: str, other: str) -> str | None:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer if lies_in(longer, shorter) else None


def _shared(one: Place, other: Place) -> Place | None:
    territory = _shared_territory(one[1], other[1])
    if territory is None:
        return None
    if one[0] is None or other[0] is None:
        return (other[0] if one[0] is None else one[0], territory)
    departments = one[0] & other[0]
    return (departments, territory) if departments else None


def overlap(some: Iterable[Place], others: Iterable[Place]) -> Places:
    """Return where both of two rights hold."""
    second = tuple(others)
    found = (_shared(one, other) for one in some for other in second)
    return tuple(dict.fromkeys(place for place in found if place is not None))


def covers(places: Iterable[Place], wanted: Place) -> bool:
    """Tell whether a right that holds in `places` holds in all of `wanted`.

    Departments may be put together from several places, territories may not: what lies below a
    code is not known here.
    """
    departments, code = wanted
    here = [place for place in places if lies_in(code, place[1])]
    if any(held is None for held, _code in here):
        return True
    held = frozenset[int]().union(*(held for held, _code in here if held is not None))
    return departments is not None and departments <= held


def phase(valid_from: dt.date, valid_to: dt.date | None, on: dt.date) -> Phase:
    """Tell how a period stands on a day; `valid_to` is the first day outside it."""
    if valid_to is not None and valid_to <= max(on, valid_from):
        return "over"
    return "coming" if on < valid_from else "now"


def day_after(last_on: dt.date | None) -> dt.date | None:
    """Return the first day outside a period from its last day, as people write it."""
    return last_on and last_on + dt.timedelta(days=1)
