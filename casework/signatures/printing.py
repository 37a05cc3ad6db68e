"""Turns a template into a PDF, and a text into a QR code, for paper."""

from collections.abc import Mapping
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.urls import URLFetcher


def print_page(
    template: str, context: Mapping[str, Any], language: str, *, is_tagged: bool = True
) -> bytes:
    """Return a template as PDF, in a language. Nothing is fetched but what it holds itself.

    `is_tagged`: with the structure that a screen reader follows.
    """
    with translation.override(language):
        text = render_to_string(template, {**context, "language": language})
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    return bytes(HTML(string=text, url_fetcher=fetcher).write_pdf(pdf_tags=is_tagged))


def qr_picture(text: str) -> str:
    """Return a QR code as the address of an SVG picture that holds itself; error level M."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_data_uri(border=2, dark="#000", light="#fff")
