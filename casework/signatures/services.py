"""Everything that changes keys, circuits and issued documents."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from casework.models import Case
from casework.signatures import issuing, keyring, store
from casework.signatures.models import IssuedDocument, SigningKey
from people.models import User
from people.permissions import can

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

    Raises:
        PermissionDenied: the officer may not sign here.
        sealing.UnsignableError: the draft is no PDF that can be signed.

    """
    require(signer, "signatures.sign", case)
    language = language or case.applicant.language
    key = keyring.officer_key(signer)
    name = signer.get_full_name() or signer.get_username()
    return _issue(
        case=case,
        title=title,
        pdf=pdf,
        key=key or keyring.seal_key(),
        signer=signer,
        signed_as=name,
        language=language,
        valid_until=valid_until,
        facts=facts,
    )


def seal_once(
    *, case: Case, purpose: str, title: str, pdf: bytes, language: str, facts: Facts = ()
) -> IssuedDocument:
    """Seal what the system itself issues, once for each case, purpose and language.

    No person signs, so nobody's permission is asked: it states what the database holds.
    """
    known = IssuedDocument.objects.filter(
        case=case, purpose=purpose, language=language, revoked_at=None
    ).first()
    return known or _issue(
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


def require(actor: User, capability: str, case: Case) -> None:
    """Refuse whoever may not do this to a case."""
    if not can(
        actor,
        capability,
        department_id=case.department_id,
        territory_code=case.territory_code,
    ):
        raise PermissionDenied(capability)


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
    purpose: str = "",
    valid_until: dt.date | None = None,
    facts: Facts = (),
) -> IssuedDocument:
    now = timezone.now()
    signed = issuing.sign_draft(
        pdf, key=key, signed_as=signed_as, title=title, language=language, at=now
    )
    return IssuedDocument.objects.create(
        code=signed.code,
        title=title,
        case=case,
        purpose=purpose,
        language=language,
        key=key,
        signer=signer,
        signed_as=signed_as,
        sha256=store.put(signed.content),
        pages=signed.pages,
        size_bytes=len(signed.content),
        facts=[list(pair) for pair in facts],
        issued_at=now,
        valid_until=valid_until,
    )
