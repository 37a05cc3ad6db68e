"""KML, looked through before GDAL sees it: no entities, no endless depth, and the right root."""

import re
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from gis.imports.child.problems import Code, RefusedError

DEEPEST: Final = 60
PIECE: Final = 1024**2
ESCAPED: Final = re.compile(rb"\\.", re.DOTALL)
NO_BRACKETS: Final = bytes(set(range(256)) - set(b"{}[]"))


def check_kml(path: Path) -> None:
    """Raise RefusedError where a file is not a whole, harmless KML."""
    depth = 0
    open_elements: list[Any] = []
    try:
        for event, element in iterparse(str(path), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                depth += 1
                open_elements.append(element)
                _check_start(element, depth)
            else:
                depth -= 1
                open_elements.pop()
                element.clear()
                if open_elements:
                    open_elements[-1].remove(element)
    except DefusedXmlException as error:
        raise RefusedError(Code.ENTITIES) from error
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedError(Code.DAMAGED) from error


def _check_start(element: Any, depth: int) -> None:
    if depth == 1 and str(element.tag).rpartition("}")[2].lower() != "kml":
        raise RefusedError(Code.NOT_GEODATA)
    if depth > DEEPEST:
        raise RefusedError(Code.TOO_DEEP)


def check_json(path: Path) -> None:
    """Raise RefusedError where brackets are nested deeper than any geometry, or do not end."""
    kept, is_text, cut = b"", False, b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            piece, cut = _without_escapes(cut + piece)
            outside, is_text = _outside_texts(piece, is_text)
            kept = _unmatched(kept + outside)
    if kept or is_text:
        raise RefusedError(Code.DAMAGED)


def _without_escapes(piece: bytes) -> tuple[bytes, bytes]:
    """Take away what follows a backslash; a backslash at the end waits for the next piece."""
    if b"\\" not in piece:
        return piece, b""
    plain = ESCAPED.sub(b"", piece)
    return (plain[:-1], b"\\") if plain.endswith(b"\\") else (plain, b"")


def _outside_texts(piece: bytes, is_text: bool) -> tuple[bytes, bool]:
    """Return the brackets outside of texts, and whether the piece ends inside one."""
    parts = piece.split(b'"')
    outside = b"".join(parts[is_text::2]).translate(None, NO_BRACKETS)
    return outside, is_text != (len(parts) % 2 == 0)


def _unmatched(brackets: bytes) -> bytes:
    """Return what is left when pairs are taken away from the inside outwards."""
    for _ in range(DEEPEST):
        fewer = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(fewer) == len(brackets):
            break
        brackets = fewer
    if len(brackets) > DEEPEST:
        raise RefusedError(Code.TOO_DEEP)
    return brackets
