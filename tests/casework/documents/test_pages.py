"""The electronic file on pages: who may add, open, withdraw; and what is written down."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from casework.documents import services, storage
from casework.documents.enums import Refusal, Scan
from casework.documents.inspection import UploadRefusedError
from casework.documents.models import Document, StoredFile, Version
from casework.documents.services import add_document, add_version, withdraw_document
from casework.models import Case, Reference
from people.models import AuditEntry, User
from tests.casework.documents.samples import EICAR, PDF, TEXT, photo_with_place, picture
from tests.casework.files import clerk, opened, request_kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    """Keep the test's files in a folder of its own."""
    settings.DOCUMENTS_DIR = str(tmp_path / "documents")


@pytest.fixture
def case() -> Case:
    """Return an invented file."""
    return opened()[0]


@pytest.fixture
def desk(client: Client) -> Client:
    """Return the browser of someone who may do everything."""
    client.force_login(clerk())
    return client


def upload(content: bytes = PDF, name: str = "request.pdf") -> SimpleUploadedFile:
    """Return what a form brings."""
    return SimpleUploadedFile(name, content)


def added(case: Case, content: bytes = PDF, name: str = "request.pdf", **more: Any) -> Document:
    """Add a document as a clerk."""
    values: dict[str, Any] = {"title": "طلب", "actor": clerk()}
    return add_document(case=case, upload=upload(content, name), **(values | more))


def actions() -> list[str]:
    """Return what the audit trail says of documents, in order."""
    rows = AuditEntry.objects.filter(action__startswith="documents.").order_by("pk")
    return [row.action.partition(".")[2] for row in rows]


def test_a_document_has_versions_and_the_same_bytes_are_kept_once(case: Case) -> None:
    document = added(case)
    version = add_version(document=document, upload=upload(), actor=clerk(), note="again")
    assert (version.number, StoredFile.objects.count()) == (2, 1)
    assert [each.number for each in document.versions.all()] == [2, 1]
    assert actions() == ["added", "added_version"]


def test_a_photo_is_kept_without_its_place(case: Case) -> None:
    document = added(case, photo_with_place(), "photo.jpg")
    kept = storage.path_of(document.versions.get().file.sha256).read_bytes()
    assert b"Camera" not in kept


def test_what_the_applicant_adds_is_marked_and_shown_to_them(case: Case) -> None:
    document = added(case, actor=None)
    assert (document.is_deposited, document.is_shared, document.added_by) == (True, True, None)


def test_who_may_not_adds_nothing_and_opens_nothing(case: Case, client: Client) -> None:
    stranger = User.objects.create_user("stranger")
    with pytest.raises(PermissionDenied):
        added(case, actor=stranger)
    document = added(case)
    with pytest.raises(PermissionDenied):
        withdraw_document(document=document, actor=stranger, reason="x")
    client.force_login(stranger)
    for name, arguments in (
        ("documents:document", [document.pk]),
        ("documents:download", [document.pk, 1]),
        ("documents:add", [case.pk]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 403


def test_a_case_holds_so_many_documents_and_no_more(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_DOCUMENTS", 1)
    added(case)
    with pytest.raises(UploadRefusedError) as caught:
        added(case)
    assert caught.value.refusal == Refusal.TOO_MANY


def test_a_withdrawn_document_stays_with_its_reason_and_takes_no_version(case: Case) -> None:
    document = added(case)
    with pytest.raises(ValueError, match="reason"):
        withdraw_document(document=document, actor=clerk(), reason=" ")
    withdraw_document(document=document, actor=clerk(), reason="Wrong file")
    document.refresh_from_db()
    assert document.withdrawal_reason == "Wrong file"
    with pytest.raises(UploadRefusedError):
        add_version(document=document, upload=upload(), actor=clerk())


def test_versions_and_files_never_change(case: Case) -> None:
    document = added(case)
    for rows, change in (
        (Version.objects.all(), {"number": 9}),
        (StoredFile.objects.all(), {"sha256": "0" * 64}),
        (Document.objects.filter(pk=document.pk), {"is_deposited": True}),
        (Document.objects.filter(pk=document.pk), {"added_at": dt.datetime.now(dt.UTC)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    for rows in (Version.objects.all(), StoredFile.objects.all(), Document.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_form_adds_a_document_and_leads_back(desk: Client, case: Case) -> None:
    answer = desk.post(
        reverse("documents:add", args=[case.pk]),
        {"title": "طلب", "file": upload(picture(), "صورة.jpg"), "next": "/back/?a=1"},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/back/?a=1")
    assert Version.objects.get().name == "صورة.jpg"


def test_a_form_leads_to_no_other_site(desk: Client, case: Case) -> None:
    where = reverse("documents:add", args=[case.pk])
    answer = desk.post(where, {"title": "x", "file": upload(), "next": "//evil.example/"})
    assert answer["Location"] == Document.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "لا تقبل الملفات من هذا النوع."),
        ("fr", "Les fichiers de ce type ne sont pas acceptés."),
        ("en", "Files of this type are not accepted."),
    ],
)
def test_a_refused_file_is_explained_beside_the_field_and_the_title_stays(
    desk: Client, case: Case, language: str, words: str
) -> None:
    answer = desk.post(
        reverse("documents:add", args=[case.pk]),
        {"title": "My typed title", "file": upload(b"MZ\x90" + bytes(60), "photo.jpg")},
        headers={"Accept-Language": language},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="My typed title"' in page
    assert not Document.objects.exists()


def test_a_download_can_only_be_saved_and_is_written_down(desk: Client, case: Case) -> None:
    document = added(case, TEXT, "ملاحظة.txt")
    answer = desk.get(reverse("documents:download", args=[document.pk, 1]))
    assert b"".join(answer.streaming_content) == TEXT  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert actions() == ["added", "opened"]


def test_only_a_picture_is_shown_in_place(desk: Client, case: Case) -> None:
    for content, name, place in ((picture(), "a.jpg", "inline"), (PDF, "a.pdf", "attachment")):
        document = added(case, content, name)
        address = reverse("documents:download", args=[document.pk, 1])
        answer = desk.get(f"{address}?inline")
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert answer["Content-Disposition"].startswith(place)


def test_a_file_that_is_lost_is_not_found(desk: Client, case: Case) -> None:
    document = added(case)
    storage.path_of(document.versions.get().file.sha256).unlink()
    assert desk.get(reverse("documents:download", args=[document.pk, 1])).status_code == 404
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_documents")


def test_the_applicant_opens_what_is_shared_once_they_proved_who_they_are(
    client: Client, case: Case
) -> None:
    shared, inner = added(case, is_shared=True), added(case, TEXT, "note.txt")
    address = reverse("documents:shared", args=[shared.pk, 1])
    assert client.get(address).status_code == 404
    session = client.session
    session["proven_until"] = [[f"case:{case.pk}", time.time() + 60]]
    session.save()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert client.get(reverse("documents:shared", args=[inner.pk, 1])).status_code == 404
    withdraw_document(document=shared, actor=clerk(), reason="Wrong file")
    assert client.get(address).status_code == 404
    assert actions().count("opened") == 1


def test_a_document_page_shows_versions_and_offers_what_may_be_done(
    desk: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    document = added(case, title="شهادة")
    for number in range(3):
        add_version(document=document, upload=upload(PDF + b"%" * number), actor=clerk())
    with django_assert_max_num_queries(12):
        page = desk.get(document.get_absolute_url()).content.decode()
    assert "شهادة" in page
    assert page.count("request.pdf") == 4
    answer = desk.post(reverse("documents:withdraw", args=[document.pk]), {"reason": ""})
    assert answer.status_code == 422
    desk.post(reverse("documents:share", args=[document.pk]), {"shared": "yes"})
    desk.post(reverse("documents:withdraw", args=[document.pk]), {"reason": "Wrong file"})
    assert "Wrong file" in desk.get(document.get_absolute_url()).content.decode()
    assert actions()[-2:] == ["shared", "withdrew"]


def test_a_virus_reaches_neither_disk_nor_file(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(_content: bytes) -> None:
        raise UploadRefusedError(Refusal.VIRUS)

    monkeypatch.setattr(services, "scan", found)
    with pytest.raises(UploadRefusedError):
        added(case, EICAR, "note.txt")
    assert not storage.folder().exists()


def test_a_file_is_looked_at_before_a_deposit_keeps_all_others_waiting(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_kind()
    seen = []

    def scan(_content: bytes) -> Scan:
        seen.append(Reference.objects.count())
        return Scan.NOT_SCANNED

    monkeypatch.setattr(services, "scan", scan)
    form = {"name": "سعيد المثال", "applicant_kind": "person", "language": "ar"}
    form |= {"kind": str(request_kind().pk), "subject": "طلب"}
    answer = client.post(reverse("requests:new"), form | {"file": upload(PDF)})
    assert answer.status_code == 302
    assert seen == [0]
    assert Document.objects.get().is_deposited
