"""Whether a PDF carries a program: scripts, launching, films, dynamic forms. Pure: bytes in.

The names that start programs stand in the objects of a file: in plain sight, written with escapes
(`/J#61vaScript`), or packed into object streams. Each of these is looked at. Pictures and packed
texts are not: in megabytes of chance any short name occurs, and a scanned deed is no program.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from casework.documents.enums import Refusal

MOST_UNPACKED_BYTES: Final = 128 * 1024 * 1024
END: Final = rb"(?=[\s()<>\[\]{}/%]|\Z)"
"""What may follow a name (PDF 32000-1, section 7.2.2)."""


def _letter(letter: str) -> str:
    """Return a pattern of a letter, which a name may also write as `#` and its number."""
    number = f"{ord(letter):02x}"
    return f"(?:{letter}|#{number[0]}[{number[1]}{number[1].upper()}])"


def _names(*words: str) -> "re.Pattern[bytes]":
    wanted = "|".join("".join(map(_letter, word)) for word in words)
    return re.compile(f"/(?:{wanted})".encode() + END)


LONG: Final = _names("JavaScript", "Launch", "RichMedia")
"""Long enough never to occur by chance: looked for in every byte."""
SHORT: Final = _names("JS", "XFA")
PACKED: Final = _names("ObjStm")
LOCKED: Final = _names("Encrypt")
DECODER: Final = re.compile(rb"/([A-Za-z0-9#]+Decode)|/Predictor")
STREAM: Final = re.compile(rb">>\s*stream\r?\n")


@dataclass(frozen=True)
class Piece:
    """A stretch of a file: objects in plain sight, and the stream that follows them, if any."""

    objects: bytes
    stream: bytes = b""

    @property
    def is_packed(self) -> bool:
        """Whether the stream holds objects."""
        return PACKED.search(self.head) is not None

    @property
    def head(self) -> bytes:
        """What the object says of its stream."""
        return self.objects[max(self.objects.rfind(b"obj"), 0) :]


def fault_of(content: bytes) -> Refusal | None:
    """Return why a PDF is not taken, or nothing; it is read once, in a time that grows with it."""
    if LONG.search(content):
        return Refusal.ACTIVE
    left = MOST_UNPACKED_BYTES
    is_locked = LOCKED.search(content) is not None
    for piece in _pieces(content):
        if SHORT.search(piece.objects):
            return Refusal.ACTIVE
        if piece.is_packed:
            unpacked = _unpacked(piece, left)
            if unpacked is None:
                return Refusal.LOCKED if is_locked else Refusal.DAMAGED
            if LONG.search(unpacked) or SHORT.search(unpacked):
                return Refusal.ACTIVE
            left -= len(unpacked)
        elif PACKED.search(piece.stream):
            return Refusal.DAMAGED  # objects made to look like the inside of a picture
    return None


def _pieces(content: bytes) -> Iterator[Piece]:
    at = 0
    while start := STREAM.search(content, at):
        end = content.find(b"endstream", start.end())
        if end < 0:
            break
        yield Piece(content[at : start.start() + 2], content[start.end() : end])
        at = end
    yield Piece(content[at:])


def _unpacked(piece: Piece, most: int) -> bytes | None:
    """Return the objects of a stream, or None where they cannot all be looked at."""
    decoders = [found[0] for found in DECODER.finditer(piece.head)]
    if not decoders:
        return piece.stream
    if decoders != [b"/FlateDecode"]:
        return None
    reader = zlib.decompressobj()
    try:
        objects = reader.decompress(piece.stream, most)
    except zlib.error:
        return None
    return None if reader.unconsumed_tail else objects
