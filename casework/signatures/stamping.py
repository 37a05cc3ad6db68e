"""The band at the foot of each page: who signed, when, and how anyone checks it."""

import io
import secrets
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

from casework.signatures.printing import print_page, qr_picture
from casework.signatures.sealing import UnsignableError
from casework.signatures.tagging import ARTIFACT, describe

BAND_MM: Final = 24
POINTS_A_MM: Final = 72 / 25.4


@dataclass(frozen=True)
class Band:
    """What the band says, in the language of the document."""

    code: str
    """In groups of four."""
    url: str
    """What the QR code holds."""
    place: str
    """Where a person types the code, without the scheme."""
    signed_as: str
    signed_on: str
    authority: str
    language: str


def open_draft(pdf: bytes) -> IncrementalPdfFileWriter:
    """Return a writer over a draft.

    Raises:
        UnsignableError: it is no PDF, or an encrypted or a broken one.

    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        encrypted = writer.prev.encrypted
        pages = page_count(writer)
    except (PdfError, ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise UnsignableError("not a PDF") from error
    if encrypted or not pages:
        raise UnsignableError("encrypted or empty")
    return writer


def page_count(writer: IncrementalPdfFileWriter) -> int:
    """Return the number of pages."""
    return int(writer.root["/Pages"]["/Count"])


def stamp(writer: IncrementalPdfFileWriter, band: Band) -> None:
    """Put the band at the foot of every page, whatever the page's box is.

    Who cannot see it is told once, on the first page, what it says.

    Raises:
        UnsignableError: a page is broken.

    """
    try:
        _stamp(writer, band)
    except (PdfError, ValueError, KeyError, IndexError, TypeError) as error:
        raise UnsignableError("a broken page") from error


def _stamp(writer: IncrementalPdfFileWriter, band: Band) -> None:
    drawn: dict[float, generic.IndirectObject] = {}
    for page in range(page_count(writer)):
        box = _box(writer, page)
        if box.width not in drawn:
            drawn[box.width] = writer.import_page_as_xobject(
                PdfFileReader(io.BytesIO(print_band(band, box.width)))
            )
        mark = ARTIFACT if page else describe(writer, page, words(band), band.language, box.frame)
        _paint(writer, page, drawn[box.width], box, mark)


def words(band: Band) -> str:
    """Return what the band says and what its picture is for, in its language."""
    with override(band.language):
        return _(
            "QR code that leads to the check of this document: %(place)s, verification code"
            " %(code)s. Signed electronically: %(name)s, %(authority)s, %(day)s."
        ) % {
            "place": band.place,
            "code": band.code,
            "name": band.signed_as,
            "authority": band.authority,
            "day": band.signed_on,
        }


def print_band(band: Band, width: float) -> bytes:
    """Return the band as a PDF of one page, as wide as the page it goes on (in points)."""
    context = {
        "band": band,
        "picture": qr_picture(band.url),
        "width_mm": round(width / POINTS_A_MM, 2),
        "height_mm": BAND_MM,
    }
    return print_page("signatures/pdf/band.html", context, band.language, is_tagged=False)


@dataclass(frozen=True)
class _Box:
    left: float
    bottom: float
    width: float

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Where the band goes."""
        top = self.bottom + BAND_MM * POINTS_A_MM
        return self.left, self.bottom, self.left + self.width, top


def _box(writer: IncrementalPdfFileWriter, page: int) -> _Box:
    """Return where the visible part of a page begins, and its width, in points."""
    reference, _resources = writer.find_page_for_modification(page)
    tree = reference.get_object()
    for name in ("/CropBox", "/MediaBox"):
        found = find_inherited_value_in_tree(tree, name, "/Parent")
        if found is not None:
            left, bottom, right, _top = (float(each) for each in found)
            return _Box(left, bottom, right - left)
    raise UnsignableError("a page without a box")


def _paint(
    writer: IncrementalPdfFileWriter,
    page: int,
    drawing: generic.IndirectObject,
    box: _Box,
    mark: str,
) -> None:
    """Draw over a page; what it drew before keeps its own graphics state to itself."""
    name = generic.NameObject(f"/Band{secrets.token_hex(8)}")  # pages may share their resources
    resources = generic.DictionaryObject(
        {generic.NameObject("/XObject"): generic.DictionaryObject({name: drawing})}
    )
    paint = f"Q {mark} q 1 0 0 1 {box.left:.2f} {box.bottom:.2f} cm {name} Do Q EMC"
    before = generic.StreamObject(stream_data=b"q")
    after = generic.StreamObject(stream_data=paint.encode())
    writer.add_stream_to_page(page, writer.add_object(before), prepend=True)
    writer.add_stream_to_page(page, writer.add_object(after), resources)
