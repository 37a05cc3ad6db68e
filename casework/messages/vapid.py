"""The key under which push services know us (VAPID, RFC 8292): made once, kept beside the settings.

A subscription belongs to the key it was made with; a lost key means that everyone subscribes anew.
"""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid


def key_path() -> Path:
    """Return where the private key lies."""
    return Path(settings.VAPID_KEY)


def signer() -> Vapid:
    """Return what signs for us, making the key at the first need."""
    path = key_path()
    if not path.exists():
        _make(path)
    return Vapid.from_file(str(path))


def public_key() -> str:
    """Return the public key as browsers want it: an uncompressed point in base64 for addresses."""
    point = signer().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _make(path: Path) -> None:
    """Write a new key, unless somebody else was faster."""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
