"""Issues documents, by an officer's signature or by the commune's seal, and revokes them."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import EventKind
from casework.history import record_event
from casework.models import Case
from casework.signatures import issuing, keyring, store
from casework.signatures.letters import tell_issued
from casework.signatures.models import Circuit, IssuedDocument, SigningKey
from casework.signatures.naming import signed_as
from people.audit import record
from people.models import User
from people.permissions import can

SIGN, REVOKE = "signatures.sign", "signatures.revoke"
Facts = Sequence[tuple[str, str]]
"""Label and value, as printed: what a reader compares with the paper."""


def issue_document(
    *,
    case: Case,
    title: str,
    pdf: bytes,
    signer: User,
    language: str = "",
    valid_until: dt.date | None = None,
    facts: Facts = (),
    is_shared: bool = True,
) -> IssuedDocument:
    """Sign a document in the name of an officer, or by the commune's seal where they have no key.

    The file gets a band with a QR code at the foot of each page: leave 26 mm free there.

    Args:
        case: to which the document belongs.
        title: in the language of the document.
        pdf: the draft.
        signer: the officer; they may sign for the department and territory of the case.
        language: of the document; that of the applicant where it is not given.
        valid_until: last day on which the document may be used, where it has one.
        facts: what the public page shows, to compare with the paper.
        is_shared: the applicant is told of it, and fetches it where they follow the case.

    Raises:
        PermissionDenied: the officer may not sign here.
        sealing.UnsignableError: the draft is no PDF that can be signed.

    """
    require(signer, SIGN, case)
    language = language or case.applicant.language
    name = signed_as(signer, language=language, on=timezone.localdate())
    with transaction.atomic():
        document = _issue(
            case=case,
            title=title,
            pdf=pdf,
            key=keyring.officer_key(signer) or keyring.seal_key(),
            signer=signer,
            signed_as=name,
            language=language,
            valid_until=valid_until,
            facts=facts,
            is_shared=is_shared,
        )
        _trace(document, signer, "signatures.issue")
        _hand_over(document, signer)
    return document


def issue_signed(*, circuit: Circuit, signer: User, person: User, decision: str) -> IssuedDocument:
    """Issue the draft of a circuit, once its signature is given; called by that step alone.

    `signer` signs with their own key; `person` is the officer asked, `decision` by which the one
    signs for the other.
    """
    name = signed_as(
        signer,
        language=circuit.language,
        on=timezone.localdate(),
        person=person,
        decision=decision,
    )
    document = _issue(
        case=circuit.case,
        circuit=circuit,
        title=circuit.title,
        pdf=store.take(circuit.draft),
        key=keyring.officer_key(signer) or keyring.seal_key(),
        signer=signer,
        signed_as=name,
        language=circuit.language,
        valid_until=circuit.valid_until,
        facts=circuit.facts,
        is_shared=circuit.is_shared,
    )
    _hand_over(document, signer)
    return document


def _hand_over(document: IssuedDocument, signer: User) -> None:
    """Tell the applicant that a document of theirs is there to be fetched."""
    if document.is_shared:
        record_event(
            case=document.case,
            kind=EventKind.DOCUMENT,
            actor=signer,
            detail=document.title,
            is_public=True,
        )
        tell_issued(document)


def record_handing_over(*, document: IssuedDocument, request: HttpRequest) -> None:
    """Note in the audit trail that the applicant fetches a document, before they get it.

    The caller has checked their proof. Raises PermissionDenied for what is not theirs to see.
    """
    if not document.is_shared or document.revoked_at:
        raise PermissionDenied
    record(
        actor=AnonymousUser(),
        action="signatures.download",
        obj=document,
        subject=f"{document.case.reference}: {document.title}",
        request=request,
    )


def revoke_document(
    *, document: IssuedDocument, actor: User, reason: str, request: HttpRequest | None = None
) -> None:
    """Withdraw a document that was issued: from now on the public check says so, with the reason.

    Raises PermissionDenied, and ValidationError without a reason or when it was revoked already.
    """
    require(actor, REVOKE, document.case)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with transaction.atomic():
        row = IssuedDocument.objects.select_for_update().get(pk=document.pk)
        if row.revoked_at:
            raise ValidationError(_("This document was revoked already."))
        row.revoked_at = timezone.now()
        row.revoked_by = actor
        row.revocation_reason = reason.strip()[:200]
        row.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])
        _trace(row, actor, "signatures.revoke", why=reason, request=request)


def seal_once(
    *, case: Case, purpose: str, title: str, pdf: bytes, language: str, facts: Facts = ()
) -> IssuedDocument:
    """Seal what the system itself issues, once for each case, purpose and language.

    No person signs, so nobody's permission is asked: it states what the database holds.
    """
    issued = IssuedDocument.objects.filter(
        case=case, purpose=purpose, language=language, revoked_at=None
    )
    known: IssuedDocument | None = issued.first()
    if known:
        return known
    try:
        return _issue(
            case=case,
            title=title,
            pdf=pdf,
            key=keyring.seal_key(),
            signer=None,
            signed_as=issuing.seal_name(language),
            language=language,
            purpose=purpose,
            facts=facts,
        )
    except IntegrityError:  # somebody pressed twice, and the other sealing was done first
        quicker: IssuedDocument | None = issued.first()
        if quicker is None:
            raise
        return quicker


def require(actor: User, capability: str, case: Case) -> None:
    """Refuse whoever may not do this to a case."""
    if not may(actor, capability, case):
        raise PermissionDenied(capability)


def may(actor: User, capability: str, case: Case) -> bool:
    """Tell whether a person may do this in the department and territory of a case."""
    return can(
        actor,
        capability,
        department_id=case.department_id,
        territory_code=case.territory_code,
    )


def _trace(
    document: IssuedDocument,
    actor: User,
    action: str,
    *,
    why: str = "",
    request: HttpRequest | None = None,
) -> None:
    subject = f"{document.case.reference}: {document.title}"
    record(actor=actor, action=action, obj=document, subject=subject, why=why, request=request)
    record_event(
        case=document.case,
        kind=EventKind.SIGNATURE,
        actor=actor,
        target=action,
        detail=document.title,
        reason=why,
    )


@transaction.atomic
def _issue(
    *,
    case: Case,
    title: str,
    pdf: bytes,
    key: SigningKey,
    signer: User | None,
    signed_as: str,
    language: str,
    circuit: Circuit | None = None,
    purpose: str = "",
    valid_until: dt.date | None = None,
    facts: Facts = (),
    is_shared: bool = True,
) -> IssuedDocument:
    now = timezone.now()
    signed = issuing.sign_draft(
        pdf, key=key, signed_as=signed_as, title=title, language=language, at=now
    )
    return IssuedDocument.objects.create(
        code=signed.code,
        title=title,
        case=case,
        circuit=circuit,
        purpose=purpose,
        language=language,
        key=key,
        signer=signer,
        signed_as=signed_as,
        sha256=store.put(signed.content),
        pages=signed.pages,
        size_bytes=len(signed.content),
        facts=[list(pair) for pair in facts],
        is_shared=is_shared,
        issued_at=now,
        valid_until=valid_until,
    )
