"""Who holds which key: finds the key that signs, and makes it when there is none yet."""

import datetime as dt
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from casework.signatures import authority, vault
from casework.signatures.authority import Identity, Pair
from casework.signatures.enums import KeyKind
from casework.signatures.models import SigningKey
from people.models import User

LOCK = 0x5167_6E61
"""Advisory lock: two processes must not make two authorities."""
LIST_PATH = "/verify/authority.crl"
LIST_CACHE = "signatures:revocation-list"


def authority_key() -> SigningKey:
    """Return the commune's own authority."""
    return _found(KeyKind.AUTHORITY) or _made_once(KeyKind.AUTHORITY)


def seal_key() -> SigningKey:
    """Return the commune's seal (خاتم / cachet)."""
    return _found(KeyKind.SEAL) or _made_once(KeyKind.SEAL)


def time_stamp_key() -> SigningKey:
    """Return the key of our own time stamps."""
    return _found(KeyKind.TIME_STAMP) or _made_once(KeyKind.TIME_STAMP)


def prepare_keys() -> None:
    """Make the authority, the seal and the key of time stamps, where they are not there yet."""
    authority_key()
    seal_key()
    time_stamp_key()


def officer_key(user: User) -> SigningKey | None:
    """Return the key by which an officer signs, or None where they have none that is valid."""
    return _found(KeyKind.OFFICER, holder=user)


def pair_of(key: SigningKey) -> Pair:
    """Return private key and certificate.

    Raises:
        vault.KeyMissingError: the private key is not in the vault.

    """
    return Pair(vault.take(key.fingerprint), x509.load_der_x509_certificate(bytes(key.certificate)))


def store_pair(
    kind: KeyKind,
    pair: Pair,
    *,
    holder: User | None = None,
    chain: bytes = b"",
    is_external: bool = False,
) -> SigningKey:
    """Put a private key into the vault and its certificate into the database."""
    der = pair.certificate.public_bytes(Encoding.DER)
    fingerprint = hashlib.sha256(der).hexdigest()
    vault.put(fingerprint, pair.key)
    return SigningKey.objects.create(
        kind=kind,
        holder=holder,
        subject=subject_of(pair.certificate)[:200],
        fingerprint=fingerprint,
        serial=f"{pair.certificate.serial_number:x}",
        certificate=der,
        chain=chain,
        is_external=is_external,
        not_before_at=pair.certificate.not_valid_before_utc,
        not_after_at=pair.certificate.not_valid_after_utc,
    )


def is_known(pair: Pair) -> bool:
    """Tell whether a certificate is in the database already."""
    der = pair.certificate.public_bytes(Encoding.DER)
    return bool(SigningKey.objects.filter(fingerprint=hashlib.sha256(der).hexdigest()).exists())


def subject_of(certificate: x509.Certificate) -> str:
    """Return the common name on a certificate, or the whole name where it has none."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def list_url() -> str:
    """Return where anyone finds which certificates were revoked."""
    return f"{settings.SITE_URL.rstrip('/')}{LIST_PATH}"


def revocation_list(now: dt.datetime | None = None) -> bytes:
    """Return the list of our revoked certificates, made now (DER)."""
    now = now or timezone.now()
    gone = SigningKey.objects.revoked().filter(is_external=False).exclude(kind=KeyKind.AUTHORITY)
    revoked = [authority.Revoked(int(key.serial, 16), key.revoked_at) for key in gone]
    return authority.make_list(pair_of(authority_key()), revoked, int(now.timestamp()), now)


def authority_certificate() -> bytes:
    """Return the certificate of our own authority (DER)."""
    return bytes(authority_key().certificate)


def _found(kind: KeyKind, holder: User | None = None) -> SigningKey | None:
    keys = SigningKey.objects.of(kind).usable(timezone.now()).filter(holder=holder)
    return next((key for key in keys if vault.holds(key.fingerprint)), None)


@transaction.atomic
def _made_once(kind: KeyKind) -> SigningKey:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return _found(kind) or store_pair(kind, _new_pair(kind))


def _new_pair(kind: KeyKind) -> Pair:
    now = timezone.now()
    commune = settings.COMMUNE_FR
    if kind == KeyKind.AUTHORITY:
        return authority.make_root(Identity(f"Autorité de signature, {commune}", commune), now)
    root = pair_of(authority_key())
    if kind == KeyKind.SEAL:
        identity = Identity(f"Cachet, {commune}", commune)
        return authority.make_signing(root, identity, now, list_url())
    identity = Identity(f"Horodatage, {commune}", commune)
    return authority.make_time_stamping(root, identity, now, list_url())
