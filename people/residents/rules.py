"""Telephone numbers, addresses and one-time codes, as pure decisions."""

import re
from enum import Enum
from typing import Final

import phonenumbers

MOROCCAN: Final = re.compile(r"\+212[5-8]\d{8}")
MOBILE: Final = re.compile(r"\+212[67]\d{8}")
EMAIL: Final = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+\.[^@\s\"<>]{2,}")
EASTERN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
DIGITS: Final = 6
MOST_WRONG: Final = 5
LIFETIME_S: Final = 600
PROOF_LASTS_S: Final = 3600


class Verdict(Enum):
    """What becomes of a typed code."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    USED_UP = "used up"


def normal_phone(text: str) -> str:
    """Return a Moroccan number as E.164 (`+212…`), however it was typed; empty if it is none.

    "06 12 34 56 78", "00212 612-345678" and "٠٦١٢٣٤٥٦٧٨" are all the same number.
    """
    try:
        number = phonenumbers.parse(text.translate(EASTERN), "MA")
    except phonenumbers.NumberParseException:
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if MOROCCAN.fullmatch(written) else ""


def is_mobile(phone: str) -> bool:
    """Tell whether a number in E.164 takes text messages in Morocco: it begins with 6 or 7."""
    return bool(MOBILE.fullmatch(phone))


def normal_email(text: str) -> str:
    """Return an address in lower case; empty if it is none."""
    address = text.strip().lower()
    return address if EMAIL.fullmatch(address) and len(address) <= 254 else ""


def normal_contact(text: str) -> str:
    """Return a telephone number or an e-mail address in the form in which it is compared."""
    return normal_email(text) if "@" in text else normal_phone(text)


def masked(contact: str) -> str:
    """Return as much of a contact as its owner needs to recognise it.

    "+212612345678" → "+212 6•• ••• •78"; "amina@mail.example" → "a•••@mail.example".
    """
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"{contact[:4]} {contact[4:5]}•• ••• •{contact[-2:]}"


def clean_code(text: str) -> str:
    """Return the figures of a typed code, without what people put between them."""
    return "".join(letter for letter in text.translate(EASTERN) if letter in "0123456789")


def judge(*, is_right: bool, wrong: int, age_s: float, is_used: bool) -> Verdict:
    """Return what becomes of a code that was typed `age_s` after it was sent.

    `wrong` counts the failures before; a code that was used once, or mistyped too often, is dead
    even for the right figures.
    """
    if age_s > LIFETIME_S or is_used:
        return Verdict.EXPIRED
    if wrong >= MOST_WRONG:
        return Verdict.USED_UP
    return Verdict.RIGHT if is_right else Verdict.WRONG
