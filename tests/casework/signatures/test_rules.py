"""Every verdict, from the evidence alone; and whose turn it is."""

import datetime as dt

import pytest

from casework.signatures.enums import Reason, StepKind, StepState, Verdict
from casework.signatures.rules import (
    Asked,
    FileEvidence,
    Issued,
    is_well_formed,
    judge_code,
    judge_file,
    next_place,
)

TODAY = dt.date(2026, 11, 22)
GOOD = Issued("A" * 16)
OTHER = Issued("B" * 16)
REVOKED = Issued("C" * 16, is_revoked=True)
ENDS_TODAY = Issued("D" * 16, valid_until=TODAY)
ENDED = Issued("E" * 16, valid_until=TODAY - dt.timedelta(days=1))
BOTH = Issued("F" * 16, is_revoked=True, valid_until=TODAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("document", "verdict", "reason"),
    [
        (None, Verdict.UNKNOWN, Reason.NO_SUCH_CODE),
        (GOOD, Verdict.VALID, Reason.COMPARE),
        (ENDS_TODAY, Verdict.VALID, Reason.COMPARE),
        (ENDED, Verdict.EXPIRED, Reason.EXPIRED),
        (REVOKED, Verdict.REVOKED, Reason.REVOKED),
        (BOTH, Verdict.REVOKED, Reason.REVOKED),
    ],
)
def test_a_code_alone(document, verdict, reason):
    judgement = judge_code(document, TODAY)
    assert (judgement.verdict, judgement.reason) == (verdict, reason)
    assert judgement.code == (document.code if document else "")


@pytest.mark.parametrize(
    ("evidence", "claimed", "verdict", "reason"),
    [
        (FileEvidence(is_pdf=False), None, Verdict.UNKNOWN, Reason.NOT_A_PDF),
        (FileEvidence(), None, Verdict.UNKNOWN, Reason.NOT_SIGNED),
        (FileEvidence(has_foreign=True), None, Verdict.UNKNOWN, Reason.FOREIGN_SIGNATURE),
        (FileEvidence(known=GOOD), None, Verdict.VALID, Reason.UNTOUCHED),
        (FileEvidence(known=GOOD), GOOD, Verdict.VALID, Reason.UNTOUCHED),
        (FileEvidence(known=GOOD), OTHER, Verdict.REPLAYED, Reason.CODE_OF_ANOTHER),
        (FileEvidence(known=REVOKED), None, Verdict.REVOKED, Reason.REVOKED),
        (FileEvidence(known=ENDED), None, Verdict.EXPIRED, Reason.EXPIRED),
        (FileEvidence(signed=GOOD), None, Verdict.VALID, Reason.UNTOUCHED),
        (FileEvidence(signed=ENDED), None, Verdict.EXPIRED, Reason.EXPIRED),
        (FileEvidence(signed=GOOD), OTHER, Verdict.REPLAYED, Reason.CODE_OF_ANOTHER),
        (
            FileEvidence(signed=GOOD, is_extended=True, named=GOOD),
            None,
            Verdict.TAMPERED,
            Reason.ADDED_AFTER,
        ),
        (
            FileEvidence(is_broken=True, broken=GOOD, named=GOOD),
            GOOD,
            Verdict.TAMPERED,
            Reason.CHANGED,
        ),
        (FileEvidence(is_broken=True), None, Verdict.TAMPERED, Reason.CHANGED),
        (FileEvidence(named=GOOD), None, Verdict.REPLAYED, Reason.CODE_COPIED),
        (FileEvidence(named=GOOD, has_foreign=True), None, Verdict.REPLAYED, Reason.CODE_COPIED),
        (FileEvidence(), GOOD, Verdict.REPLAYED, Reason.NOT_THIS_DOCUMENT),
        (FileEvidence(has_foreign=True), GOOD, Verdict.REPLAYED, Reason.NOT_THIS_DOCUMENT),
    ],
)
def test_a_file(evidence, claimed, verdict, reason):
    judgement = judge_file(evidence, claimed, TODAY)
    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_every_reason_is_reached_and_has_words():
    assert all(str(reason.label) != reason.value for reason in Reason)


VISA, SIGNATURE = StepKind.VISA, StepKind.SIGNATURE
GIVEN, REFUSED = StepState.APPROVED, StepState.REFUSED


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ([], None),
        ([Asked(1, SIGNATURE)], 1),
        ([Asked(2, SIGNATURE), Asked(1, VISA)], 1),
        ([Asked(1, VISA, GIVEN), Asked(2, SIGNATURE)], 2),
        ([Asked(1, VISA, REFUSED), Asked(2, SIGNATURE)], None),
        ([Asked(1, VISA, GIVEN), Asked(2, SIGNATURE, GIVEN)], None),
    ],
)
def test_whose_turn_it_is(steps, place):
    assert next_place(steps) == place


@pytest.mark.parametrize(
    ("kinds", "well_formed"),
    [
        ([SIGNATURE], True),
        ([VISA, VISA, SIGNATURE], True),
        ([], False),
        ([VISA], False),
        ([SIGNATURE, VISA], False),
        ([SIGNATURE, SIGNATURE], False),
    ],
)
def test_a_circuit_ends_with_its_only_signature(kinds, well_formed):
    assert is_well_formed(kinds) is well_formed
