"""The link by which a reader asks for no more information: signed, and naming no address."""

from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT: Final = "outbox.stop"


def stop_url(number: int) -> str:
    """Return the full address of the page that ends information to where a message went."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('outbox:stop', args=[token_of(number)])}"


def token_of(number: int) -> str:
    """Return the signed number of a message."""
    return signing.dumps(number, salt=SALT)


def number_of(token: str) -> int | None:
    """Return the number of the message that a link came with, or None for a link not of ours."""
    try:
        return int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
