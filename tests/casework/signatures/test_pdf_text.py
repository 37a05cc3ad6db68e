"""Codes are found in what is printed, in links, and in bytes."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from casework.signatures.codes import make_code, show_code
from casework.signatures.pdf_text import codes_in, codes_of, glyph_names
from tests.casework.signatures.papers import plain_pdf

CODE = make_code(424_242_424_242)
SHOWN = show_code(CODE)


@pytest.mark.parametrize(
    "text",
    [
        SHOWN,
        f"رمز التحقق:{SHOWN}الصفحة",
        f"https://city.example/verify/{CODE}/",
        f"Code : {SHOWN}.",
    ],
)
def test_a_code_in_a_text(text):
    assert codes_in(text) == {CODE}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-0000-0000-0001",
        f"X{SHOWN}",
        f"{SHOWN}7",
        CODE,
        "2026-1122-0102-0304",
    ],
)
def test_what_only_looks_like_one(text):
    assert codes_in(text) == set()


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{SHOWN}</p>",
        f'<p dir="rtl">رمز التحقق: <bdi>{SHOWN}</bdi></p>',
        f'<a href="https://city.example/verify/{CODE}/">check</a>',
    ],
)
def test_a_code_on_a_page(page):
    pdf = plain_pdf("<p>1</p>", page)
    assert codes_of(PdfFileReader(io.BytesIO(pdf)), pdf) == {CODE}


def test_glyphs_by_pairs_and_by_ranges():
    table = (
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"2 beginbfchar\n<0003> <0041>\n<0004> <06440627>\nendbfchar\n"
        b"1 beginbfrange\n<0010> <0012> <0061>\nendbfrange"
    )
    glyphs = glyph_names(table)
    assert glyphs.width == 2
    assert glyphs.letters == {3: "A", 4: "لا", 0x10: "a", 0x11: "b", 0x12: "c"}
