"""Sends a PDF of ours to a browser, to be read there and kept by nobody in between."""

from django.http import HttpResponse


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF under a name without its ending."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in name if letter.isascii())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{plain.strip("-")}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
