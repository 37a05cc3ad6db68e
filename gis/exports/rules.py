"""Names and texts as the formats stand them: pure functions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

SHORTEST_FILE: Final = 10
"""Characters of a field's name in a Shapefile."""
DBF_BYTES: Final = 254
"""Bytes of a text in a Shapefile."""
NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return names of which no two are the same but for their case; later ones are numbered."""
    known, found = {each.casefold() for each in taken}, []
    for name in names:
        told, number = name, 1
        while told.casefold() in known:
            number += 1
            told = f"{name}_{number}"
        known.add(told.casefold())
        found.append(told)
    return found


def free(name: str, taken: Sequence[str]) -> str:
    """Return a name that is none of those taken, as much like this one as it can be."""
    return distinct([name], taken)[0]


def short_names(names: Iterable[str]) -> list[str]:
    """Return a name of at most ten plain letters for each, no two alike."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        told = re.sub(r"\W+", "_", plain).strip("_")[:SHORTEST_FILE] or f"field_{place}"
        told, number = ("f_" + told)[:SHORTEST_FILE] if told[0].isdigit() else told, 1
        stem = told
        while told.casefold() in {each.casefold() for each in found}:
            number += 1
            told = f"{stem[: SHORTEST_FILE - 1 - len(str(number))]}_{number}"
        found.append(told)
    return found


def cut(text: str, most: int = DBF_BYTES) -> str:
    """Return as many whole characters of a text as fit into so many bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore")


def xml_text(text: str) -> str:
    """Return a text as XML 1.0 stands it: escaped, without the characters that it does not know."""
    plain = NO_XML.sub("\ufffd", text)
    return (
        plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    ).replace("\r", "&#13;")


def both_names(arabic: str, french: str) -> str:
    """Return both names of a thing, once where they are the same."""
    return " — ".join(dict.fromkeys(each for each in (french, arabic) if each))
