"""The parapheur: starts a circuit, takes visas and the signature in order, ends it."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from casework.enums import EventKind
from casework.history import record_event
from casework.models import Case
from casework.signatures import rules, store
from casework.signatures.delegations import CAPABILITIES, decision_for
from casework.signatures.drafts import check_draft
from casework.signatures.enums import CircuitState, StepKind, StepState
from casework.signatures.models import Circuit, IssuedDocument, Step
from casework.signatures.sealing import UnsignableError
from casework.signatures.services.documents import Facts, issue_signed, may, require
from casework.signatures.store import DamagedError
from casework.signatures.vault import KeyMissingError
from people.audit import record
from people.models import User
from workspace.notifications import notify

START = "signatures.start"


def start_circuit(
    *,
    case: Case,
    title: str,
    pdf: bytes,
    visas: Sequence[User],
    signer: User,
    actor: User,
    language: str = "",
    valid_until: dt.date | None = None,
    facts: Facts = (),
    due_on: dt.date | None = None,
    is_shared: bool = True,
    request: HttpRequest | None = None,
) -> Circuit:
    """Send a draft round: visas in the order given, then the signature.

    Once signed, the document is shown to the applicant, unless `is_shared` is false.

    Raises:
        PermissionDenied: the actor may not start a circuit for this case.
        ValidationError: with the fields at fault; the draft or a person is not suitable.

    """
    require(actor, START, case)
    check_draft(pdf)
    _check_people(case, visas, signer)
    with transaction.atomic():
        circuit = Circuit.objects.create(
            case=case,
            title=title.strip()[:200],
            draft=store.put(pdf),
            language=language or case.applicant.language,
            valid_until=valid_until,
            facts=[list(pair) for pair in facts],
            is_shared=is_shared,
            started_by=actor,
            started_at=timezone.now(),
            due_on=due_on,
        )
        asked = [(StepKind.VISA, person) for person in visas] + [(StepKind.SIGNATURE, signer)]
        Step.objects.bulk_create(
            Step(circuit=circuit, place=place, kind=kind, person=person)
            for place, (kind, person) in enumerate(asked, start=1)
        )
        _trace(circuit, actor, "signatures.start", request=request)
        _tell_next(circuit)
    return circuit


def approve_step(
    *, step: Step, actor: User, note: str = "", request: HttpRequest | None = None
) -> IssuedDocument | None:
    """Give a visa or the signature; the signature issues the document, which is returned.

    Raises:
        PermissionDenied: it is neither the actor's step nor delegated to them.
        ValidationError: it is not its turn, or it was answered already.

    """
    with transaction.atomic():
        step, decision = _taken(step, actor)
        _answer(step, actor, decision, StepState.APPROVED, note)
        circuit = step.circuit
        if step.kind != StepKind.SIGNATURE:
            _trace(circuit, actor, "signatures.visa", why=note, request=request)
            _tell_next(circuit)
            return None
        document = _issued(circuit, step, actor, decision)
        _end(circuit, CircuitState.SIGNED)
        _trace(circuit, actor, "signatures.sign", why=note, request=request)
        words = gettext_lazy("Signed: {title}")
        _tell_starter(circuit, format_lazy(words, title=circuit.title))
    return document


def refuse_step(
    *, step: Step, actor: User, reason: str, request: HttpRequest | None = None
) -> None:
    """Refuse a visa or the signature with a reason; the circuit is over.

    Raises PermissionDenied and ValidationError as `approve_step`, and without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with transaction.atomic():
        step, decision = _taken(step, actor)
        _answer(step, actor, decision, StepState.REFUSED, reason)
        _end(step.circuit, CircuitState.REFUSED)
        _trace(step.circuit, actor, "signatures.refuse", why=reason, request=request)
        told = gettext_lazy("Refused: {title}")
        _tell_starter(step.circuit, format_lazy(told, title=step.circuit.title))


def withdraw_circuit(
    *, circuit: Circuit, actor: User, reason: str, request: HttpRequest | None = None
) -> None:
    """Take a draft back before it is signed; whoever started it, or may start others like it.

    Raises PermissionDenied and ValidationError.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    require(actor, START, circuit.case)
    with transaction.atomic():
        row = _locked(circuit.pk)
        if row.state != CircuitState.RUNNING:
            raise ValidationError(_("This parapheur is already over."))
        _end(row, CircuitState.WITHDRAWN)
        _trace(row, actor, "signatures.withdraw", why=reason, request=request)


def _issued(circuit: Circuit, step: Step, actor: User, decision: str) -> IssuedDocument:
    try:
        return issue_signed(circuit=circuit, signer=actor, person=step.person, decision=decision)
    except (UnsignableError, KeyMissingError, TimestampRequestError, DamagedError) as error:
        words = _("The document could not be signed now. Tell those who keep the certificates.")
        raise ValidationError(words) from error


def _check_people(case: Case, visas: Sequence[User], signer: User) -> None:
    """Refuse who is asked twice, and who may not give what they are asked for."""
    people = [*visas, signer]
    if len({person.pk for person in people}) < len(people):
        raise ValidationError({"visas": _("Nobody is asked twice in one parapheur.")})
    asked = [("visas", StepKind.VISA, person) for person in visas]
    for field, kind, person in [*asked, ("signer", StepKind.SIGNATURE, signer)]:
        if not may(person, CAPABILITIES[kind], case):
            words = _("%(name)s may not do this for the department of the case.")
            raise ValidationError({field: words % {"name": person.name}})


def _locked(number: int) -> Circuit:
    rows = Circuit.objects.select_for_update(of=("self",)).select_related("case__applicant")
    row: Circuit = rows.get(pk=number)
    return row


def _taken(step: Step, actor: User) -> tuple[Step, str]:
    """Return the step as it stands, kept from others, and by which decision the actor answers."""
    circuit = _locked(step.circuit_id)
    row = Step.objects.select_related("person").get(pk=step.pk)
    row.circuit = circuit
    decision = decision_for(actor, row, timezone.localdate())
    if decision is None:
        raise PermissionDenied
    steps = [
        rules.Asked(each.place, StepKind(each.kind), StepState(each.state))
        for each in circuit.steps.all()
    ]
    if circuit.state != CircuitState.RUNNING or rules.next_place(steps) != row.place:
        raise ValidationError(_("It is not the turn of this step: somebody was quicker."))
    return row, decision


def _answer(step: Step, actor: User, decision: str, state: StepState, reason: str) -> None:
    step.state = state
    step.acted_by = actor
    step.acted_at = timezone.now()
    step.delegation = decision
    step.reason = reason.strip()[:500]
    step.save(update_fields=["state", "acted_by", "acted_at", "delegation", "reason"])


def _end(circuit: Circuit, state: CircuitState) -> None:
    circuit.state = state
    circuit.ended_at = timezone.now()
    circuit.save(update_fields=["state", "ended_at"])


def _trace(
    circuit: Circuit,
    actor: User,
    action: str,
    *,
    why: str = "",
    request: HttpRequest | None = None,
) -> None:
    record(
        actor=actor,
        action=action,
        obj=circuit,
        subject=f"{circuit.case.reference}: {circuit.title}",
        why=why,
        request=request,
    )
    record_event(
        case=circuit.case,
        kind=EventKind.SIGNATURE,
        actor=actor,
        target=action,
        detail=circuit.title,
        reason=why,
    )


def _page(circuit: Circuit) -> str:
    return reverse("signatures_desk:circuit", args=[circuit.pk])


def _tell_next(circuit: Circuit) -> None:
    step = Step.objects.due().select_related("person").filter(circuit=circuit).first()
    if step:
        words = gettext_lazy("{reference} waits for your answer in the parapheur")
        title = format_lazy(words, reference=circuit.case.reference)
        notify(users=[step.person], title=title, url=_page(circuit))


def _tell_starter(circuit: Circuit, title: "str | Promise") -> None:
    notify(users=[circuit.started_by], title=title, url=_page(circuit))
