"""Whether a document is genuine: what anyone may ask, by its code or by the file itself."""

import hashlib
from dataclasses import dataclass

from django.utils import timezone

from casework.signatures import rules
from casework.signatures.inspection import FoundSignature, Inspection
from casework.signatures.models import IssuedDocument, SigningKey
from casework.signatures.rules import FileEvidence, Issued, Judgement
from casework.signatures.sandbox import inspect_safely


@dataclass(frozen=True)
class Answer:
    """A judgement, with the register's document of which it speaks, if any."""

    judgement: Judgement
    document: IssuedDocument | None


def check_code(code: str) -> Answer:
    """Judge a verification code (without separators) alone."""
    judgement = rules.judge_code(_issued(_by_code(code)), timezone.localdate())
    return Answer(judgement, _by_code(judgement.code))


def check_file(content: bytes, claimed_code: str = "") -> Answer:
    """Judge a file, alone or against a code that the reader has typed or scanned."""
    evidence = _evidence(content)
    claimed = _issued(_by_code(claimed_code))
    judgement = rules.judge_file(evidence, claimed, timezone.localdate())
    return Answer(judgement, _by_code(judgement.code))


def _evidence(content: bytes) -> FileEvidence:
    """Ask the register for these very bytes first; only a file it does not know is opened."""
    known = IssuedDocument.objects.filter(sha256=hashlib.sha256(content).hexdigest()).first()
    if known:
        return FileEvidence(known=_issued(known))
    found = inspect_safely(content)
    ours = set(
        SigningKey.objects.filter(
            fingerprint__in=[each.fingerprint for each in found.signatures]
        ).values_list("fingerprint", flat=True)
    )
    return _weighed(found, [each for each in found.signatures if each.fingerprint in ours])


def _weighed(found: Inspection, ours: list[FoundSignature]) -> FileEvidence:
    intact = next((each for each in ours if each.is_intact), None)
    broken = next((each for each in ours if not each.is_intact), None)
    return FileEvidence(
        is_pdf=found.is_pdf,
        signed=_first(intact.codes) if intact else None,
        is_extended=bool(intact and intact.is_extended),
        broken=_first(broken.codes) if broken else None,
        is_broken=broken is not None,
        named=_first(found.codes),
        has_foreign=bool(found.signatures) and not ours,
    )


def _first(codes: list[str]) -> Issued | None:
    return _issued(IssuedDocument.objects.filter(code__in=codes).order_by("pk").first())


def _by_code(code: str) -> IssuedDocument | None:
    if not code:
        return None
    rows = IssuedDocument.objects.select_related("case", "signer", "key")
    row: IssuedDocument | None = rows.filter(code=code).first()
    return row


def _issued(document: IssuedDocument | None) -> Issued | None:
    if document is None:
        return None
    return Issued(
        code=document.code,
        is_revoked=document.revoked_at is not None,
        valid_until=document.valid_until,
    )
