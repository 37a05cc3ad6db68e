"""What is said of a document that somebody checks, and whose turn it is in a circuit. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from casework.signatures.enums import Reason, StepKind, StepState, Verdict

OBJECT_IDENTIFIER = re.compile(r"(?:[01]\.(?:[1-3]?\d)|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))+")
"""Arcs in decimal without leading zeros; the second is below 40 under 0 and 1 (ITU-T X.660)."""


def is_object_identifier(text: str) -> bool:
    """Tell whether a text names a policy as certificates and time stamps name it."""
    return OBJECT_IDENTIFIER.fullmatch(text) is not None and text.isascii()


@dataclass(frozen=True)
class Issued:
    """What the register knows of a document."""

    code: str
    is_revoked: bool = False
    valid_until: dt.date | None = None


@dataclass(frozen=True)
class FileEvidence:
    """What was found in a file; each document is None where nothing points to one.

    known: the register's document with exactly these bytes.
    signed: the document of an intact signature of the commune over the beginning of the file.
    is_extended: something other than proofs was added behind that signature.
    broken: a document whose signature is in the file and no longer fits what it signed.
    named: a document whose code stands in the file.
    """

    is_pdf: bool = True
    known: Issued | None = None
    signed: Issued | None = None
    is_extended: bool = False
    broken: Issued | None = None
    is_broken: bool = False
    named: Issued | None = None
    has_foreign: bool = False


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason, and the document of which it speaks."""

    verdict: Verdict
    reason: Reason
    code: str = ""


def judge_code(claimed: Issued | None, today: dt.date) -> Judgement:
    """Judge a code alone: the reader compares the paper with what the register says."""
    if claimed is None:
        return Judgement(Verdict.UNKNOWN, Reason.NO_SUCH_CODE)
    return _standing(claimed, today, Reason.COMPARE)


def judge_file(evidence: FileEvidence, claimed: Issued | None, today: dt.date) -> Judgement:
    """Judge a file; `claimed` is the document whose code the reader has typed or scanned."""
    if not evidence.is_pdf:
        return Judgement(Verdict.UNKNOWN, Reason.NOT_A_PDF)
    genuine = evidence.known or (None if evidence.is_extended else evidence.signed)
    if genuine:
        if claimed and claimed.code != genuine.code:
            return Judgement(Verdict.REPLAYED, Reason.CODE_OF_ANOTHER, claimed.code)
        return _standing(genuine, today, Reason.UNTOUCHED)
    return _not_genuine(evidence, claimed)


def _not_genuine(evidence: FileEvidence, claimed: Issued | None) -> Judgement:
    if evidence.signed:
        return Judgement(Verdict.TAMPERED, Reason.ADDED_AFTER, evidence.signed.code)
    if evidence.is_broken:
        code = evidence.broken.code if evidence.broken else ""
        return Judgement(Verdict.TAMPERED, Reason.CHANGED, code)
    if evidence.named:
        return Judgement(Verdict.REPLAYED, Reason.CODE_COPIED, evidence.named.code)
    if claimed:
        return Judgement(Verdict.REPLAYED, Reason.NOT_THIS_DOCUMENT, claimed.code)
    reason = Reason.FOREIGN_SIGNATURE if evidence.has_foreign else Reason.NOT_SIGNED
    return Judgement(Verdict.UNKNOWN, reason)


def _standing(document: Issued, today: dt.date, when_good: Reason) -> Judgement:
    """Judge a genuine document by what became of it since."""
    if document.is_revoked:
        return Judgement(Verdict.REVOKED, Reason.REVOKED, document.code)
    if document.valid_until is not None and today > document.valid_until:
        return Judgement(Verdict.EXPIRED, Reason.EXPIRED, document.code)
    return Judgement(Verdict.VALID, when_good, document.code)


@dataclass(frozen=True)
class Asked:
    """One step of a circuit, as far as the order goes."""

    place: int
    kind: StepKind
    state: StepState = StepState.WAITING


def next_place(steps: Sequence[Asked]) -> int | None:
    """Return the place whose turn it is, or None when nobody is waited for."""
    if any(step.state == StepState.REFUSED for step in steps):
        return None
    return min((step.place for step in steps if step.state == StepState.WAITING), default=None)


def is_well_formed(kinds: Sequence[StepKind]) -> bool:
    """Tell whether a circuit has any number of visas, and then exactly one signature."""
    return (
        bool(kinds)
        and kinds[-1] == StepKind.SIGNATURE
        and all(kind == StepKind.VISA for kind in kinds[:-1])
    )
