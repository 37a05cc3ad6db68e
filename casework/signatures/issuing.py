"""From a draft to a signed file: the code, the band with its QR code, the signature."""

import datetime as dt
import secrets
from dataclasses import dataclass

from cryptography import x509
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.signatures import codes, keyring, sealing, stamping
from casework.signatures.models import SigningKey
from casework.signatures.timestamps import time_stamper
from casework.signatures.wording import commune_name, moment_words

VERIFY_PATH = "/verify/"


@dataclass(frozen=True)
class Signed:
    """A signed file with its verification code (without separators)."""

    code: str
    content: bytes
    pages: int


def sign_draft(
    pdf: bytes, *, key: SigningKey, signed_as: str, title: str, language: str, at: dt.datetime
) -> Signed:
    """Return the draft with the band on each page, signed.

    Raises:
        sealing.UnsignableError: the draft is no PDF that can be signed.
        vault.KeyMissingError: the private key is not in the vault.

    """
    writer = stamping.open_draft(pdf)
    code = codes.make_code(secrets.randbits(75))
    pages = stamping.page_count(writer)
    stamping.stamp(writer, _band(code, signed_as, language, at))
    statement = sealing.Statement(
        name=signed_as, reason=title, location=commune_name(language), contact=verify_url(code)
    )
    return Signed(code, sealing.sign(writer, _signing(key, at), statement), pages)


def verify_url(code: str = "") -> str:
    """Return where anyone checks a document; with a code, this one."""
    return f"{settings.SITE_URL.rstrip('/')}{VERIFY_PATH}{f'{code}/' if code else ''}"


def seal_name(language: str) -> str:
    """Return what a paper says where the commune's seal stands alone."""
    with override(language):
        return _("Seal of the commune")


def _band(code: str, signed_as: str, language: str, at: dt.datetime) -> stamping.Band:
    return stamping.Band(
        code=codes.show_code(code),
        url=verify_url(code),
        place=verify_url().partition("://")[2],
        signed_as=signed_as,
        signed_on=moment_words(at, language),
        authority=commune_name(language),
        language=language,
    )


def _signing(key: SigningKey, at: dt.datetime) -> sealing.Signing:
    root = keyring.pair_of(keyring.authority_key())
    root_certificate = sealing.as_asn1(root)
    stamper = time_stamper(keyring.pair_of(keyring.time_stamp_key()), root_certificate)
    pair = keyring.pair_of(key)
    if key.is_external:
        above = x509.load_pem_x509_certificates(bytes(key.chain)) if key.chain else []
        return sealing.Signing(pair, [sealing.to_asn1(each) for each in above], stamper)
    proof = () if settings.TIME_STAMP_URL else (keyring.revocation_list(at),)
    return sealing.Signing(pair, [root_certificate], stamper, [root_certificate], proof)
