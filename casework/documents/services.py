"""Changes to the electronic file: every upload is inspected, cleaned, scanned, and kept by hash."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from casework.documents import storage
from casework.documents.enums import Refusal, Scan
from casework.documents.images import rewrite
from casework.documents.inspection import UploadRefusedError, inspect, safe_name, safe_title
from casework.documents.kinds import MOST_BYTES, Kind
from casework.documents.models import Document, StoredFile, Version
from casework.documents.scanning import scan
from casework.models import Case
from people import audit
from people.models import User
from people.permissions import Actor, can

MOST_DOCUMENTS = 100
ADD, READ, WITHDRAW = "documents.add", "documents.read", "documents.withdraw"


@dataclass(frozen=True)
class Checked:
    """A file that was inspected, scanned and cleaned: what takes long, and needs no database."""

    name: str
    content: bytes
    kind: Kind
    scan: Scan


def check_upload(upload: "File[bytes]") -> Checked:
    """Inspect, scan and clean a file before a transaction that others wait for is begun.

    Raises UploadRefusedError.
    """
    if upload.size > MOST_BYTES:
        raise UploadRefusedError(Refusal.TOO_LARGE, str(MOST_BYTES // (1024 * 1024)))
    upload.seek(0)
    content = upload.read()
    kind = inspect(content, upload.name or "")
    found = scan(content)
    kept = rewrite(content, kind) if kind.is_image else content
    return Checked(upload.name or "", kept, kind, found)


def add_document(
    *,
    case: Case,
    upload: "File[bytes] | Checked",
    title: str,
    actor: Actor | None,
    is_shared: bool = False,
    note: str = "",
) -> Document:
    """Add a document to a case's electronic file, as its first version.

    `actor` is a member of staff with `documents.add` over the case; None is the applicant, whose
    proof the caller has checked: their documents are marked as deposited and shown to them.

    Raises:
        PermissionDenied: the actor may not.
        UploadRefusedError: the file is not accepted; `casework.documents.forms` says it in words.

    """
    _ask_leave(actor, ADD, case)
    file = upload if isinstance(upload, Checked) else check_upload(upload)
    with transaction.atomic():
        Case.objects.select_for_update().only("pk").get(pk=case.pk)
        if Document.objects.filter(case=case).count() >= MOST_DOCUMENTS:
            raise UploadRefusedError(Refusal.TOO_MANY, str(MOST_DOCUMENTS))
        document = Document.objects.create(
            case=case,
            title=safe_title(title)[:160] or safe_name(file.name, file.kind)[:160],
            is_shared=is_shared or actor is None,
            is_deposited=actor is None,
            added_by=_person(actor),
            added_at=timezone.now(),
        )
        _add_version(document, file, note, actor)
        _note("added", document, actor, {"title": document.title})
    return document


def add_version(
    *, document: Document, upload: "File[bytes]", actor: Actor | None, note: str = ""
) -> Version:
    """Add a newer version; the older ones stay. Raises as `add_document` does."""
    _ask_leave(actor, ADD, document.case)
    file = check_upload(upload)
    with transaction.atomic():
        standing = Document.objects.select_for_update().get(pk=document.pk)
        if standing.withdrawn_at:
            raise UploadRefusedError(Refusal.WITHDRAWN)
        version = _add_version(standing, file, note, actor)
        _note("added_version", standing, actor, {"version": version.number}, why=version.note)
    return version


def withdraw_document(*, document: Document, actor: Actor, reason: str) -> None:
    """Withdraw a document: it stays in the file with its reason, and opens for nobody outside.

    Raises PermissionDenied, or ValueError without a reason.
    """
    _ask_leave(actor, WITHDRAW, document.case)
    if not reason.strip():
        raise ValueError("a withdrawal needs a reason")
    with transaction.atomic():
        standing = Document.objects.select_for_update().get(pk=document.pk)
        if standing.withdrawn_at is None:
            standing.withdrawn_at = timezone.now()
            standing.withdrawn_by = _person(actor)
            standing.withdrawal_reason = reason.strip()[:200]
            standing.save()
            _note("withdrew", standing, actor, {}, why=standing.withdrawal_reason)


def share_document(*, document: Document, actor: Actor, is_shared: bool) -> None:
    """Show a document to the applicant, or no longer. Raises PermissionDenied."""
    _ask_leave(actor, ADD, document.case)
    with transaction.atomic():
        if (
            Document.objects.exclude(is_shared=is_shared)
            .filter(pk=document.pk)
            .update(is_shared=is_shared)
        ):
            _note("shared", document, actor, {"is_shared": is_shared})


def record_download(*, version: Version, actor: Actor | None, request: HttpRequest) -> None:
    """Note in the audit trail that somebody opens a version, before they get it.

    `actor` None is the applicant, to whom only what is shared and standing may be given. Raises
    PermissionDenied.
    """
    document = version.document
    if actor is None and (document.withdrawn_at or not document.is_shared):
        raise PermissionDenied
    _ask_leave(actor, READ, document.case)
    _note("opened", document, actor, {"version": version.number}, request=request)


def may(actor: Actor, capability: str, case: Case) -> bool:
    """Tell whether the actor holds a capability over a case."""
    return can(
        actor, capability, department_id=case.department_id, territory_code=case.territory_code
    )


def _ask_leave(actor: Actor | None, capability: str, case: Case) -> None:
    if actor is not None and not may(actor, capability, case):
        raise PermissionDenied


def _note(
    action: str,
    document: Document,
    actor: Actor | None,
    new: Mapping[str, object],
    *,
    why: str = "",
    request: HttpRequest | None = None,
) -> None:
    """Write to the audit trail; the case's reference says which file it was."""
    audit.record(
        actor=actor or AnonymousUser(),
        action=f"documents.{action}",
        obj=document,
        subject=document.case.reference,
        new=new,
        why=why,
        request=request,
    )


def _person(actor: Actor | None) -> User | None:
    return actor if isinstance(actor, User) else None


def _add_version(document: Document, file: Checked, note: str, actor: Actor | None) -> Version:
    stored, _ = StoredFile.objects.get_or_create(
        sha256=storage.store(file.content),
        defaults={
            "size_bytes": len(file.content),
            "media_type": file.kind.media_type,
            "scan": file.scan,
        },
    )
    return Version.objects.create(
        document=document,
        number=document.versions.count() + 1,
        file=stored,
        name=safe_name(file.name, file.kind),
        note=note.strip()[:200],
        uploaded_by=_person(actor),
        uploaded_at=timezone.now(),
    )
