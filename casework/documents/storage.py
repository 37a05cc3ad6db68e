"""Where the bytes lie: once each, under their SHA-256, outside what the web server shows."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Return the folder of all files."""
    return Path(settings.DOCUMENTS_DIR)


def path_of(sha256: str) -> Path:
    """Return where the bytes of a digest lie."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return folder() / sha256[:2] / sha256[2:4] / sha256


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def store(content: bytes) -> str:
    """Keep bytes for good and return their digest; the same bytes are kept once.

    They reach the disk under another name first, so that a file under its digest is always whole.
    """
    sha256 = digest(content)
    target = path_of(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{sha256[:16]}.{secrets.token_hex(6)}")
    try:
        with open(draft, "xb", opener=_private) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return sha256


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o400)


def is_whole(sha256: str) -> bool:
    """Tell whether the bytes of a digest are there and unchanged."""
    path = path_of(sha256)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
