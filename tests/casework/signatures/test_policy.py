"""The policy that time stamps name, and the few inspections at a time."""

import fcntl

import pytest
from asn1crypto import tsp
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.signatures import keyring, sandbox, sealing
from casework.signatures.checks import check_policy
from casework.signatures.drafts import check_draft
from casework.signatures.rules import is_object_identifier
from casework.signatures.timestamps import OWN_POLICY, OwnTimeStamper, time_stamper


@pytest.mark.parametrize(
    "text",
    ["2.25.316692605873377873922935379163986281874", "1.3.6.1.4.1.99999.1", "0.4.0.2023.1.1"],
)
def test_policies_are_recognised(text):
    assert is_object_identifier(text)


@pytest.mark.parametrize(
    "text", ["", "2", "2.25", "3.1.1", "1.40.1", "1.3.06", "1.3.", "1.3.a", "١.٣.٦", "1.3.6\n"]
)
def test_what_is_no_policy_is_not(text):
    assert not is_object_identifier(text)


def test_a_wrong_setting_is_found_by_the_check(settings):
    assert check_policy() == []
    settings.TIME_STAMP_POLICY = "commune"
    (found,) = check_policy()
    assert found.id == "signatures.E001"


@pytest.mark.django_db
@pytest.mark.parametrize("policy", ["", "1.3.6.1.4.1.99999.7"])
def test_stamps_name_the_policy_of_the_settings(settings, policy):
    settings.TIME_STAMP_POLICY = policy
    root = sealing.as_asn1(keyring.pair_of(keyring.authority_key()))
    stamper = time_stamper(keyring.pair_of(keyring.time_stamp_key()), root)
    imprint = tsp.MessageImprint(
        {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    )
    wanted = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": 7})
    assert isinstance(stamper, OwnTimeStamper)
    answer = stamper.request_tsa_response(wanted)
    signed = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert signed["policy"].dotted == (policy or OWN_POLICY)


@pytest.fixture
def _taken(settings, tmp_path, monkeypatch):
    """Hold every place in which a file could be inspected."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(sandbox, "PATIENCE_S", 0.1)
    held = [(tmp_path / f".inspection-{number}").open("ab") for number in range(sandbox.AT_A_TIME)]
    for place in held:
        fcntl.flock(place.fileno(), fcntl.LOCK_EX)
    yield
    for place in held:
        place.close()


@pytest.mark.usefixtures("_taken")
def test_a_draft_waits_for_its_turn():
    with pytest.raises(sandbox.BusyError):
        sandbox.inspect_safely(b"%PDF-")
    with pytest.raises(ValidationError) as caught:
        check_draft(b"%PDF-")
    assert list(caught.value.message_dict) == ["draft"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_taken")
def test_the_public_check_asks_to_come_back(client):
    answer = client.post("/verify/", {"file": SimpleUploadedFile("paper.pdf", b"%PDF-x")})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_a_place_is_free_again_afterwards(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    for _ in range(sandbox.AT_A_TIME + 1):
        assert not sandbox.inspect_safely(b"not a PDF").is_pdf
