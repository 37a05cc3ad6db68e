"""Sends a PDF of ours to a browser, to be read there and kept by nobody in between."""

import logging
from typing import Final

from django.http import Http404, HttpResponse

from casework.signatures import store
from casework.signatures.store import DamagedError

logger = logging.getLogger(__name__)
SANDBOX: Final = "default-src 'none'; sandbox"


def kept_file(sha256: str) -> bytes:
    """Return a file of the store; raise Http404, and the alarm, where it is gone or damaged."""
    try:
        return store.take(sha256)
    except DamagedError as error:
        logger.exception("a file of the signatures is gone or damaged: %s", sha256)
        raise Http404 from error


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
