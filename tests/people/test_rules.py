"""Where rights hold, reckoned without a database."""

import datetime as dt

import pytest

from people.rules import EVERYWHERE, Place, covers, day_after, overlap, phase, within

PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: None}
D = frozenset


def test_a_department_comes_with_its_parts() -> None:
    assert within(PARENTS, 1) == {1, 2, 3, 4}
    assert within(PARENTS, 2) == {2, 4}
    assert within(PARENTS, 5) == {5}


def test_an_unknown_department_is_itself_alone() -> None:
    assert within(PARENTS, 99) == {99}


def test_a_circle_ends() -> None:
    assert within({1: 2, 2: 1}, 1) == {1, 2}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (EVERYWHERE, EVERYWHERE, (EVERYWHERE,)),
        ((D({1, 2}), ""), EVERYWHERE, ((D({1, 2}), ""),)),
        ((D({1, 2}), ""), (D({2, 3}), ""), ((D({2}), ""),)),
        ((D({1}), ""), (D({3}), ""), ()),
        ((None, "07.351.01"), (None, "07.351.01.05"), ((None, "07.351.01.05"),)),
        ((None, "07.351.01.05"), (None, "07.351.01.07"), ()),
        ((None, "07.351.01.0"), (None, "07.351.01.01"), ()),
        ((D({1}), ""), (None, "07"), ((D({1}), "07"),)),
    ],
)
def test_two_rights_overlap(one: Place, other: Place, expected: tuple[Place, ...]) -> None:
    assert overlap([one], [other]) == expected
    assert overlap([other], [one]) == expected


def test_nothing_overlaps_with_nothing() -> None:
    assert overlap([], [EVERYWHERE]) == ()
    assert overlap([EVERYWHERE], []) == ()


@pytest.mark.parametrize(
    ("held", "wanted", "expected"),
    [
        ([EVERYWHERE], (D({1}), "07"), True),
        ([EVERYWHERE], EVERYWHERE, True),
        ([(D({1, 2}), "")], (D({1}), ""), True),
        ([(D({1}), ""), (D({2}), "")], (D({1, 2}), ""), True),
        ([(D({1}), "07")], (D({1}), ""), False),
        ([(D({1}), "07")], (D({1}), "07.1"), True),
        ([(D({1}), "")], (None, ""), False),
        ([], (D({1}), ""), False),
        ([(None, "07.1")], (None, "07.1"), True),
        ([(None, "07.1")], (None, "07.11"), False),
        ([(None, "07.1")], (None, "07"), False),
    ],
)
def test_what_is_held_covers_what_is_wanted(held: list[Place], wanted: Place, expected: bool):
    assert covers(held, wanted) is expected


MAY = [dt.date(2026, 5, number) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("begin", "end", "on", "expected"),
    [
        (MAY[1], None, MAY[0], "coming"),
        (MAY[1], None, MAY[1], "now"),
        (MAY[1], MAY[3], MAY[2], "now"),
        (MAY[1], MAY[3], MAY[3], "over"),
        (MAY[1], MAY[1], MAY[0], "over"),
    ],
)
def test_a_period_comes_holds_and_is_over(
    begin: dt.date, end: dt.date | None, on: dt.date, expected: str
) -> None:
    assert phase(begin, end, on) == expected


def test_the_last_day_is_inside() -> None:
    assert day_after(MAY[0]) == MAY[1]
    assert day_after(None) is None
