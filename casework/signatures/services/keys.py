"""Certificates of officers and of the seal: issued by our authority, brought in, revoked."""

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.signatures import authority, keyring
from casework.signatures.authority import Identity, Pair
from casework.signatures.enums import KeyKind
from casework.signatures.models import SigningKey
from casework.signatures.naming import name_of, title_of
from people.audit import record
from people.models import User
from people.permissions import can

MANAGE = "signatures.keys"
LEAST_BITS = 2048


def issue_key(*, holder: User, actor: User, request: HttpRequest | None = None) -> SigningKey:
    """Issue a certificate of our own authority to an officer; an earlier one is revoked.

    Raises PermissionDenied, and ValidationError for a closed account.
    """
    _demand(actor)
    if not holder.is_active:
        raise ValidationError({"holder": _("This account is closed.")})
    now = timezone.now()
    identity = Identity(
        name=name_of(holder),
        organisation=settings.COMMUNE_FR,
        title=title_of(holder, timezone.localdate()),
    )
    root = keyring.pair_of(keyring.authority_key())
    pair = authority.make_signing(root, identity, now, keyring.list_url())
    with transaction.atomic():
        _replace(holder, _("Replaced by a new certificate."))
        key = keyring.store_pair(KeyKind.OFFICER, pair, holder=holder)
        _trace(key, actor, "signatures.issue_key", request=request)
    return key


def load_key(
    *,
    content: bytes,
    passphrase: str,
    holder: User | None,
    actor: User,
    request: HttpRequest | None = None,
) -> SigningKey:
    """Bring in a certificate of another authority with its key (PKCS#12), for an officer or seal.

    Without a holder it is the commune's seal, and the newest seal is the one used.

    Raises PermissionDenied, and ValidationError with the field at fault.
    """
    _demand(actor)
    pair, chain = _opened(content, passphrase)
    now = timezone.now()
    if not pair.certificate.not_valid_before_utc <= now < pair.certificate.not_valid_after_utc:
        raise ValidationError({"file": _("The certificate is not valid today.")})
    with transaction.atomic():
        if keyring.is_known(pair):
            raise ValidationError({"file": _("This certificate is here already.")})
        if holder:
            _replace(holder, _("Replaced by a new certificate."))
        kind = KeyKind.OFFICER if holder else KeyKind.SEAL
        key = keyring.store_pair(kind, pair, holder=holder, chain=chain, is_external=True)
        _trace(key, actor, "signatures.load_key", request=request)
    return key


def revoke_key(
    *, key: SigningKey, actor: User, reason: str, request: HttpRequest | None = None
) -> None:
    """Trust a certificate no longer from now on; what it signed before stays valid.

    Raises PermissionDenied, and ValidationError without a reason, for the authority itself, and
    for what was revoked already.
    """
    _demand(actor)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with transaction.atomic():
        row = SigningKey.objects.select_for_update().get(pk=key.pk)
        if row.kind == KeyKind.AUTHORITY:
            raise ValidationError(_("The authority itself cannot be revoked here."))
        if row.revoked_at:
            raise ValidationError(_("This certificate was revoked already."))
        _revoke(row, reason)
        _trace(row, actor, "signatures.revoke_key", why=reason, request=request)


def _demand(actor: User) -> None:
    if not can(actor, MANAGE):
        raise PermissionDenied(MANAGE)


def _replace(holder: User, reason: str) -> None:
    for key in SigningKey.objects.of(KeyKind.OFFICER).filter(holder=holder, revoked_at=None):
        _revoke(key, reason)


def _revoke(key: SigningKey, reason: str) -> None:
    key.revoked_at = timezone.now()
    key.revocation_reason = reason.strip()[:200]
    key.save(update_fields=["revoked_at", "revocation_reason"])
    transaction.on_commit(lambda: cache.delete(keyring.LIST_CACHE))


def _opened(content: bytes, passphrase: str) -> tuple[Pair, bytes]:
    """Return key, certificate, and the certificates above it (PEM)."""
    try:
        bundle = pkcs12.load_pkcs12(content, passphrase.encode() or None)
    except ValueError as error:
        words = _("The file does not open: it is no PKCS#12 file, or the passphrase is another.")
        raise ValidationError({"passphrase": words}) from error
    key, own = bundle.key, bundle.cert
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < LEAST_BITS or own is None:
        raise ValidationError({"file": _("It needs an RSA key of 2048 bits or more.")})
    above = b"".join(
        each.certificate.public_bytes(Encoding.PEM) for each in bundle.additional_certs
    )
    return Pair(key, own.certificate), above


def _trace(
    key: SigningKey, actor: User, action: str, *, why: str = "", request: HttpRequest | None = None
) -> None:
    record(actor=actor, action=action, obj=key, subject=key.subject, why=why, request=request)
