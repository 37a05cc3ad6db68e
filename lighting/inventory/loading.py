"""Writes the points of a verdict, all in the caller's transaction, set by set."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lighting.enums import Reason
from lighting.inventory import statements
from lighting.inventory.judging import Verdict
from lighting.inventory.rules import Finding, Point

STREET_WITHIN_M = 30
"""Half the widest avenue: a lamp further from the axis than that lights no street."""


class Changes(NamedTuple):
    """What an import did: points are lamps and equipment together."""

    created: int
    updated: int
    cabinets_created: int
    cabinets_updated: int
    cabinets: int


def refuse_other_kinds(verdict: Verdict) -> None:
    """Refuse a lamp whose code is known as equipment, and the other way round."""
    codes = {
        "lamps": [point.code for point in verdict.points if point.kind is None],
        "equipment": [point.code for point in verdict.points if point.kind],
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.OTHER_KIND, codes)
        verdict.refuse({code: Reason.CODE_CHANGED_KIND for (code,) in cursor.fetchall()})


def refuse_other_marks(verdict: Verdict, *, is_simulated: bool) -> None:
    """Refuse what is known as real in a simulated inventory, and the other way round.

    What is simulated leaves with the demonstration; nothing real may go with it.
    """
    given: dict[str, Any] = {
        "codes": [point.code for point in verdict.points],
        "contracts": list({point.supply_id for point in verdict.points if point.supply_id}),
        "is_simulated": is_simulated,
    }
    found: dict[str, set[str]] = {"lamp_code": set(), "supply_id": set()}
    with connection.cursor() as cursor:
        cursor.execute(statements.OTHER_MARK, given)
        for column, text in cursor.fetchall():
            found[column].add(text)
    contracts = {p.code for p in verdict.points if p.supply_id in found["supply_id"]}
    verdict.refuse(dict.fromkeys(found["lamp_code"] | contracts, Reason.SIMULATED_DIFFERS))


def load(verdict: Verdict, *, day: dt.date, is_simulated: bool) -> Changes:
    """Upsert cabinets, feeders, lamps and equipment; add what lies outside to the findings."""
    given: dict[str, Any] = {"day": day, "metres": STREET_WITHIN_M, "is_simulated": is_simulated}
    with connection.cursor() as cursor:
        _stage(cursor, verdict.points)
        cursor.execute(statements.RESOLVE_TERRITORY, given)
        verdict.findings += _outside(cursor, len(verdict.points), day)
        cursor.execute(statements.RESOLVE_STREET, given)
        cabinets = _load_cabinets(cursor, given)
        cursor.execute(statements.KEEP_WHAT_IS_KNOWN)
        lamps = _upsert(cursor, statements.UPSERT_LAMPS, given)
        equipment = _upsert(cursor, statements.UPSERT_CONTROL_POINTS, given)
    return Changes(lamps[0] + equipment[0], lamps[1] + equipment[1], *cabinets)


def save_findings(import_id: int, findings: Iterable[Finding]) -> None:
    """Store the findings of an import."""
    with connection.cursor() as cursor, cursor.copy(statements.COPY_FINDINGS) as copy:
        for f in findings:
            copy.write_row((import_id, f.row, f.column, f.grade, f.reason, f.was, f.became))


def _stage(cursor: CursorWrapper, points: Sequence[Point]) -> None:
    cursor.execute(statements.STAGE)
    with cursor.copy(statements.COPY_POINTS) as copy:
        for p in points:
            place = f"SRID=4326;POINT({p.longitude!r} {p.latitude!r})"
            kind = p.kind.value if p.kind else ""
            copy.write_row(
                (
                    *(p.row, p.code, kind, p.meter_number, p.lamp_type.value, p.power_w),
                    *(p.quantity, p.supply_id, p.switching, p.address, p.locality, p.remarks),
                    *(p.source_position, place),
                )
            )
    cursor.execute("ANALYZE inventory_point")


def _load_cabinets(cursor: CursorWrapper, given: dict[str, Any]) -> tuple[int, int, int]:
    """Return how many cabinets were created and updated, and how many the file has."""
    cursor.execute(statements.STAGE_CABINETS)
    cabinets = cursor.rowcount
    cursor.execute(statements.PUT_IN_THE_MIDDLE)
    cursor.execute(statements.KEEP_PLACED, {})
    cursor.execute(statements.ADD_TERRITORY)
    cursor.execute(statements.TERRITORY_OF_CABINETS, given)
    cursor.execute(statements.UPDATE_CABINETS, given)
    updated = cursor.rowcount
    cursor.execute(statements.INSERT_CABINETS, given)
    created = cursor.rowcount
    cursor.execute(statements.INSERT_FEEDERS)
    return created, updated, cabinets


def _upsert(cursor: CursorWrapper, statement: str, given: dict[str, Any]) -> tuple[int, int]:
    cursor.execute(statement, given)
    created, updated = cursor.fetchone() or (0, 0)
    return created, updated


def _outside(cursor: CursorWrapper, points: int, day: dt.date) -> list[Finding]:
    """Return the points outside every territory: one finding when that is all of them."""
    cursor.execute(statements.OUTSIDE)
    found = cursor.fetchall()
    if points and len(found) == points:
        cursor.execute(statements.ANY_TERRITORY, {"day": day})
        reason = Reason.OUTSIDE_TERRITORY if cursor.fetchone() else Reason.NO_TERRITORY
        return [Finding(None, "", reason, f"{points} / {points}")]
    return [Finding(row, "position", Reason.OUTSIDE_TERRITORY, place) for row, place in found]
