"""Signs PDF files: PAdES baseline, level B-LT where the authority is ours, B-T with another's.

Source: ETSI EN 319 142-1. Knows neither who signs nor why.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from casework.signatures.authority import Pair
from casework.signatures.timestamps import key_info

FIELD = "Signature"


class UnsignableError(Exception):
    """A file cannot be signed: it is no PDF, or an encrypted or a broken one."""


@dataclass(frozen=True)
class Signing:
    """With what to sign: the key, the certificates above it, what is known of revocations."""

    pair: Pair
    chain: Sequence[x509.Certificate]
    stamper: TimeStamper
    roots: Sequence[x509.Certificate] = ()
    lists: Sequence[bytes] = ()
    """Revocation lists (DER); without them the file carries no proof of its own (level B-T)."""


@dataclass(frozen=True)
class Statement:
    """What the signature itself says, in the panel of a PDF reader."""

    name: str
    reason: str
    location: str
    contact: str


def sign(writer: IncrementalPdfFileWriter, signing: Signing, statement: Statement) -> bytes:
    """Return the signed file.

    Raises:
        UnsignableError: the file does not take a signature.

    """
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=statement.name,
        reason=statement.reason,
        location=statement.location,
        contact_info=statement.contact,
        embed_validation_info=bool(signing.lists),
        validation_context=_context(signing),
    )
    target = io.BytesIO()
    try:
        signers.PdfSigner(metadata, _signer(signing), timestamper=signing.stamper).sign_pdf(
            writer, output=target
        )
    except PdfError as error:
        raise UnsignableError(str(error)) from error
    return target.getvalue()


def to_asn1(certificate: Certificate) -> x509.Certificate:
    """Return a certificate as pyHanko wants it."""
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def as_asn1(pair: Pair) -> x509.Certificate:
    """Return the certificate of a pair as pyHanko wants it."""
    return to_asn1(pair.certificate)


def _signer(signing: Signing) -> signers.SimpleSigner:
    registry = SimpleCertificateStore()
    registry.register_multiple(signing.chain)
    return signers.SimpleSigner(
        signing_cert=as_asn1(signing.pair),
        signing_key=key_info(signing.pair),
        cert_registry=registry,
    )


def _context(signing: Signing) -> ValidationContext | None:
    if not signing.lists:
        return None
    return ValidationContext(
        trust_roots=list(signing.roots),
        other_certs=list(signing.chain),
        crls=list(signing.lists),
        allow_fetching=False,
        revocation_mode="require",
    )
