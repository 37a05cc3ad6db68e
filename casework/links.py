"""The secret code that proves who deposited a case, as printed on the receipt and sent to them."""

import secrets
from typing import Final

from django.http import HttpRequest

from casework.models import Case
from casework.rules import ALPHABET, tidy_secret
from people.access import links

LENGTH: Final = 16
"""Characters of an alphabet of 30, so 78 bits: short enough to be typed from paper."""


def make_secret() -> tuple[str, bytes]:
    """Return a new secret code and the digest that is stored in its place."""
    secret = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return secret, links.digest_of(secret)


def is_secret_of(case: Case, secret: str) -> bool:
    """Tell, in constant time, whether this is the case's code, however it was typed."""
    return links.is_secret_of(tidy_secret(secret), case.link_digest)


def prove(request: HttpRequest, case: Case, secret: str) -> bool:
    """Check a code and let the session remember the case as proven; guesses are throttled."""
    return links.prove(
        request, subject=_subject(case), secret=tidy_secret(secret), digest=case.link_digest
    )


def is_proven(request: HttpRequest, case: Case) -> bool:
    """Tell whether this session has proven to be the applicant's."""
    return links.is_proven(request, _subject(case))


def forget(request: HttpRequest, case: Case) -> None:
    """Ask for the code again, as on a shared computer."""
    links.forget(request, _subject(case))


def _subject(case: Case) -> str:
    return f"case:{case.pk}"
