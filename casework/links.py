"""What proves who deposited a case: the secret code of the receipt, or the contact they gave.

Whoever proved that telephone or address by a one-time code is where the commune writes about the
case anyway.
"""

import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from casework.models import Case
from casework.rules import ALPHABET, tidy_secret
from people.access import links
from people.residents.proofs import forget_proof, proven_contacts

LENGTH: Final = 16
"""Characters of an alphabet of 30, so 78 bits: short enough to be typed from paper."""
_SENDING: Final = "casework.links.sending"


def make_secret(sending: bytes = b"") -> tuple[str, bytes]:
    """Return a secret code and the digest that is stored in its place.

    A new one each time; the same `sending` of a form always gets the same, which only this
    installation can tell.
    """
    chance = salted_hmac(_SENDING, sending or secrets.token_bytes(32), algorithm="sha256").digest()
    number, secret = int.from_bytes(chance), ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        secret += ALPHABET[place]
    return secret, links.digest_of(secret)


def tracking_address() -> str:
    """Return the whole address of the page that asks for reference and code."""
    return f"{settings.SITE_URL}{reverse('requests:find')}"


def slip_address(case: Case, secret: str) -> str:
    """Return what the QR code of a follow-up slip holds.

    Reference and code stand behind a `#`: no browser sends them, and they reach no log.
    """
    return f"{tracking_address()}#{case.reference}.{tidy_secret(secret)}"


def is_secret_of(case: Case, secret: str) -> bool:
    """Tell, in constant time, whether this is the case's code, however it was typed."""
    return links.is_secret_of(tidy_secret(secret), case.link_digest)


def prove(request: HttpRequest, case: Case, secret: str) -> bool:
    """Check a code and let the session remember the case as proven.

    Raises people.access.links.TooManyGuessesError.
    """
    return links.prove(
        request, subject=_subject(case), secret=tidy_secret(secret), digest=case.link_digest
    )


def remember(request: HttpRequest, case: Case) -> None:
    """Let the session of whoever has just deposited a case follow it."""
    links.remember(request, _subject(case))


def is_proven(request: HttpRequest, case: Case) -> bool:
    """Tell whether this session has proven to be the applicant's."""
    return links.is_proven(request, _subject(case)) or _is_theirs(case, proven_contacts(request))


def forget(request: HttpRequest, case: Case) -> None:
    """Ask for the proof again, as on a shared computer."""
    links.forget(request, _subject(case))
    forget_proof(request)


def _is_theirs(case: Case, contacts: list[str]) -> bool:
    known = {case.applicant.phone, case.applicant.email.lower()} - {""}
    return not known.isdisjoint(contacts)


def _subject(case: Case) -> str:
    return f"case:{case.pk}"
