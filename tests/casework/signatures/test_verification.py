"""Verdicts on real files: untouched, tampered with, replayed, expired, revoked, unknown."""

import datetime as dt
import subprocess

import pytest
from django.utils import timezone

from casework.signatures import store, verification
from casework.signatures.enums import Reason, Verdict
from casework.signatures.inspection import Inspection, inspect
from casework.signatures.sandbox import inspect_safely
from casework.signatures.services import revoke_document
from casework.signatures.verification import check_code, check_file
from tests.casework.files import clerk
from tests.casework.signatures.files import a_case, issued
from tests.casework.signatures.papers import (
    plain_pdf,
    rewritten,
    with_byte_changed,
    with_something_added,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(verification, "inspect_safely", inspect)


@pytest.fixture
def document(draft):
    return issued(draft)


def verdict(content: bytes, code: str = "") -> tuple[Verdict, Reason, str]:
    """Return verdict, reason, and the code of the document that it is about."""
    answer = check_file(content, code)
    return answer.judgement.verdict, answer.judgement.reason, answer.judgement.code


def test_an_untouched_document_is_valid_here_and_in_a_second_tool(document, tmp_path):
    content = store.take(document.sha256)
    assert verdict(content) == (Verdict.VALID, Reason.UNTOUCHED, document.code)
    assert verdict(content, document.code)[0] == Verdict.VALID
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(content)
    told = subprocess.run(["pdfsig", paper], capture_output=True, text=True, check=True).stdout
    assert "ETSI.CAdES.detached" in told
    assert "Signature is Valid" in told
    paper.write_bytes(with_byte_changed(content, 700))
    told = subprocess.run(["pdfsig", paper], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" not in told


def test_a_document_that_was_tampered_with(document):
    content = store.take(document.sha256)
    changed = (Verdict.TAMPERED, Reason.CHANGED, document.code)
    assert verdict(with_byte_changed(content, 700)) == changed
    assert verdict(rewritten(content))[:2] == (Verdict.TAMPERED, Reason.CHANGED)
    added = (Verdict.TAMPERED, Reason.ADDED_AFTER, document.code)
    assert verdict(with_something_added(content)) == added


def test_a_code_that_was_copied_onto_another_document(document):
    forged = plain_pdf(f"<p>شهادة مزورة</p><p>{document.code[:4]}</p>")
    assert verdict(forged) == (Verdict.UNKNOWN, Reason.NOT_SIGNED, "")
    not_this = (Verdict.REPLAYED, Reason.NOT_THIS_DOCUMENT, document.code)
    assert verdict(forged, document.code) == not_this
    shown = "-".join(document.code[at : at + 4] for at in range(0, 16, 4))
    copied = (Verdict.REPLAYED, Reason.CODE_COPIED, document.code)
    assert verdict(plain_pdf(f"<p>شهادة مزورة</p><p>{shown}</p>")) == copied


def test_a_genuine_document_with_the_code_of_another(document, draft):
    other = issued(draft, title="وثيقة أخرى")
    content = store.take(document.sha256)
    replayed = (Verdict.REPLAYED, Reason.CODE_OF_ANOTHER, other.code)
    assert verdict(content, other.code) == replayed


def test_an_expired_document(draft, monkeypatch):
    today = timezone.localdate()
    document = issued(draft, valid_until=today)
    content = store.take(document.sha256)
    assert verdict(content)[0] == check_code(document.code).judgement.verdict == Verdict.VALID
    monkeypatch.setattr(timezone, "localdate", lambda: today + dt.timedelta(days=1))
    expired = (Verdict.EXPIRED, Reason.EXPIRED, document.code)
    assert verdict(content) == expired
    assert check_code(document.code).judgement.verdict == Verdict.EXPIRED


def test_a_revoked_document(document):
    revoke_document(document=document, actor=clerk(), reason="خطأ في الاسم")
    revoked = (Verdict.REVOKED, Reason.REVOKED, document.code)
    assert verdict(store.take(document.sha256)) == revoked
    answer = check_code(document.code)
    assert (answer.judgement.verdict, answer.document) == (Verdict.REVOKED, document)


def test_what_the_commune_never_saw(document):
    assert check_code("0" * 16).judgement.verdict == Verdict.UNKNOWN
    assert verdict(plain_pdf("<p>x</p>")) == (Verdict.UNKNOWN, Reason.NOT_SIGNED, "")
    assert verdict(b"not a PDF") == (Verdict.UNKNOWN, Reason.NOT_A_PDF, "")


def test_the_same_draft_issued_twice_gives_two_documents(draft):
    case = a_case()
    first, second = issued(draft, case=case), issued(draft, case=case)
    assert first.code != second.code
    assert first.sha256 != second.sha256


def test_a_file_is_inspected_by_a_process_of_its_own(document):
    content = store.take(document.sha256)
    assert inspect_safely(content) == inspect(content)


def test_a_process_that_fails_or_lingers_harms_nobody(monkeypatch):
    monkeypatch.setattr("casework.signatures.sandbox.SECONDS", 0.01)
    assert inspect_safely(b"%PDF-1.7") == Inspection(is_pdf=False)
