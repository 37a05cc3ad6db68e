"""Tells whether a PDF is plain: text and pictures, the same for everyone, today and tomorrow. Pure.

What a signature vouches for must not change by itself: no scripts, no forms, no films, no files
within the file, no actions that leave it (ETSI EN 319 142-1, annex A; PDF 32000-1, section 12.6).
"""

from collections.abc import Iterable
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

MOST_OBJECTS: Final = 100_000
PROGRAMS: Final = {"/JS", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"}
ACTIONS: Final = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Movie",
    "/Rendition",
    "/Sound",
    "/GoToE",
    "/Hide",
}


def is_plain(root: Any) -> bool:
    """Tell whether nothing below the root of a document does more than show text and pictures."""
    open_: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    while open_:
        each = open_.pop()
        if isinstance(each, generic.IndirectObject):
            key = (each.idnum, each.generation)
            if key in seen:
                continue
            seen.add(key)
            if len(seen) > MOST_OBJECTS:
                return False
            each = _resolved(each)
        if isinstance(each, generic.DictionaryObject) and _acts(each):
            return False
        open_.extend(_children(each))
    return True


def _acts(dictionary: Any) -> bool:
    if PROGRAMS & set(dictionary):
        return True
    if str(dictionary.get("/S", "")) in ACTIONS:
        return True
    return "/FT" in dictionary


def _resolved(reference: Any) -> Any:
    try:
        return reference.get_object()
    except PdfError:
        return None


def _children(each: Any) -> Iterable[Any]:
    if isinstance(each, generic.DictionaryObject):
        return [dict.__getitem__(each, key) for key in each]
    return list.__iter__(each) if isinstance(each, generic.ArrayObject) else ()
