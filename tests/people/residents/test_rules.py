"""Numbers as people type them, what is shown of them, and when a code is good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.residents.rules import (
    LIFETIME_S,
    MOST_WRONG,
    Verdict,
    clean_code,
    is_mobile,
    judge,
    masked,
    normal_contact,
    normal_email,
    normal_phone,
)


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12-34-56-78",
        "+212 612 345678",
        "00212612345678",
        "212612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "(06) 12.34.56.78",
    ],
)
def test_one_number_typed_in_many_ways(typed) -> None:
    assert normal_phone(typed) == "+212612345678"


@pytest.mark.parametrize(
    "typed", ["", "06", "call me", "+33612345678", "0012025550123", "0112345678", "06123456789"]
)
def test_what_is_no_moroccan_number(typed) -> None:
    assert normal_phone(typed) == ""


@pytest.mark.parametrize(
    ("phone", "mobile"),
    [
        ("+212612345678", True),
        ("+212712345678", True),
        ("+212524432100", False),
        ("+212801234567", False),
    ],
)
def test_mobiles_begin_with_6_or_7(phone, mobile) -> None:
    assert is_mobile(phone) is mobile


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (" Amina@Mail.Example ", "amina@mail.example"),
        ("amina@mail", ""),
        ("a b@c.example", ""),
        ("a@b.example\nBcc: x@y.example", ""),
        ("@b.example", ""),
        ("a" * 250 + "@b.example", ""),
    ],
)
def test_addresses(typed, wanted) -> None:
    assert normal_email(typed) == wanted
    assert normal_contact(typed) == wanted


def test_a_contact_is_recognised_and_not_told() -> None:
    assert masked("+212612345678") == "+212 6•• ••• •78"
    assert masked("amina@mail.example") == "a•••@mail.example"


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_mask_hides_most_of_every_number(rest) -> None:
    phone = f"+2126{rest:08d}"
    assert normal_phone(phone) in {phone, ""}
    shown = sum(letter.isdigit() for letter in masked(phone).removeprefix("+212"))
    assert shown == 3


def test_a_code_is_read_as_typed() -> None:
    assert clean_code(" 12 34-56 ") == "123456"
    assert clean_code("١٢٣٤٥٦") == "123456"


@pytest.mark.parametrize(
    ("is_right", "wrong", "age_s", "is_used", "verdict"),
    [
        (True, 0, 0, False, Verdict.RIGHT),
        (True, MOST_WRONG - 1, LIFETIME_S, False, Verdict.RIGHT),
        (True, 0, LIFETIME_S + 1, False, Verdict.EXPIRED),
        (True, 0, 0, True, Verdict.EXPIRED),
        (True, MOST_WRONG, 0, False, Verdict.USED_UP),
        (False, 0, 0, False, Verdict.WRONG),
        (False, MOST_WRONG, 0, False, Verdict.USED_UP),
        (False, 0, LIFETIME_S + 1, False, Verdict.EXPIRED),
    ],
)
def test_when_a_code_is_good(is_right, wrong, age_s, is_used, verdict) -> None:
    assert judge(is_right=is_right, wrong=wrong, age_s=age_s, is_used=is_used) is verdict
