"""Sends a PDF of ours to a browser, to be read there and kept by nobody in between."""

from typing import Final

from django.http import HttpResponse

SANDBOX: Final = "default-src 'none'; sandbox"


def pdf_response(content: bytes, name: str, *, is_attachment: bool = False) -> HttpResponse:
    """Return a PDF under a name without its ending, to be shown in place or only to be saved."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in name if letter.isascii())
    way = "attachment" if is_attachment else "inline"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{way}; filename="{plain.strip("-") or "document"}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if is_attachment:
        response["Content-Security-Policy"] = SANDBOX
    return response
