"""SMS are counted as networks count them: after the alphabets of 3GPP TS 23.038."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.messages.segments import (
    GSM_7,
    GSM_7_EXTENSION,
    LIMITS,
    count_segments,
    encoding_of,
    split,
)

ARABIC = "ملفكم"


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count", "left"),
    [
        ("", "GSM-7", 0, 0, 160),
        ("a", "GSM-7", 1, 1, 159),
        ("a" * 160, "GSM-7", 160, 1, 0),
        ("a" * 161, "GSM-7", 161, 2, 145),
        ("a" * 306, "GSM-7", 306, 2, 0),
        ("a" * 307, "GSM-7", 307, 3, 152),
        ("€" * 80, "GSM-7", 160, 1, 0),
        ("€" * 81, "GSM-7", 162, 2, 144),
        ("é" * 160, "GSM-7", 160, 1, 0),
        ("ê", "UCS-2", 1, 1, 69),
        ("ç", "UCS-2", 1, 1, 69),
        ("Ç", "GSM-7", 1, 1, 159),
        ("م" * 70, "UCS-2", 70, 1, 0),
        ("م" * 71, "UCS-2", 71, 2, 63),
        ("م" * 134, "UCS-2", 134, 2, 0),
        ("م" * 135, "UCS-2", 135, 3, 66),
        ("😀" * 35, "UCS-2", 70, 1, 0),
        ("😀" * 36, "UCS-2", 72, 2, 62),
    ],
)
def test_a_text_is_counted(text: str, encoding: str, units: int, count: int, left: int) -> None:
    found = count_segments(text)
    assert (found.encoding, found.units, found.count, found.left) == (encoding, units, count, left)


def test_an_escape_is_not_parted_from_its_character() -> None:
    parts = split("a" * 152 + "€" + "a" * 20)
    assert parts == ("a" * 152, "€" + "a" * 20)


def test_a_pair_of_surrogates_is_not_parted() -> None:
    parts = split("م" * 66 + "😀" + "م" * 10)
    assert parts == ("م" * 66, "😀" + "م" * 10)


def test_the_alphabet_is_whole() -> None:
    assert len(GSM_7) == 127
    """128 places less the escape; see TS 23.038, table 6.2.1."""
    assert not GSM_7 & GSM_7_EXTENSION


@given(st.text(alphabet=st.sampled_from("ab€[é مل😀"), max_size=400))
def test_parts_make_the_text_and_fit(text: str) -> None:
    parts = split(text)
    assert "".join(parts) == text
    limits = LIMITS[encoding_of(text)]
    most = limits.alone if len(parts) <= 1 else limits.joined
    for part in parts:
        units = (
            len(part) + sum(c in GSM_7_EXTENSION for c in part)
            if encoding_of(text) == "GSM-7"
            else len(part.encode("utf-16-be")) // 2
        )
        assert units <= most
    assert len(parts) == count_segments(text).count
