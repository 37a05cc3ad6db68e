"""Words for those who cannot see what is drawn on a page (ISO 32000-1, 14.7.4 and 14.9.3).

In a tagged PDF the drawing becomes a figure of the document's structure, with its alternative text;
in any other, the marks around it carry that text.
"""

from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

ARTIFACT: Final = "/Artifact BMC"
"""Opens what a screen reader passes over."""
DEEPEST: Final = 16
"""Levels of a tree of numbers that are looked through; a million pages need three."""
Frame = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


def describe(
    writer: IncrementalPdfFileWriter, page: int, words: str, language: str, frame: Frame
) -> str:
    """Return what opens the marked content of a drawing on a page that has this text for it."""
    number = _add_figure(writer, page, words, language, frame)
    if number is not None:
        return f"/Figure <</MCID {number}>> BDC"
    return f"/Span <</Lang {_hexadecimal(language)} /Alt {_hexadecimal(words)}>> BDC"


def _hexadecimal(words: str) -> str:
    return f"<FEFF{words.encode('utf-16-be').hex()}>"


def _add_figure(
    writer: IncrementalPdfFileWriter, page: int, words: str, language: str, frame: Frame
) -> int | None:
    """Put a figure at the end of the structure; return its number on the page, or None if none."""
    tree = _held(writer.root, "/StructTreeRoot")
    reference, _resources = writer.find_page_for_modification(page)
    key = _held(reference.get_object(), "/StructParents")
    if not isinstance(tree, generic.DictionaryObject) or key is None:
        return None
    contents = _entry(_held(tree, "/ParentTree"), key)
    parent = _document(tree)
    if not isinstance(contents, generic.ArrayObject) or parent is None:
        return None
    number = len(contents)
    figure = writer.add_object(
        generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/StructElem"),
                generic.NameObject("/S"): generic.NameObject("/Figure"),
                generic.NameObject("/P"): parent,
                generic.NameObject("/Pg"): reference,
                generic.NameObject("/K"): generic.NumberObject(number),
                generic.NameObject("/Alt"): generic.pdf_string(words),
                generic.NameObject("/Lang"): generic.pdf_string(language),
                generic.NameObject("/A"): _layout(frame),
            }
        )
    )
    contents.append(figure)
    writer.update_container(contents)
    _append(writer, parent.get_object(), figure)
    return number


def _held(dictionary: generic.DictionaryObject, name: str) -> Any:
    """Return what stands under a name itself, not where it is; None if nothing does."""
    found = dictionary.get(name)
    return found.get_object() if isinstance(found, generic.IndirectObject) else found


def _layout(frame: Frame) -> generic.DictionaryObject:
    box = generic.ArrayObject(generic.FloatObject(f"{each:.2f}") for each in frame)
    return generic.DictionaryObject(
        {
            generic.NameObject("/O"): generic.NameObject("/Layout"),
            generic.NameObject("/Placement"): generic.NameObject("/Block"),
            generic.NameObject("/BBox"): box,
        }
    )


def _entry(node: Any, key: int, depth: int = 0) -> Any:
    """Return what a tree of numbers holds under a key, or None."""
    if not isinstance(node, generic.DictionaryObject) or depth > DEEPEST:
        return None
    numbers = _held(node, "/Nums") or ()
    for place in range(0, len(numbers) - 1, 2):
        if numbers[place] == key:
            return numbers[place + 1]
    found = (_entry(kid.get_object(), key, depth + 1) for kid in _held(node, "/Kids") or ())
    return next((each for each in found if each is not None), None)


def _document(tree: generic.DictionaryObject) -> generic.IndirectObject | None:
    """Return the one element that holds all others, if there is one."""
    top = tree.raw_get("/K") if "/K" in tree else None
    if isinstance(top, generic.IndirectObject):
        found = top.get_object()
        if isinstance(found, generic.DictionaryObject):
            return top
        top = found
    if isinstance(top, generic.ArrayObject) and len(top) == 1:
        only = top.raw_get(0)
        return only if isinstance(only, generic.IndirectObject) else None
    return None


def _append(
    writer: IncrementalPdfFileWriter, parent: generic.DictionaryObject, child: generic.PdfObject
) -> None:
    """Put a child after those that an element has."""
    present = parent.raw_get("/K") if "/K" in parent else generic.ArrayObject()
    if isinstance(present, generic.IndirectObject):
        held = present.get_object()
        present = held if isinstance(held, generic.ArrayObject) else present
    if isinstance(present, generic.ArrayObject):
        children = generic.ArrayObject([*(present.raw_get(n) for n in range(len(present)))])
    else:
        children = generic.ArrayObject([present])
    children.append(child)
    parent[generic.NameObject("/K")] = children
    writer.update_container(parent)
