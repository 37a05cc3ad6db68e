"""Documents by their content: files of `var/issued`, named by their SHA-256, never changed."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


class DamagedError(Exception):
    """A stored document is gone, or is not what it was."""


def put(content: bytes) -> str:
    """Store a document once and return its SHA-256, hexadecimal."""
    digest = hashlib.sha256(content).hexdigest()
    place = _file(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    return digest


def take(digest: str) -> bytes:
    """Return a stored document.

    Raises:
        DamagedError: it is gone, or another.

    """
    try:
        content = _file(digest).read_bytes()
    except OSError as error:
        raise DamagedError(digest) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise DamagedError(digest)
    return content


def _file(digest: str) -> Path:
    return Path(settings.VAR_DIR) / "issued" / digest[:2] / f"{digest}.pdf"
