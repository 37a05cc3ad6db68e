"""Numbers, moments and ages as people write them here."""

import datetime as dt

import pytest
from django.utils.translation import override

from workspace.templatetags.local_formats import age, language_mark, moment, number, whole_like

NOON = dt.datetime(2026, 8, 21, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "written"), [("ar", "1.234,5"), ("fr", "1\u202f234,5"), ("en", "1,234.5")]
)
def test_numbers(language: str, written: str) -> None:
    with override(language):
        assert number(1234.5, 1) == f"<bdi>{written}</bdi>"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "21 غشت 2026، 13:00:00"),
        ("fr", "21 août 2026, 13:00:00"),
        ("en", "21 Aug 2026, 13:00:00"),
    ],
)
def test_moments_are_the_citys_with_moroccan_months(language: str, written: str) -> None:
    with override(language):
        assert moment(NOON) == f"<bdi>{written}</bdi>"


def test_the_clock_goes_back_in_ramadan() -> None:
    with override("fr"):
        assert "12:00:00" in moment(dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", "قبل 12 ثانية"), ("fr", "il y a 12\u202fs"), ("en", "12 sec ago")],
)
def test_ages(language: str, written: str) -> None:
    with override(language):
        assert written.replace("\u202f", " ") in age(NOON - dt.timedelta(seconds=12), NOON).replace(
            "\u202f", " "
        ).replace("\xa0", " ")


def test_nothing_is_a_dash() -> None:
    assert (number(None), moment(None), age(None)) == ("–", "–", "–")


def test_marks_of_languages() -> None:
    assert [language_mark(code) for code in ("ar", "fr", "en")] == ["ع", "FR", "EN"]


@pytest.mark.parametrize(
    ("language", "value", "decimals", "alike"),
    [
        ("ar", 0, 0, 0),
        ("ar", 2, 0, 2),
        ("ar", 103, 0, 3),
        ("ar", 14, 0, 11),
        ("ar", 2.5, 1, 100),
        ("fr", 0, 0, 1),
        ("fr", 1.96, 1, 100),
        ("fr", 1.95, 1, 100),
        ("fr", 1.94, 1, 1),
        ("en", 1, 0, 1),
        ("en", 1.5, 1, 100),
        ("en", -1, 0, 1),
    ],
)
def test_words_stand_behind_a_number_as_the_language_counts(
    language: str, value: float, decimals: int, alike: int
) -> None:
    with override(language):
        assert whole_like(value, decimals) == alike
