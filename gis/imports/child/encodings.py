"""In which encoding a text was written: UTF-8, or one of the two of Windows used here."""

import codecs
import re
from pathlib import Path
from typing import Final

from gis.imports.child.problems import Code, RefusedError

ENCODINGS: Final = ("utf-8", "windows-1252", "windows-1256", "utf-16")
PIECE: Final = 1024**2
ARABIC_RUN: Final = re.compile(rb"[\xc0-\xdf\xe1\xe3-\xe6\xec\xed\xf0-\xf3\xf5\xf6\xf8\xfa]{2,}")
HIGH: Final = re.compile(rb"[\x80-\xff]")
_STATED: Final = {
    "1252": "windows-1252",
    "1256": "windows-1256",
    "8859": "windows-1252",
    "88591": "windows-1252",
    "885915": "windows-1252",
    "88596": "windows-1256",
    "65001": "utf-8",
    "8": "utf-8",
}


def named(text: str) -> str:
    """Return the encoding that a .cpg file names, or nothing where it names none that is read."""
    lowered = text.strip().lower()
    if "utf" in lowered and "16" in lowered:
        return "utf-16"
    return _STATED.get("".join(re.findall(r"\d+", lowered)), "")


def encoding_of(path: Path, skip: int = 0) -> str:
    """Return the encoding of a text file, after `skip` bytes that are none."""
    with path.open("rb") as file:
        file.seek(skip)
        decoder = codecs.getincrementaldecoder("utf-8")()
        first = piece = file.read(PIECE)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        try:
            while piece:
                if b"\0" in piece and not skip:
                    raise RefusedError(Code.NOT_TEXT)
                decoder.decode(piece)
                piece = file.read(PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return single_byte(first + piece)
    return "utf-8"


def single_byte(sample: bytes) -> str:
    """Return which of the two encodings of Windows some bytes are in.

    The letters with accents stand at the same places in both. An Arabic word is a run of high
    bytes, while in French one seldom follows another.
    """
    high = len(HIGH.findall(sample))
    in_runs = sum(len(run) for run in ARABIC_RUN.findall(sample))
    return "windows-1256" if in_runs * 2 > high else "windows-1252"


def checked(encoding: str) -> str:
    """Return an encoding that was asked for; raise RefusedError where it is not one of ours."""
    if encoding not in ENCODINGS:
        raise RefusedError(Code.WRONG_ENCODING)
    return encoding
