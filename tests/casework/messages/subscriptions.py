"""What a browser makes for its notifications."""

import base64

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

SECRET = bytes(range(16))


def encoded(octets: bytes) -> str:
    """Return octets as browsers write them."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def point_of(browser: ec.EllipticCurvePrivateKey) -> str:
    """Return the public key of a browser."""
    return encoded(
        browser.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
    )


def browser_keys() -> dict[str, str]:
    """Return the keys of some browser, as it sends them."""
    browser = ec.generate_private_key(ec.SECP256R1())
    return {"p256dh": point_of(browser), "auth": encoded(SECRET)}
