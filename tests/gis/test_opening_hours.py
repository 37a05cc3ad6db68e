"""Opening hours as OpenStreetMap writes them: understood, or refused."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils.translation import override

from gis import rest_days
from gis.opening_hours import HoursError, parse
from gis.opening_words import Calendar, week

MONDAY = dt.date(2026, 11, 23)


def said(text: str, day: dt.date = MONDAY, *, is_holiday: bool = False) -> list[tuple[int, int]]:
    """Return the spans of a day in hours."""
    return [(s.start // 60, s.end // 60) for s in parse(text).on(day, is_holiday=is_holiday)]


@pytest.mark.parametrize(
    ("text", "monday", "saturday", "sunday"),
    [
        ("24/7", [(0, 24)], [(0, 24)], [(0, 24)]),
        ("09:00-20:00", [(9, 20)], [(9, 20)], [(9, 20)]),
        ("9:00-12:00, 15:00-18:00", [(9, 12), (15, 18)], [(9, 12), (15, 18)], [(9, 12), (15, 18)]),
        ("Mo-Fr 09:00-20:00; Sa 09:00-13:00", [(9, 20)], [(9, 13)], []),
        ("Mo, We 09:00-17:00", [(9, 17)], [], []),
        ("Mo-Fr 8:00-12:00, Mo-Sa 15:00-19:00", [(8, 12), (15, 19)], [(15, 19)], []),
        ("Sa-Th 08:00-03:00", [(8, 27)], [(8, 27)], [(8, 27)]),
        ("Su-Sa 09:00-19:00", [(9, 19)], [(9, 19)], [(9, 19)]),
        ("Mo-Sa 8:00+", [(8, 24)], [(8, 24)], []),
        ("Mo-Fr", [(0, 24)], [], []),
        ("Mo-Su 08:00-18:00; Mo off", [], [(8, 18)], [(8, 18)]),
        ("Jul-Aug Mo-Fr 08:00-14:00", [], [], []),
    ],
)
def test_days_and_spans_are_understood(
    text: str,
    monday: list[tuple[int, int]],
    saturday: list[tuple[int, int]],
    sunday: list[tuple[int, int]],
) -> None:
    days = (MONDAY, MONDAY + dt.timedelta(5), MONDAY + dt.timedelta(6))
    assert [said(text, day) for day in days] == [monday, saturday, sunday]


def test_holidays_follow_their_own_rule_where_there_is_one() -> None:
    assert said("Mo-Fr 08:00-16:00; PH off", is_holiday=True) == []
    assert said("Mo-Fr 08:00-16:00; PH off") == [(8, 16)]
    assert said("PH,Mo-Su 10:00-12:00", is_holiday=True) == [(10, 12)]
    assert said("Mo-Fr 08:00-16:00", is_holiday=True) == [(8, 16)]
    assert said("Jul-Aug Mo-Fr 08:00-14:00", dt.date(2026, 7, 6)) == [(8, 14)]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "مغلق", "212523402122", "Mo-Fr 09:00-18:00 Su 09:00-12:30", "Mo-Xx 9:00-10:00"),
        *("25:00-26:00", "09:61-10:00", "09:00-09:00", "09:00", "Mo 24/7", "week 1 Mo 9:00-10:00"),
        *("De Lundi au vendredi de 10:00 à 17:00", "sunrise-sunset", "x" * 300, "09:00-60:00"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_part(text: str) -> None:
    with pytest.raises(HoursError) as refusal:
        parse(text)
    assert len(refusal.value.part) <= 255


@pytest.mark.parametrize(
    ("hour", "day", "is_open"),
    [(9, MONDAY, True), (2, MONDAY, True), (4, MONDAY, False), (9, dt.date(2026, 11, 27), False)],
)
def test_a_place_may_be_open_past_midnight(hour: int, day: dt.date, is_open: bool) -> None:
    at = dt.datetime.combine(day, dt.time(hour))
    assert parse("Sa-Th 08:00-03:00").are_open(at, lambda _day: False) is is_open


def test_a_week_is_told_in_three_languages() -> None:
    hours = parse("Mo-Fr 08:30-16:30; Sa 9:00+; PH off")
    told = {}
    for language in ("en", "fr", "ar"):
        with override(language):
            told[language] = [(each.days, each.spans) for each in week(hours, MONDAY)]
    assert told["en"] == [
        ("Monday to Friday", ("08:30 – 16:30",)),
        ("Saturday", ("From 09:00",)),
        ("Sunday", ("Closed all day",)),
        ("Public holidays", ("Closed all day",)),
    ]
    assert told["fr"][0][0] == "Lundi à vendredi"
    assert told["ar"][2][1] == ("مغلق طوال اليوم",)


def test_a_holiday_is_named_where_the_hours_do_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest_days, "_providers", [lambda first, last: {last: "Fête"}])
    calendar = Calendar(dt.datetime.combine(MONDAY, dt.time(10)))
    silent, telling = (calendar.opening(f"Mo-Fr 08:00-16:00{more}") for more in ("", "; PH off"))
    assert silent is not None
    assert telling is not None
    assert (silent.is_open, silent.holiday) == (True, "Fête")
    assert (telling.is_open, telling.holiday) == (False, "")
    assert calendar.opening("مغلق") is None


def test_real_hours_are_understood_or_refused(real_data: Path) -> None:
    geojson = pytest.importorskip("geopandas")
    rows = geojson.read_parquet(real_data / "services/morocco_health_facilities_osm.parquet")
    texts = rows["opening_hours"].dropna()
    refused = []
    for text in texts:
        try:
            parse(text)
        except HoursError:
            refused.append(text)
    assert len(texts) == 81
    assert len(refused) == 4, refused
