"""What was signed for an applicant: told, shown with their case, fetched with a trace."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.messages.models import Message
from casework.models import Case, CaseEvent
from casework.signatures import drafts, store
from casework.signatures.inspection import inspect
from casework.signatures.models import IssuedDocument
from casework.signatures.receipts import issue_receipt
from casework.signatures.services import (
    approve_step,
    record_handing_over,
    revoke_document,
)
from people.models import AuditEntry
from tests.casework.files import clerk, opened
from tests.casework.signatures.files import circuit, issued, steps

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(drafts, "inspect_safely", inspect)


def place_of(document: IssuedDocument) -> str:
    return reverse("requests:document", args=[document.case_id, document.code])


def proven(case: Case, secret: str) -> Client:
    """Return the browser of whoever typed the code of the case."""
    client = Client()
    typed = {"reference": case.reference, "secret": secret}
    assert client.post(reverse("requests:find"), typed).status_code == 302
    return client


def test_the_applicant_is_told_and_fetches_the_very_file(draft):
    case, secret = opened()
    document = issued(draft, case=case)
    message = Message.objects.get(template="document.issued")
    assert document.title in message.body
    assert f"/requests/{case.pk}/" in message.body
    assert (
        CaseEvent.objects.get(kind="document", case=case, is_public=True).detail == document.title
    )
    client = proven(case, secret)
    page = client.get(reverse("requests:case", args=[case.pk])).content.decode()
    assert place_of(document) in page
    assert reverse("signatures:verify_code", args=[document.code]) in page
    file = client.get(place_of(document))
    assert file.content == store.take(document.sha256)
    (entry,) = AuditEntry.objects.filter(action="signatures.download")
    assert (entry.actor, entry.object_id) == (None, str(document.pk))
    assert entry.subject.startswith(case.reference)


def test_a_browser_can_only_save_it_and_keeps_no_copy(draft):
    case, secret = opened()
    answer = proven(case, secret).get(place_of(issued(draft, case=case)))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="DA-')
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_nobody_without_the_code_gets_it(draft, client):
    case, _secret = opened()
    document = issued(draft, case=case)
    assert client.get(place_of(document))["Location"] == reverse("requests:find")
    other, secret = opened()
    stranger = proven(other, secret)
    assert stranger.get(place_of(document))["Location"] == reverse("requests:find")
    crossed = reverse("requests:document", args=[other.pk, document.code])
    assert stranger.get(crossed).status_code == 404
    assert not AuditEntry.objects.filter(action="signatures.download").exists()


def test_what_is_kept_inside_or_revoked_is_not_handed_over(draft):
    case, secret = opened()
    inside = issued(draft, case=case, is_shared=False, title="مذكرة داخلية")
    gone = issued(draft, case=case, title="شهادة قديمة")
    revoke_document(document=gone, actor=clerk(), reason="خطأ")
    client = proven(case, secret)
    page = client.get(reverse("requests:case", args=[case.pk])).content.decode()
    assert inside.title not in page
    assert gone.title in page
    assert place_of(gone) not in page
    for document in (inside, gone):
        assert client.get(place_of(document)).status_code == 404
        document.refresh_from_db()
        with pytest.raises(PermissionDenied):
            record_handing_over(document=document, request=RequestFactory().get("/"))
    assert Message.objects.filter(template="document.issued").count() == 1


def test_receipts_are_given_by_their_own_buttons(draft):
    case, secret = opened()
    receipt = issue_receipt(case, "fr")
    client = proven(case, secret)
    assert client.get(place_of(receipt)).status_code == 404
    assert receipt.code not in client.get(reverse("requests:case", args=[case.pk])).content.decode()
    assert not Message.objects.filter(template="document.issued").exists()


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_parapheur_says_whether_its_document_is_handed_over(draft, is_shared):
    row = circuit(draft, visas=0, is_shared=is_shared)
    document = approve_step(step=steps(row)[0], actor=steps(row)[0].person)
    assert document
    assert document.is_shared is is_shared
    assert Message.objects.filter(template="document.issued").exists() is is_shared


def test_a_damaged_file_is_not_handed_over(draft, settings, tmp_path, caplog):
    case, secret = opened()
    document = issued(draft, case=case)
    settings.VAR_DIR = tmp_path / "elsewhere"
    answer = proven(case, secret).get(place_of(document))
    assert answer.status_code == 404
    assert "gone or damaged" in caplog.text
    assert not AuditEntry.objects.filter(action="signatures.download").exists()
