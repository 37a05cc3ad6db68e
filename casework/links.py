"""The secret code that proves who deposited a case, as printed on the receipt."""

import hmac
import secrets
from hashlib import sha256
from typing import Final

from django.conf import settings

from casework.rules import ALPHABET, tidy_secret

LENGTH: Final = 16
"""Characters of a 29-letter alphabet: 77 bits, out of reach of guessing even without a throttle."""
_PURPOSE: Final = b"casework.links:"


def make_secret() -> tuple[str, bytes]:
    """Return a new secret code and the digest that is stored in its place."""
    secret = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return secret, digest_of(secret)


def digest_of(secret: str) -> bytes:
    """Return the keyed digest of a code, however it was typed: useless without the server's key."""
    key = _PURPOSE + settings.SECRET_KEY.encode()
    return hmac.new(key, tidy_secret(secret).encode(), sha256).digest()


def proves(secret: str, digest: bytes | memoryview) -> bool:
    """Tell whether a code is the one whose digest is stored, in constant time."""
    return hmac.compare_digest(digest_of(secret), bytes(digest))
