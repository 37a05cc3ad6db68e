"""Where private keys lie: files of `var/signatures`, each encrypted, readable by their owner alone.

A copy of the database holds no key, and a copy of the folder opens none without the passphrase.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings


class KeyMissingError(Exception):
    """The private key of a certificate is not in the vault, or the passphrase is another."""


def folder() -> Path:
    """Return the folder of the keys."""
    return Path(settings.VAR_DIR) / "signatures"


def put(name: str, key: rsa.RSAPrivateKey) -> None:
    """Store a private key under a name of ours, in one step."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    text = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(_passphrase())
    )
    draft = place / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_file(name))


def take(name: str) -> rsa.RSAPrivateKey:
    """Return a private key.

    Raises:
        KeyMissingError: there is none of this name, or it does not open.

    """
    try:
        key = load_pem_private_key(_file(name).read_bytes(), _passphrase())
    except (OSError, ValueError, TypeError) as error:
        raise KeyMissingError(name) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyMissingError(name)
    return key


def holds(name: str) -> bool:
    """Tell whether a key of this name is there."""
    return _file(name).is_file()


def _file(name: str) -> Path:
    return folder() / f"{name}.pem"


def _passphrase() -> bytes:
    """Return what opens the keys, derived from the setting for this purpose alone."""
    secret = settings.SIGNATURE_SECRET.encode()
    return hmac.new(secret, b"casework.signatures.vault", hashlib.sha256).hexdigest().encode()
