"""Invented papers, and what a forger would do to them."""

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from weasyprint import HTML


def plain_pdf(*pages: str, language: str = "ar") -> bytes:
    """Return a PDF with a page for each piece of HTML."""
    broken = '<div style="break-after: page"></div>'.join(pages)
    text = f'<html lang="{language}"><body>{broken}</body></html>'
    return bytes(HTML(string=text).write_pdf())


def with_something_added(pdf: bytes) -> bytes:
    """Return a signed file with a line drawn on its first page, as an editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    drawing = generic.StreamObject(stream_data=b"0 0 m 100 100 l S")
    writer.add_stream_to_page(0, writer.add_object(drawing))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def rewritten(pdf: bytes) -> bytes:
    """Return the same pages in a file written anew, signature and all."""
    target = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(pdf))).write(target)
    return target.getvalue()


def with_byte_changed(pdf: bytes, place: int) -> bytes:
    """Return a file of which one byte is another."""
    changed = bytearray(pdf)
    changed[place] ^= 0x01
    return bytes(changed)


def with_entry(pdf: bytes, name: str, value: Any) -> bytes:
    """Return a file with one more entry in its root."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root[generic.pdf_name(name)] = value
    writer.update_root()
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
