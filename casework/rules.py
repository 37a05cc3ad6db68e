"""Decisions about references and secret codes, which need neither a clock nor a database."""

import re

PIECE = re.compile(r"\{(office|year|yy|number)(?::0([1-9]))?\}")
FIXED = re.compile(r"[\w/.\-]*")
MOST_CHARACTERS = 40
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters of a secret code that nobody mistakes for each other on paper."""


def render_reference(pattern: str, *, office: str, year: int, number: int) -> str:
    """Return the reference that a pattern gives: `DA-{year}-{number:05}` gives DA-2026-00042."""
    values = {"office": office, "year": str(year), "yy": f"{year % 100:02}", "number": str(number)}
    return PIECE.sub(lambda found: values[found[1]].zfill(int(found[2] or 0)), pattern)


def pattern_faults(pattern: str, *, is_per_office: bool) -> set[str]:
    """Return what a pattern of references lacks: of "number", "year", "office", "characters"."""
    pieces = {found[1] for found in PIECE.finditer(pattern)}
    faults = {"number"} - pieces
    if not pieces & {"year", "yy"}:
        faults.add("year")
    if is_per_office and "office" not in pieces:
        faults.add("office")
    if not FIXED.fullmatch(PIECE.sub("", pattern)) or len(pattern) > MOST_CHARACTERS:
        faults.add("characters")
    return faults


def tidy_reference(text: str) -> str:
    """Return a reference as people type it, in the form in which it is stored."""
    return re.sub(r"\s+", "", text).upper()


def sought(word: str) -> str:
    """Return a word as it is looked for: a national telephone number without the zero before it."""
    return word[1:] if re.fullmatch(r"0\d{6,}", word) else word


def tidy_secret(text: str) -> str:
    """Return a secret code as people type it (small letters, blanks, hyphens) as it was made."""
    return re.sub(r"[\s\-]+", "", text).upper()


def spaced_secret(secret: str) -> str:
    """Return a secret code in groups of four, to be read from paper."""
    return "-".join(secret[at : at + 4] for at in range(0, len(secret), 4))
