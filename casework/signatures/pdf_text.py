"""Finds verification codes in a PDF: in its text, its links, its bytes. Pure, and never strict.

The text need not be beautiful: it is enough that a code printed on a page comes out whole. Codes
inside pictures stay unseen; whoever has only a picture types the code.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from casework.signatures.codes import ALPHABET, read_code

MOST_PAGES: Final = 50
MOST_DEPTH: Final = 3
_LETTER: Final = f"[{ALPHABET}]"
CODE: Final = re.compile(
    rf"(?<![A-Za-z0-9]){_LETTER}{{4}}-{_LETTER}{{4}}-{_LETTER}{{4}}-{_LETTER}{{4}}(?![A-Za-z0-9])"
    rf"|(?<=verify/){_LETTER}{{16}}(?![A-Za-z0-9])"
)
_TOKEN: Final = re.compile(
    rb"/(?P<font>[^\s/<>\[\]()]+)\s+[-\d.]+\s+Tf"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>(?!>)"
    rb"|\((?P<text>(?:\\.|[^\\()])*)\)"
    rb"|(?P<end>\bET\b)",
    re.DOTALL,
)
_PAIRS: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGES: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_MOST_RANGE: Final = 4096
BROKEN: Final = (
    PdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    zlib.error,
)
"""What reading a broken file may raise."""


@dataclass(frozen=True)
class Glyphs:
    """What the numbers of a font's glyphs stand for; each takes `width` bytes in a text."""

    width: int
    letters: dict[int, str]


def codes_in(text: str) -> set[str]:
    """Return the codes that stand in a text and whose check letter agrees."""
    found = set()
    for match in CODE.finditer(text):
        try:
            found.add(read_code(match[0]))
        except ValueError:
            continue
    return found


def codes_of(reader: PdfFileReader, raw: bytes) -> set[str]:
    """Return the codes that stand anywhere in a file."""
    found = codes_in(raw.decode("latin-1"))
    for number, page in enumerate(_pages(reader)):
        if number >= MOST_PAGES:
            break
        found |= codes_in(" ".join(_links(page)))
        found |= codes_in(page_text(page))
    return found


def page_text(page: Any) -> str:
    """Return the letters of a page, more or less in the order in which they are drawn."""
    try:
        contents = page["/Contents"]
        parts = contents if isinstance(contents, generic.ArrayObject) else [contents]
        data = b"\n".join(part.get_object().data for part in parts)
        return _drawn(data, _inherited(page), 0)
    except BROKEN:
        return ""


def _pages(reader: PdfFileReader) -> Iterator[Any]:
    for number in range(int(reader.root["/Pages"]["/Count"])):
        try:
            reference, _ = reader.find_page_for_modification(number)
        except BROKEN:
            return
        yield reference.get_object()


def _inherited(page: Any) -> Any:
    while "/Resources" not in page and "/Parent" in page:
        page = page["/Parent"]
    return _entry(page, "/Resources")


def _entry(dictionary: Any, name: str) -> Any:
    """Return an entry, whether it stands there or is referred to; nothing where there is none."""
    try:
        return dictionary[name]
    except KeyError:
        return {}


def _links(page: Any) -> Iterator[str]:
    try:
        for annotation in page["/Annots"]:
            action = annotation.get_object()["/A"]
            yield str(action["/URI"])
    except BROKEN:
        return


def _drawn(data: bytes, resources: Any, depth: int) -> str:
    fonts = _fonts(resources)
    letters: list[str] = []
    glyphs: Glyphs | None = None
    for token in _TOKEN.finditer(data):
        if token["font"] is not None:
            glyphs = fonts.get("/" + token["font"].decode("latin-1"))
        elif token["end"] is not None:
            letters.append(" ")
        else:
            letters.append(_decoded(_bytes_of(token), glyphs))
    letters += [" " + text for text in _forms(resources, depth)]
    return "".join(letters)


def _forms(resources: Any, depth: int) -> Iterator[str]:
    if depth >= MOST_DEPTH:
        return
    for each in _entry(resources, "/XObject").values():
        form = each.get_object()
        if _entry(form, "/Subtype") == "/Form":
            yield _drawn(form.data, _entry(form, "/Resources"), depth + 1)


def _bytes_of(token: "re.Match[bytes]") -> bytes:
    if token["hex"] is not None:
        digits = re.sub(rb"\s", b"", token["hex"]).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    return re.sub(rb"\\([()\\])", rb"\1", token["text"])


def _decoded(data: bytes, glyphs: Glyphs | None) -> str:
    if glyphs is None:
        return data.decode("latin-1")
    starts = range(0, len(data), glyphs.width)
    numbers = (int.from_bytes(data[at : at + glyphs.width], "big") for at in starts)
    return "".join(glyphs.letters.get(number, "") for number in numbers)


def _fonts(resources: Any) -> dict[str, Glyphs]:
    found = {}
    for name, each in _entry(resources, "/Font").items():
        try:
            found[str(name)] = glyph_names(each.get_object()["/ToUnicode"].data)
        except BROKEN:
            continue
    return found


def glyph_names(table: bytes) -> Glyphs:
    """Return the letters of a font by the numbers of their glyphs (PDF 32000-1, section 9.10.3)."""
    width = re.search(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>", table)
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in _PAIRS.findall(block):
            found[int(code, 16)] = _letters(letter)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in _RANGES.findall(block):
            start, count = int(first, 16), int(last, 16) - int(first, 16) + 1
            for step in range(min(count, _MOST_RANGE)):
                found[start + step] = chr(int(letter, 16) + step) if len(letter) <= 4 else ""
    return Glyphs(len(width[1]) // 2 if width else 1, found)


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
