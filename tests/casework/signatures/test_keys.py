"""Certificates: issued, brought in, revoked; keys lie encrypted, and apart from the database."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from casework.signatures import authority, keyring, store, vault
from casework.signatures.authority import Identity
from casework.signatures.enums import KeyKind
from casework.signatures.models import SigningKey
from casework.signatures.services import issue_key, load_key, revoke_key
from tests.casework.signatures.files import issued, officer

SECRET = "a passphrase of a bundle"


@pytest.fixture
def keeper():
    return officer("signatures.keys")


def bundle(name="Signataire externe", *, key=None, days=300) -> bytes:
    """Return a certificate of another authority with its key (PKCS#12)."""
    then = timezone.now() - dt.timedelta(days=20)
    root = authority.make_root(Identity("Autre autorité", "Ailleurs"), then)
    pair = authority.make_signing(root, Identity(name, "Ailleurs"), then, "https://other.example/l")
    if days < 0:
        past = then - dt.timedelta(days=365 * 4)
        pair = authority.make_signing(root, Identity(name, "Ailleurs"), past, "https://o.example/l")
    return pkcs12.serialize_key_and_certificates(
        b"key",
        key or pair.key,
        None if key else pair.certificate,
        [root.certificate],
        BestAvailableEncryption(SECRET.encode()),
    )


def test_a_key_in_the_vault_is_encrypted_and_its_owners_alone(tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    vault.put("some-key", key)
    (path,) = (tmp_path / "signatures").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(TypeError):
        load_pem_private_key(path.read_bytes(), None)
    assert vault.take("some-key").private_numbers() == key.private_numbers()


def test_a_key_opens_with_its_passphrase_only(settings):
    vault.put("some-key", rsa.generate_private_key(public_exponent=65537, key_size=2048))
    settings.SIGNATURE_SECRET = "another secret"
    with pytest.raises(vault.KeyMissingError):
        vault.take("some-key")
    with pytest.raises(vault.KeyMissingError):
        vault.take("no-such-key")


def test_a_stored_document_that_was_damaged_is_found(tmp_path):
    digest = store.put(b"content")
    assert store.take(digest) == b"content"
    (path,) = Path(tmp_path / "issued").rglob("*.pdf")
    path.write_bytes(b"Content")
    for wrong in (digest, "0" * 64):
        with pytest.raises(store.DamagedError):
            store.take(wrong)


@pytest.mark.django_db
def test_the_commune_has_one_authority_and_one_seal():
    assert keyring.seal_key() == keyring.seal_key()
    keyring.time_stamp_key()
    kinds = sorted(SigningKey.objects.values_list("kind", flat=True))
    assert kinds == [KeyKind.AUTHORITY, KeyKind.SEAL, KeyKind.TIME_STAMP]


@pytest.mark.django_db
def test_a_new_certificate_replaces_the_earlier_one(keeper):
    holder = officer("signatures.sign")
    first, second = (issue_key(holder=holder, actor=keeper) for _ in range(2))
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert keyring.officer_key(holder) == second


@pytest.mark.django_db
def test_only_those_who_keep_certificates_do_so(keeper):
    holder = officer("signatures.sign")
    key = issue_key(holder=holder, actor=keeper)
    for attempt in (
        lambda: issue_key(holder=holder, actor=holder),
        lambda: revoke_key(key=key, actor=holder, reason="x"),
        lambda: load_key(content=b"", passphrase="", holder=holder, actor=holder),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.django_db
def test_a_revoked_certificate_signs_no_more_and_stands_on_the_list(keeper, draft):
    holder = officer("signatures.sign")
    key = issue_key(holder=holder, actor=keeper)
    assert issued(draft, signer=holder).key == key
    with pytest.raises(ValidationError):
        revoke_key(key=key, actor=keeper, reason=" ")
    revoke_key(key=key, actor=keeper, reason="Carte perdue")
    assert issued(draft, signer=holder).key.kind == KeyKind.SEAL
    revocations = x509.load_der_x509_crl(keyring.revocation_list())
    assert revocations.get_revoked_certificate_by_serial_number(int(key.serial, 16))
    with pytest.raises(ValidationError):
        revoke_key(key=key, actor=keeper, reason="x")
    with pytest.raises(ValidationError):
        revoke_key(key=keyring.authority_key(), actor=keeper, reason="x")


@pytest.mark.django_db
def test_a_certificate_of_another_authority_signs(keeper, draft, tmp_path):
    holder = officer("signatures.sign")
    key = load_key(content=bundle(), passphrase=SECRET, holder=holder, actor=keeper)
    assert (key.is_external, key.subject) == (True, "Signataire externe")
    document = issued(draft, signer=holder)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(store.take(document.sha256))
    told = subprocess.run(["pdfsig", paper], capture_output=True, text=True, check=True).stdout
    assert "Signataire externe" in told
    assert "Signature is Valid" in told


@pytest.mark.django_db
def test_a_seal_of_another_authority_takes_the_place_of_ours(keeper):
    ours = keyring.seal_key()
    theirs = load_key(content=bundle("Cachet"), passphrase=SECRET, holder=None, actor=keeper)
    assert keyring.seal_key() == theirs != ours


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "passphrase", "field"),
    [
        (lambda: b"rubbish", SECRET, "passphrase"),
        (bundle, "wrong", "passphrase"),
        (lambda: bundle(key=ec.generate_private_key(ec.SECP256R1())), SECRET, "file"),
        (lambda: bundle(days=-1), SECRET, "file"),
    ],
)
def test_what_cannot_sign_is_refused_beside_its_field(keeper, content, passphrase, field):
    with pytest.raises(ValidationError) as refusal:
        load_key(content=content(), passphrase=passphrase, holder=None, actor=keeper)
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.django_db
def test_the_same_certificate_is_brought_in_once(keeper):
    content = bundle()
    load_key(content=content, passphrase=SECRET, holder=None, actor=keeper)
    with pytest.raises(ValidationError):
        load_key(content=content, passphrase=SECRET, holder=None, actor=keeper)
