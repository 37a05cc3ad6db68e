"""What only shows when the rows of an inventory are seen together. Pure: no Django, no database."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter

from lighting.enums import ControlKind, Reason
from lighting.inventory.rules import Finding, Point

ROWS_NAMED = 5
EVERYTHING_ELSE = attrgetter(*(f.name for f in fields(Point) if f.name not in {"row", "code"}))


def keep_first_of_code(points: Iterable[Point]) -> tuple[list[Point], list[Finding]]:
    """Keep the first row of each code and refuse the later ones."""
    first: dict[str, Point] = {}
    refused = []
    for point in points:
        earlier = first.setdefault(point.code, point)
        if earlier is not point:
            where = _rows([earlier])
            refused.append(Finding(point.row, "lamp_code", Reason.CODE_REPEATED, point.code, where))
    return list(first.values()), refused


def compare(points: Sequence[Point]) -> Iterator[Finding]:
    """Yield what the rows of a file say about each other."""
    yield from _shared_positions(points)
    yield from _repeated_rows(points)
    yield from _cabinets(points)


def _shared_positions(points: Sequence[Point]) -> Iterator[Finding]:
    for group in _groups((point.latitude, point.longitude) for point in points):
        here = [points[i] for i in group]
        for point in here:
            others = _rows(p for p in here if p is not point)
            yield Finding(
                point.row, "position", Reason.POSITION_SHARED, point.source_position, others
            )


def _repeated_rows(points: Sequence[Point]) -> Iterator[Finding]:
    for group in _groups(map(EVERYTHING_ELSE, points)):
        here = [points[i] for i in group]
        for point in here:
            others = _rows(p for p in here if p is not point)
            yield Finding(point.row, "lamp_code", Reason.ROW_REPEATED, point.code, others)


def _groups(keys: Iterable[Hashable]) -> Iterator[list[int]]:
    """Yield the places of equal keys, for keys that occur more than once."""
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    yield from (group for group in places.values() if len(group) > 1)


def _cabinets(points: Sequence[Point]) -> Iterator[Finding]:
    cabinets: defaultdict[str, list[Point]] = defaultdict(list)
    first: dict[str, Point] = {}
    for point in points:
        if point.supply_id:
            first.setdefault(point.supply_id, point)
            if point.kind == ControlKind.CABINET:
                cabinets[point.supply_id].append(point)
    for supply_id, point in first.items():
        found = cabinets[supply_id]
        if not found:
            yield Finding(point.row, "supply_id", Reason.CABINET_IN_THE_MIDDLE, supply_id)
        for further in found[1:]:
            where = _rows(found[:1])
            yield Finding(further.row, "supply_id", Reason.CABINET_AGAIN, supply_id, where)


def _rows(points: Iterable[Point]) -> str:
    """Return the numbers of rows, a few of them when there are many."""
    numbers = [f"#{point.row}" for point in points]
    more = f" +{len(numbers) - ROWS_NAMED}" if len(numbers) > ROWS_NAMED else ""
    return " ".join(numbers[:ROWS_NAMED]) + more
