"""References: how they are written, and that none is lost or doubled, whoever writes at once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from benchmarks.references import run
from casework.models import Counter, Reference, Series, SeriesPattern
from casework.references import cancel_reference, take_reference
from casework.rules import (
    pattern_faults,
    render_reference,
    spaced_secret,
    tidy_reference,
    tidy_secret,
)
from tests.casework.files import clerk


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("DA-{year}-{number:06}", "DA-2026-000042"),
        ("{number}/{year}", "42/2026"),
        ("{office}-{yy}-{number:04}", "MEDINA-26-0042"),
    ],
)
def test_a_pattern_is_filled(pattern, expected):
    assert render_reference(pattern, office="MEDINA", year=2026, number=42) == expected


@pytest.mark.parametrize(
    ("pattern", "per_office", "faults"),
    [
        ("DA-{year}-{number:06}", False, set()),
        ("DA-{number}", False, {"year"}),
        ("DA-{year}", False, {"number"}),
        ("{year}-{number}", True, {"office"}),
        ("{year}-{number} {x}", False, {"characters"}),
        ("<{year}-{number}>", False, {"characters"}),
    ],
)
def test_a_pattern_that_cannot_tell_references_apart_is_found(pattern, per_office, faults):
    assert pattern_faults(pattern, is_per_office=per_office) == faults


def test_what_people_type_is_understood():
    assert tidy_reference(" da-2026-000042 ") == "DA-2026-000042"
    assert tidy_secret("abcd-efgh 2345 6789") == "ABCDEFGH23456789"
    assert spaced_secret("ABCDEFGH23456789") == "ABCD-EFGH-2345-6789"


def series(**chosen) -> Series:
    """Return a series of its own with a pattern."""
    made = Series.objects.create(code="mail", name_ar="واردات", name_fr="Arrivée", **chosen)
    made.patterns.create(
        pattern="{office}A{number}/{year}", valid_from=dt.date(2020, 1, 1), legal_reference="-"
    )
    return made


@pytest.mark.django_db
def test_each_office_and_year_counts_for_itself():
    mail = series(is_per_office=True)
    at = dt.datetime(2026, 12, 31, 22, 59, tzinfo=dt.UTC)
    later = at + dt.timedelta(minutes=1)
    given = [
        take_reference(series=mail, office=office, at=instant).text
        for office, instant in (("a", at), ("b", at), ("a", at), ("a", later))
    ]
    assert given == ["AA1/2026", "BA1/2026", "AA2/2026", "AA1/2027"]


@pytest.mark.django_db
def test_the_pattern_of_the_day_is_used():
    mail = series()
    mail.patterns.create(
        pattern="N{number}-{year}", valid_from=dt.date(2026, 1, 1), legal_reference="-"
    )
    early = take_reference(series=mail, at=dt.datetime(2025, 5, 5, 9, tzinfo=dt.UTC))
    late = take_reference(series=mail, at=dt.datetime(2026, 5, 5, 9, tzinfo=dt.UTC))
    assert (early.text, late.text) == ("A1/2025", "N1-2026")
    with pytest.raises(ValidationError):
        take_reference(series=mail, at=dt.datetime(2019, 5, 5, 9, tzinfo=dt.UTC))


@pytest.mark.django_db
def test_a_cancelled_number_stays_with_its_reason():
    mail = series()
    first = take_reference(series=mail)
    with pytest.raises(ValidationError):
        cancel_reference(reference=first, actor=clerk(), reason=" ")
    cancel_reference(reference=first, actor=clerk(), reason="أدخل خطأ")
    with pytest.raises(ValidationError):
        cancel_reference(reference=first, actor=clerk(), reason="أدخل خطأ")
    assert take_reference(series=mail).number == 2
    assert Reference.objects.get(number=1, series=mail).cancelled_at


@pytest.mark.django_db
def test_a_counter_makes_no_jump():
    mail = series()
    take_reference(series=mail)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counter.objects.filter(series=mail).update(last_number=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counter.objects.filter(series=mail).delete()


@pytest.mark.django_db
def test_a_wrong_pattern_is_refused_beside_its_field():
    wrong = SeriesPattern(
        series=series(), pattern="{year}", valid_from=dt.date(2027, 1, 1), legal_reference="-"
    )
    with pytest.raises(ValidationError) as refusal:
        wrong.full_clean()
    assert "pattern" in refusal.value.message_dict


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_a_time_leave_no_gap():
    result = run(writers=32, each=10)
    assert result.is_gap_free
    assert result.given == 320


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_32_writers_take_a_thousand_each():
    result = run(writers=32, each=1000)
    assert result.is_gap_free
    assert result.given == 32_000
