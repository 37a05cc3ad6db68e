"""What holds of every deadline, whatever its days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines.enums import Almanac, Unit
from casework.deadlines.feasts import Announced, Feast, days_off, estimate, hijri_year
from casework.deadlines.rules import Pause, Terms, WorkCalendar, add_months, reckon
from tests.casework.deadlines.test_cases import calendar

CALENDAR = calendar()
DAYS = st.dates(dt.date(2021, 1, 1), dt.date(2027, 12, 31))
FITR = Feast("fitr", ("", "", ""), Almanac.HIJRI, 10, 1, 2)


@given(DAYS, st.integers(1, 90), st.sampled_from(Unit))
def test_it_ends_on_a_working_day_after_its_start(start, amount, unit):
    amount = min(amount, 12) if unit == Unit.MONTHS else amount
    found = reckon(Terms(amount, unit), start, CALENDAR)
    assert found.due_on
    assert found.due_on > start
    assert CALENDAR.is_working(found.due_on)


@given(DAYS, st.integers(1, 60))
def test_working_days_are_as_many_as_the_rule_gives(start, amount):
    found = reckon(Terms(amount, Unit.WORKING_DAYS), start, CALENDAR)
    assert found.due_on
    span = range(1, (found.due_on - start).days + 1)
    assert sum(CALENDAR.is_working(start + dt.timedelta(days=day)) for day in span) == amount


@given(DAYS, st.integers(1, 60), st.integers(0, 30), st.integers(0, 30))
def test_a_pause_delays_calendar_days_by_its_length(start, amount, until_stop, length):
    stop = start + dt.timedelta(days=until_stop % amount)
    pause = Pause(stop, stop + dt.timedelta(days=length))
    terms = Terms(amount, Unit.DAYS, rolls_over=False)
    plain, paused = (
        reckon(terms, start, CALENDAR),
        reckon(terms, start, CALENDAR, pauses=[pause]),
    )
    assert paused.due_on
    assert plain.due_on
    assert (paused.due_on - plain.due_on).days == length == paused.paused_days


@given(DAYS, st.integers(1, 40), st.integers(1, 40), st.sampled_from(Unit))
def test_an_extension_counts_as_a_longer_rule(start, amount, more, unit):
    extended = reckon(Terms(amount, unit), start, CALENDAR, extensions=[more])
    assert extended.due_on == reckon(Terms(amount + more, unit), start, CALENDAR).due_on


@given(DAYS, st.integers(0, 30))
def test_what_is_left_of_a_stopped_clock_is_what_it_still_runs(start, ran):
    terms = Terms(31, Unit.DAYS, rolls_over=False)
    stop = start + dt.timedelta(days=ran)
    left = reckon(terms, start, CALENDAR, pauses=[Pause(stop)]).left
    assert left == 31 - ran
    resumed = reckon(terms, start, CALENDAR, pauses=[Pause(stop, stop)])
    assert (resumed.due_on - stop).days == left


def test_a_calendar_without_working_days_is_an_error():
    never = WorkCalendar([(dt.date.min, frozenset(range(7)))], {})
    for unit in (Unit.DAYS, Unit.WORKING_DAYS):
        with pytest.raises(ValueError, match="too few"):
            reckon(Terms(1, unit), dt.date(2025, 1, 1), never)


def test_a_weekend_may_change_from_a_day_on():
    weekends = [
        (dt.date(2000, 1, 1), frozenset({6})),
        (dt.date(2025, 3, 1), frozenset({5, 6})),
    ]
    days = WorkCalendar(weekends, {})
    assert days.is_working(dt.date(2025, 2, 22))
    assert not days.is_working(dt.date(2025, 3, 1))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2024-12-31", 2, "2025-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2025-01-15", 12, "2026-01-15"),
        ("2025-11-30", 3, "2026-02-28"),
    ],
)
def test_months_end_where_the_month_ends(day, count, expected):
    assert add_months(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(expected)


def test_an_announcement_replaces_the_estimate_of_its_year_alone():
    first, last = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
    told = {("fitr", 1446): Announced(dt.date(2025, 3, 31), 2)}
    found = days_off([FITR], told, first, last)
    assert [str(day) for day in sorted(found)] == [
        "2025-03-31",
        "2025-04-01",
        "2026-03-20",
        "2026-03-21",
    ]
    assert [found[day].is_estimate for day in sorted(found)] == [False, False, True, True]


def test_the_tables_are_those_of_umm_al_qura():
    assert estimate(FITR, 1445) == dt.date(2024, 4, 10)
    assert hijri_year(dt.date(2024, 7, 6)) == 1445
    assert hijri_year(dt.date(2024, 7, 7)) == 1446


def test_a_year_with_two_new_years_has_both():
    feast = Feast("muharram", ("", "", ""), Almanac.HIJRI, 1, 1)
    found = days_off([feast], {}, dt.date(2008, 1, 1), dt.date(2008, 12, 31))
    assert [str(day) for day in sorted(found)] == ["2008-01-10", "2008-12-29"]
