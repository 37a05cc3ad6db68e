"""The private certificate authority of the commune: roots, certificates, revocation lists.

Nothing is stored here; see `vault` for keys and `keyring` for who holds which.
Source: RFC 5280; ETSI EN 319 412-2 and -3 for the certificates of persons and of seals.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

KEY_BITS: Final = 3072
ROOT_YEARS: Final = 20
LEAF_YEARS: Final = 3
STAMP_YEARS: Final = 10
LIST_DAYS: Final = 7
SLACK: Final = dt.timedelta(minutes=5)
"""A certificate begins a little earlier than now, for clocks that are a little late."""


@dataclass(frozen=True)
class Identity:
    """Whom a certificate names: at most 64 letters each."""

    name: str
    organisation: str
    unit: str = ""
    title: str = ""


@dataclass(frozen=True)
class Pair:
    """A private key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True)
class Revoked:
    """A certificate that is no longer to be trusted, since an instant."""

    serial: int
    at: dt.datetime


def make_root(identity: Identity, now: dt.datetime) -> Pair:
    """Return a new authority that signs itself."""
    key = _new_key()
    name = _name(identity)
    builder = (
        _builder(name, name, key, now, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
    return Pair(key, builder.sign(key, hashes.SHA256()))


def make_signing(root: Pair, identity: Identity, now: dt.datetime, list_url: str) -> Pair:
    """Return a key that signs documents, for an officer or for a seal."""
    key = _new_key()
    builder = _issued(root, identity, key, now, LEAF_YEARS, list_url).add_extension(
        _usage(digital_signature=True, content_commitment=True), critical=True
    )
    return Pair(key, builder.sign(root.key, hashes.SHA256()))


def make_time_stamping(root: Pair, identity: Identity, now: dt.datetime, list_url: str) -> Pair:
    """Return a key that stamps times and does nothing else (RFC 3161, section 2.3)."""
    key = _new_key()
    builder = (
        _issued(root, identity, key, now, STAMP_YEARS, list_url)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return Pair(key, builder.sign(root.key, hashes.SHA256()))


def make_list(root: Pair, revoked: Iterable[Revoked], number: int, now: dt.datetime) -> bytes:
    """Return the list of revoked certificates, DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(now - SLACK)
        .next_update(now + dt.timedelta(days=LIST_DAYS))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_issuer_key(root), critical=False)
    )
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(each.serial)
        builder = builder.add_revoked_certificate(entry.revocation_date(each.at).build())
    from_root = builder.sign(root.key, hashes.SHA256())
    return from_root.public_bytes(Encoding.DER)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _name(identity: Identity) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "MA"),
        (NameOID.ORGANIZATION_NAME, identity.organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, identity.unit),
        (NameOID.TITLE, identity.title),
        (NameOID.COMMON_NAME, identity.name),
    )
    return x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in parts if text])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: dt.datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now + dt.timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _issued(
    root: Pair,
    identity: Identity,
    key: rsa.RSAPrivateKey,
    now: dt.datetime,
    years: int,
    list_url: str,
) -> x509.CertificateBuilder:
    place = x509.DistributionPoint(
        full_name=[x509.UniformResourceIdentifier(list_url)],
        relative_name=None,
        reasons=None,
        crl_issuer=None,
    )
    return (
        _builder(_name(identity), root.certificate.subject, key, now, years)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_issuer_key(root), critical=False)
        .add_extension(x509.CRLDistributionPoints([place]), critical=False)
    )


def _issuer_key(root: Pair) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())


def _usage(**named: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: named.get(name, False) for name in names.split()})
