"""Deadlines agree with a table that was counted by hand, on a wall calendar."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from casework.deadlines.builtin import FIRST_DAY, FIXED, LUNAR
from casework.deadlines.enums import Almanac, Unit
from casework.deadlines.feasts import Announced, Feast, days_off
from casework.deadlines.rules import DayOff, Pause, Terms, WorkCalendar, day_of, reckon

TABLE = Path(__file__).parent.parent / "deadline_cases.csv"
SPAN = dt.date(2020, 1, 1), dt.date(2030, 12, 31)
NAMELESS = ("", "", "")


def rows() -> list[dict[str, str]]:
    """Return the lines of the table."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def feasts() -> list[Feast]:
    """Return the holidays of a new installation."""
    fixed = [
        Feast(code, (ar, fr, en), Almanac.GREGORIAN, month, day, valid_from=start)
        for code, month, day, start, ar, fr, en in FIXED
    ]
    return fixed + [
        Feast(code, (ar, fr, en), Almanac.HIJRI, month, day, days, 1, FIRST_DAY)
        for code, month, day, days, ar, fr, en in LUNAR
    ]


def calendar(announced: str = "", special: str = "") -> WorkCalendar:
    """Return the working calendar with what was announced and decreed."""
    told = {}
    for each in announced.split():
        code, year, day, days = each.split(":")
        told[code, int(year)] = Announced(dt.date.fromisoformat(day), int(days))
    off, on = days_off(feasts(), told, *SPAN), set()
    for each in special.split():
        day, what = each.split(":")
        if what == "worked":
            on.add(dt.date.fromisoformat(day))
        else:
            off[dt.date.fromisoformat(day)] = DayOff(NAMELESS)
    return WorkCalendar([(FIRST_DAY, frozenset({5, 6}))], off, frozenset(on))


def pauses(text: str) -> list[Pause]:
    """Return the standstills of a line: "2025-02-10/2025-02-17", open without an end."""
    pairs = [each.split("/") for each in text.split()]
    day = dt.date.fromisoformat
    return [Pause(day(start), day(end) if end else None) for start, end in pairs]


def counted(row: dict[str, str]) -> Any:
    """Count a line of the table."""
    return reckon(
        Terms(
            int(row["amount"]), Unit(row["unit"]), row["rolls"] == "1", is_clear=row["clear"] == "1"
        ),
        day_of(dt.datetime.fromisoformat(row["deposited_at"])),
        calendar(row["announced"], row["special"]),
        extensions=[int(each) for each in row["extensions"].split()],
        pauses=pauses(row["pauses"]),
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_counted_as_by_hand(row):
    found = counted(row)
    assert (str(found.due_on or ""), str(found.left or "")) == (row["due_on"], row["left"])


def test_the_table_is_long_enough_and_has_every_sort():
    table = rows()
    assert len(table) >= 60
    assert len({row["case"] for row in table}) == len(table)
    for column in ("extensions", "pauses", "announced", "special", "left"):
        assert sum(bool(row[column]) for row in table) >= 2, column
    assert {row["unit"] for row in table} == set(Unit.values)
