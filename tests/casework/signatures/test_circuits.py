"""The parapheur: in order, by whoever may, refused with a reason, and never changed after."""

import datetime as dt
import subprocess

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import override

from casework.signatures import drafts, store
from casework.signatures.delegations import people_who_may, steps_waiting_for
from casework.signatures.desk import count_steps, waiting_steps
from casework.signatures.enums import CircuitState, KeyKind, StepKind, StepState
from casework.signatures.inspection import inspect
from casework.signatures.models import Circuit, IssuedDocument, SigningKey, Step
from casework.signatures.services import (
    approve_step,
    issue_key,
    refuse_step,
    revoke_document,
    start_circuit,
    withdraw_circuit,
)
from casework.timeline import timeline
from people.models import AuditEntry, User
from tests.casework.signatures.files import a_case, circuit, officer, steps
from tests.people.organisation import appoint, delegate, grant, make_department, make_post
from workspace.models import Notification

pytestmark = pytest.mark.django_db


def signed(step: Step, actor: User) -> IssuedDocument:
    """Give the last answer of a parapheur; return the document that it issues."""
    document = approve_step(step=step, actor=actor)
    assert document
    return document


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(drafts, "inspect_safely", inspect)


def test_visas_then_signature_then_document(draft):
    row = circuit(draft, visas=2)
    first, second, last = steps(row)
    for step in (second, last):
        with pytest.raises(ValidationError):
            approve_step(step=step, actor=step.person)
    assert approve_step(step=first, actor=first.person, note="Vu") is None
    assert approve_step(step=second, actor=second.person) is None
    document = signed(last, last.person)
    row.refresh_from_db()
    assert row.state == CircuitState.SIGNED
    assert document.circuit == row
    assert document.signed_as == last.person.get_full_name()
    assert store.take(document.sha256).startswith(draft)
    assert [event.kind for event in row.case.events.all()].count("signature") == 4


def test_who_is_next_is_told_and_has_a_duty(draft):
    row = circuit(draft, visas=1, due_on=timezone.localdate() + dt.timedelta(days=2))
    visa, signature = steps(row)
    assert (count_steps(visa.person), count_steps(signature.person)) == (1, 0)
    (duty,) = waiting_steps(visa.person, 5)
    assert (duty.title, duty.due_on) == (row.title, row.due_on)
    assert Notification.objects.filter(owner=visa.person).count() == 1
    approve_step(step=visa, actor=visa.person)
    assert (count_steps(visa.person), count_steps(signature.person)) == (0, 1)
    assert Notification.objects.filter(owner=signature.person).count() == 1


def test_a_refusal_needs_a_reason_and_ends_the_circuit(draft):
    row = circuit(draft)
    visa, signature = steps(row)
    with pytest.raises(ValidationError) as refusal:
        refuse_step(step=visa, actor=visa.person, reason="  ")
    assert list(refusal.value.message_dict) == ["reason"]
    refuse_step(step=visa, actor=visa.person, reason="المرجع القانوني ناقص")
    row.refresh_from_db()
    assert row.state == CircuitState.REFUSED
    with pytest.raises(ValidationError):
        approve_step(step=signature, actor=signature.person)
    assert not IssuedDocument.objects.filter(circuit=row).exists()
    entry = AuditEntry.objects.get(action="signatures.refuse")
    assert (entry.actor, entry.why) == (visa.person, "المرجع القانوني ناقص")


def test_nobody_answers_for_somebody_else(draft):
    row = circuit(draft)
    (visa, _signature) = steps(row)
    for stranger in (officer(), officer("signatures.visa"), row.started_by):
        with pytest.raises(PermissionDenied):
            approve_step(step=visa, actor=stranger)


def test_a_delegate_signs_by_the_decision_that_the_paper_names(draft):
    row = circuit(draft, visas=0)
    (signature,) = steps(row)
    appoint(signature.person, make_post(make_department(), name_ar="رئيس المجلس"))
    deputy = officer(first_name="Salma", last_name="Exemple")
    delegate(signature.person, deputy, "signatures.sign", decision="45/2026")
    assert steps_waiting_for(deputy, timezone.localdate()).get() == signature
    document = signed(signature, deputy)
    assert document.signer == deputy
    assert document.signed_as == "Salma Exemple، بتفويض من رئيس المجلس، القرار 45/2026"
    signature.refresh_from_db()
    assert (signature.acted_by, signature.delegation) == (deputy, "45/2026")


@pytest.mark.parametrize(
    "limits",
    [
        {"capabilities": ("signatures.visa",)},
        {"valid_to": dt.date(2021, 1, 1)},
        {"valid_from": dt.date(2100, 1, 1)},
        {"territory_code": "99"},
    ],
)
def test_a_delegation_reaches_as_far_as_it_says(draft, limits):
    row = circuit(draft, visas=0)
    (signature,) = steps(row)
    deputy = officer()
    named = limits.pop("capabilities", ("signatures.sign",))
    delegate(signature.person, deputy, *named, **limits)
    assert not steps_waiting_for(deputy, timezone.localdate()).exists()
    with pytest.raises(PermissionDenied):
        approve_step(step=signature, actor=deputy)


def test_a_delegation_is_worth_what_its_giver_may_do(draft):
    row = circuit(draft, visas=0)
    (signature,) = steps(row)
    deputy = officer()
    delegate(signature.person, deputy)
    signature.person.grants.update(valid_to=timezone.localdate())
    with pytest.raises(PermissionDenied):
        approve_step(step=signature, actor=deputy)
    with pytest.raises(PermissionDenied):
        approve_step(step=signature, actor=signature.person)


def test_only_those_who_may_are_asked(draft):
    case, start = a_case(), officer("signatures.start")
    signer, visa = officer("signatures.sign"), officer("signatures.visa")
    elsewhere = officer()
    grant("signatures.sign", user=elsewhere, department=make_department())
    common = {"case": case, "title": "قرار", "pdf": draft}
    with pytest.raises(PermissionDenied):
        start_circuit(**common, visas=[], signer=signer, actor=signer)
    for visas, who, field in (
        ([], visa, "signer"),
        ([], elsewhere, "signer"),
        ([signer], officer("signatures.sign"), "visas"),
        ([visa, visa], signer, "visas"),
    ):
        with pytest.raises(ValidationError) as refusal:
            start_circuit(**common, visas=visas, signer=who, actor=start)
        assert list(refusal.value.message_dict) == [field]
    assert signer in people_who_may(StepKind.SIGNATURE, case, timezone.localdate())
    assert elsewhere not in people_who_may(StepKind.SIGNATURE, case, timezone.localdate())


def test_it_is_withdrawn_with_a_reason_by_whoever_may(draft):
    row = circuit(draft)
    with pytest.raises(ValidationError):
        withdraw_circuit(circuit=row, actor=row.started_by, reason="")
    with pytest.raises(PermissionDenied):
        withdraw_circuit(circuit=row, actor=officer("signatures.visa"), reason="x")
    withdraw_circuit(circuit=row, actor=row.started_by, reason="خطأ في المشروع")
    with pytest.raises(ValidationError):
        withdraw_circuit(circuit=row, actor=row.started_by, reason="x")


def test_an_officer_signs_with_their_own_certificate(draft, tmp_path):
    signer = officer("signatures.sign", first_name="Nadia", last_name="Exemple")
    key = issue_key(holder=signer, actor=officer("signatures.keys"))
    row = circuit(draft, visas=0, signer=signer)
    document = signed(steps(row)[0], signer)
    assert document.key == key
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(store.take(document.sha256))
    told = subprocess.run(["pdfsig", paper], capture_output=True, text=True, check=False).stdout
    assert "Nadia Exemple" in told
    assert "Signature is Valid" in told


def test_the_database_has_the_last_word(draft):
    row = circuit(draft)
    visa, signature = steps(row)
    answered = {
        "state": StepState.APPROVED,
        "acted_by": signature.person,
        "acted_at": timezone.now(),
    }
    attempts = [
        lambda: Step.objects.filter(pk=signature.pk).update(**answered),
        lambda: Step.objects.filter(pk=visa.pk).update(place=9),
        lambda: Circuit.objects.filter(pk=row.pk).update(draft="0" * 64),
        lambda: Circuit.objects.filter(pk=row.pk).update(
            state=CircuitState.SIGNED, ended_at=timezone.now()
        ),
        lambda: visa.delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_what_was_issued_stays(draft):
    row = circuit(draft, visas=0)
    document = signed(steps(row)[0], steps(row)[0].person)
    attempts = [
        lambda: IssuedDocument.objects.filter(pk=document.pk).update(title="أخرى"),
        lambda: IssuedDocument.objects.filter(pk=document.pk).update(sha256="0" * 64),
        lambda: IssuedDocument.objects.filter(pk=document.pk).delete(),
        lambda: SigningKey.objects.of(KeyKind.SEAL).update(subject="أخرى"),
        lambda: Circuit.objects.filter(pk=row.pk).update(state=CircuitState.RUNNING),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_document_is_revoked_once_with_a_reason(draft):
    row = circuit(draft, visas=0)
    document = signed(steps(row)[0], steps(row)[0].person)
    may = officer("signatures.revoke")
    with pytest.raises(PermissionDenied):
        revoke_document(document=document, actor=row.started_by, reason="x")
    with pytest.raises(ValidationError):
        revoke_document(document=document, actor=may, reason=" ")
    revoke_document(document=document, actor=may, reason="صدر خطأ")
    with pytest.raises(ValidationError):
        revoke_document(document=document, actor=may, reason="x")
    document.refresh_from_db()
    assert (document.revoked_by, document.revocation_reason) == (may, "صدر خطأ")


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "منح التأشيرة"), ("fr", "Visa donné"), ("en", "Visa given")],
)
def test_the_history_is_told_in_the_readers_words(draft, language, words):
    row = circuit(draft)
    with override("fr"):
        approve_step(step=steps(row)[0], actor=steps(row)[0].person)
    with override(language):
        titles = [str(line.title) for line in timeline(row.case)]
    assert words in titles
