"""Verification codes survive reading, typing and telephoning, and find slips of the hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.signatures.codes import ALPHABET, check_letter, make_code, read_code, show_code

CHANCES = st.integers(min_value=0, max_value=2**75 - 1)


@given(CHANCES)
def test_a_code_reads_back_however_it_is_written(chance):
    code = make_code(chance)
    assert len(code) == 16
    assert read_code(show_code(code)) == code
    assert read_code(code.lower()) == code
    assert read_code(f"  {' '.join(show_code(code))} ") == code
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@given(CHANCES, st.integers(0, 15), st.integers(1, 31))
def test_one_wrong_letter_is_found(chance, place, shift):
    code = make_code(chance)
    other = ALPHABET[(ALPHABET.index(code[place]) + shift) % 32]
    with pytest.raises(ValueError, match="letter"):
        read_code(code[:place] + other + code[place + 1 :])


def test_arabic_digits_are_read():
    code = make_code(12_345_678_901)
    arabic = code.translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)})
    assert arabic != code
    assert read_code(arabic) == code


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 16, "<script>alert(1)</script>", "0" * 17])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match="code"):
        read_code(text)


def test_codes_spread_over_the_whole_alphabet():
    assert make_code(0) == "0" * 16
    assert make_code(2**75 - 1)[:15] == "Z" * 15
    assert check_letter("0" * 14 + "1") != "0"
    assert show_code("0123456789ABCDEF") == "0123-4567-89AB-CDEF"
