"""Verification codes: what a person types, or a telephone reads from the QR code. Pure.

Sixteen letters and digits of Crockford's base 32 (no I, L, O, U) in groups of four: fifteen drawn
by chance, 75 bits, and one to tell a slip of the hand from a document that does not exist.
"""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
GROUP: Final = 4
BASE: Final = len(ALPHABET)
_READ: Final = str.maketrans(
    {"O": "0", "I": "1", "L": "1"}
    | {chr(0x660 + digit): str(digit) for digit in range(10)}
    | {chr(0x6F0 + digit): str(digit) for digit in range(10)}
)


def make_code(chance: int) -> str:
    """Return a code from a random number of 75 bits, without separators."""
    digits = "".join(ALPHABET[chance >> 5 * place & 31] for place in range(LENGTH - 1))
    return digits + check_letter(digits)


def check_letter(digits: str) -> str:
    """Return the last letter: Luhn's sum modulo 32, which any one slip changes."""
    total = 0
    for place, letter in enumerate(reversed(digits)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // BASE + value % BASE
    return ALPHABET[-total % BASE]


def read_code(text: str) -> str:
    """Return what was typed as a code without separators.

    Raises:
        ValueError: it has another length or letter, or a slip of the hand.

    """
    code = "".join(letter for letter in text.upper() if letter.isalnum()).translate(_READ)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise ValueError("not a verification code")
    if check_letter(code[:-1]) != code[-1]:
        raise ValueError("a letter of the verification code is wrong")
    return code


def show_code(code: str) -> str:
    """Return a code in groups of four."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))
