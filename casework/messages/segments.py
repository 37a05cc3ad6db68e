"""How many parts a text becomes as SMS: pure counting after 3GPP TS 23.038 and 23.040."""

from dataclasses import dataclass
from typing import Final

GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet: one septet each."""
GSM_7_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""Reached by an escape: two septets, which may not be parted."""


@dataclass(frozen=True)
class Limits:
    """What one message holds alone, and what each holds when several belong together."""

    alone: int
    joined: int


LIMITS: Final = {"GSM-7": Limits(160, 153), "UCS-2": Limits(70, 67)}
"""In septets and in 16-bit units; the header that joins parts takes six octets of each."""


@dataclass(frozen=True)
class Segments:
    """A text as SMS: its alphabet, its length in units of that alphabet, and its parts."""

    encoding: str
    units: int
    count: int

    @property
    def left(self) -> int:
        """Units that still fit without one part more."""
        limits = LIMITS[self.encoding]
        most = limits.alone if self.count <= 1 else limits.joined * self.count
        return most - self.units


def encoding_of(text: str) -> str:
    """Return the smallest alphabet that holds every character of `text`."""
    return "GSM-7" if set(text) <= GSM_7 | GSM_7_EXTENSION else "UCS-2"


def split(text: str) -> tuple[str, ...]:
    """Return the parts in which `text` travels; no character is cut in two."""
    encoding = encoding_of(text)
    limits = LIMITS[encoding]
    if sum(_width(character, encoding) for character in text) <= limits.alone:
        return (text,) if text else ()
    parts, start, used = [], 0, 0
    for place, character in enumerate(text):
        width = _width(character, encoding)
        if used + width > limits.joined:
            parts.append(text[start:place])
            start, used = place, 0
        used += width
    return (*parts, text[start:])


def count_segments(text: str) -> Segments:
    """Count what `text` costs as SMS; an empty text costs nothing."""
    encoding = encoding_of(text)
    units = sum(_width(character, encoding) for character in text)
    return Segments(encoding=encoding, units=units, count=len(split(text)))


def _width(character: str, encoding: str) -> int:
    """Return the units of one character: an escape doubles a septet, a pair makes two of UCS-2."""
    if encoding == "GSM-7":
        return 2 if character in GSM_7_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1
