"""Certificates and revocation lists are what the standards ask for."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from casework.signatures.authority import (
    Identity,
    Revoked,
    make_list,
    make_root,
    make_signing,
    make_time_stamping,
)

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
LIST = "https://city.example/verify/authority.crl"


@pytest.fixture
def root():
    return make_root(Identity("Autorité", "Commune"), NOW)


def test_the_root_signs_itself_and_only_certificates(root):
    root.certificate.verify_directly_issued_by(root.certificate)
    constraints = root.certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    usage = root.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert constraints.critical
    assert (constraints.value.ca, constraints.value.path_length) == (True, 0)
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (True, True, False)


def test_an_officers_certificate_signs_documents_and_nothing_else(root):
    pair = make_signing(root, Identity("أمينة المثال", "Commune", title="Cheffe"), NOW, LIST)
    pair.certificate.verify_directly_issued_by(root.certificate)
    usage = pair.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.content_commitment, usage.key_cert_sign) == (True, False)
    points = pair.certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    assert points.value[0].full_name[0].value == LIST
    assert "أمينة المثال" in pair.certificate.subject.rfc4514_string()
    assert pair.certificate.not_valid_before_utc < NOW < pair.certificate.not_valid_after_utc


def test_a_time_stamp_certificate_stamps_times_and_nothing_else(root):
    pair = make_time_stamping(root, Identity("Horodatage", "Commune"), NOW, LIST)
    usage = pair.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical
    assert list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def test_the_list_names_what_is_revoked(root):
    pair = make_signing(root, Identity("Officer", "Commune"), NOW, LIST)
    gone = Revoked(pair.certificate.serial_number, NOW)
    revocations = x509.load_der_x509_crl(make_list(root, [gone], 7, NOW))
    assert revocations.is_signature_valid(root.certificate.public_key())
    assert revocations.get_revoked_certificate_by_serial_number(gone.serial) is not None
    assert revocations.get_revoked_certificate_by_serial_number(1) is None
    assert revocations.next_update_utc
    assert revocations.next_update_utc > NOW + dt.timedelta(days=6)


def test_long_names_are_cut_to_what_a_certificate_holds():
    root = make_root(Identity("A" * 200, "Commune"), NOW)
    (name,) = root.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    assert name.value == "A" * 64
