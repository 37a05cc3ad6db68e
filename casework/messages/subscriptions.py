"""Keys that a browser makes for its notifications (RFC 8291, section 3.1). Pure."""

import base64
import binascii
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

SECRET_BYTES: Final = 16


def check_keys(public_key: str, secret: str) -> None:
    """Raise ValueError unless notifications can be encrypted to these keys.

    `public_key` is an uncompressed point of P-256 and `secret` 16 octets, both in base64 for
    addresses, with or without padding.
    """
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _octets(public_key, 65))
    _octets(secret, SECRET_BYTES)


def _octets(text: str, length: int) -> bytes:
    plain = text.rstrip("=")
    try:
        octets = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if len(octets) != length:
        raise ValueError(f"not {length} octets")
    return octets
