"""Secret links: whoever holds the link of a file is taken for the person concerned.

The secret itself is shown or sent once, and is kept nowhere: the database holds a digest. It has
132 bits, so nothing slower than SHA-256 is needed. Once proven, the session remembers it, and the
page is shown at an address without the secret, so that it stands in no log and no history.
"""

import hashlib
import hmac
import secrets
import time
from typing import Final

from django.http import HttpRequest

from people.access.throttle import Limit, allow, forgive
from people.origin import address_of

BYTES: Final = 17
DIGEST_BYTES: Final = 32
_DOMAIN: Final = b"municipality secret link\0"
_SESSION: Final = "proven_until"
_MOST_REMEMBERED: Final = 50
LASTS_S: Final = 7200
"""On a computer that many use, what was proven is forgotten after so long."""
GUESSES: Final = Limit("secret-link", most=60, per_s=900)
"""Wrong secrets from one address, perhaps of many telephones, before the next must wait: a secret
of 78 bits is safe from a thousand times more.
"""


class TooManyGuessesError(Exception):
    """So many wrong secrets came from an address that the next must wait."""


def make_secret() -> tuple[str, bytes]:
    """Return a new secret (23 characters, safe in a URL) and its digest (32 bytes) to be stored."""
    secret = secrets.token_urlsafe(BYTES)
    return secret, digest_of(secret)


def digest_of(secret: str) -> bytes:
    """Return the digest of a secret, 32 bytes."""
    return hashlib.sha256(_DOMAIN + secret.encode()).digest()


def is_secret_of(secret: str, digest: bytes | memoryview) -> bool:
    """Tell, in constant time, whether this is the secret whose digest was stored."""
    stored = bytes(digest)
    return len(stored) == DIGEST_BYTES and hmac.compare_digest(digest_of(secret), stored)


def prove(request: HttpRequest, *, subject: str, secret: str, digest: bytes | memoryview) -> bool:
    """Check a secret and let the session remember `subject`, such as "case:123", as proven.

    Raises TooManyGuessesError: after too many wrong ones from an address, even the right one is
    refused for a while.
    """
    origin = address_of(request)
    if not allow(GUESSES, origin):
        raise TooManyGuessesError
    if not is_secret_of(secret, digest):
        return False
    forgive(GUESSES, origin)
    remember(request, subject)
    return True


def remember(request: HttpRequest, subject: str) -> None:
    """Let the session stand for `subject` for a while, as for whoever has just deposited it."""
    renew(request)
    proven = [known for known in _proven(request) if known[0] != subject]
    request.session[_SESSION] = [*proven, (subject, time.time() + LASTS_S)][-_MOST_REMEMBERED:]


def renew(request: HttpRequest) -> None:
    """Give the session a name that nobody knew before something was proven.

    That of a member of staff has one since they signed in, and is listed and ended by it.
    """
    if not request.user.is_authenticated:
        request.session.cycle_key()


def is_proven(request: HttpRequest, subject: str) -> bool:
    """Tell whether this session has proven `subject` lately."""
    return any(known == subject for known, _until in _proven(request))


def _proven(request: HttpRequest) -> list[tuple[str, float]]:
    now, kept = time.time(), request.session.get(_SESSION, [])
    return [(subject, until) for subject, until in kept if until > now]


def forget(request: HttpRequest, subject: str) -> None:
    """Ask for the proof of `subject` again, as on a shared computer."""
    request.session[_SESSION] = [known for known in _proven(request) if known[0] != subject]
