"""The parapheur's pages: start a circuit, read the draft, answer, take back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.models import Case
from casework.signatures.delegations import decision_for, steps_waiting_for
from casework.signatures.enums import STEP_TITLES, CircuitState, StepKind, StepState
from casework.signatures.forms import AnswerForm, ReasonForm, StartForm
from casework.signatures.models import Circuit, Step
from casework.signatures.services import (
    approve_step,
    refuse_step,
    start_circuit,
    withdraw_circuit,
)
from casework.signatures.services.circuits import START
from casework.signatures.services.documents import may
from casework.signatures.tables import TONES
from casework.signatures.views.files import kept_file, pdf_response
from people.gates import requires, signed_in
from people.models import User

STEP_TONES = {StepState.APPROVED: "good", StepState.REFUSED: "alarm", StepState.WAITING: ""}


@requires(START)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Start a parapheur for a case that the reader may see."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=number)
    if not may(_user(request), START, case):
        raise PermissionDenied
    form = StartForm(request.POST or None, request.FILES or None, case=case)
    if request.method == "POST" and form.is_valid():
        circuit = _started(request, case, form)
        if circuit:
            messages.success(request, _("The parapheur is on its way."))
            return redirect("signatures_desk:circuit", circuit.pk)
    status = 422 if form.errors else 200
    return render(request, "signatures/start.html", {"form": form, "case": case}, status=status)


def _started(request: HttpRequest, case: Case, form: StartForm) -> Circuit | None:
    """Start it, or put what the service refuses beside its field."""
    given = form.cleaned_data
    try:
        return start_circuit(
            case=case,
            title=given["title"],
            pdf=given["draft"].read(),
            visas=form.visas,
            signer=given["signer"],
            actor=_user(request),
            language=given["language"],
            valid_until=given["valid_until"],
            due_on=given["due_on"],
            is_shared=given["is_shared"],
            request=request,
        )
    except ValidationError as error:
        add_errors(form, error, {"visas": "visa_1"})
        return None


def add_errors(form: Any, error: ValidationError, names: dict[str, str] | None = None) -> None:
    """Put the messages of a service beside the fields of a form, or above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        field = (names or {}).get(field, field)
        form.add_error(field if field in form.fields else None, found)


@signed_in
@require_safe
def circuit(request: HttpRequest, number: int) -> HttpResponse:
    """Show a parapheur: its steps, its draft, and what the reader may do."""
    return _page(request, visible(request, number))


@signed_in
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take a visa, the signature or a refusal for the step whose turn it is."""
    row = visible(request, number)
    form = AnswerForm(request.POST)
    step = _step_of(request, row)
    if step is None:
        raise PermissionDenied
    if form.is_valid():
        try:
            return _answered(request, row, step, form)
        except ValidationError as error:
            add_errors(form, error)
    return _page(request, row, answer_form=form, status=422)


def _answered(request: HttpRequest, row: Circuit, step: Step, form: AnswerForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["answer"] == AnswerForm.REFUSE:
        refuse_step(step=step, actor=_user(request), reason=reason, request=request)
        messages.success(request, _("Refused. Whoever started the parapheur has been told."))
        return redirect("signatures_desk:circuit", row.pk)
    document = approve_step(step=step, actor=_user(request), note=reason, request=request)
    if document is None:
        messages.success(request, _("Your visa is given."))
        return redirect("signatures_desk:circuit", row.pk)
    messages.success(request, _("The document is signed and issued."))
    return redirect("signatures_desk:document", document.code)


@signed_in
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a parapheur back."""
    row = visible(request, number)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            withdraw_circuit(
                circuit=row,
                actor=_user(request),
                reason=form.cleaned_data["reason"],
                request=request,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The parapheur is withdrawn."))
            return redirect("signatures_desk:circuit", row.pk)
    return _page(request, row, withdraw_form=form, status=422)


@signed_in
@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show the draft that goes round."""
    row = visible(request, number)
    return pdf_response(kept_file(row.draft), f"{row.case.reference}-draft")


def visible(request: HttpRequest, number: int) -> Circuit:
    """Return a parapheur that the reader may see, by their cases, their part or a delegation."""
    user = _user(request)
    mine = Circuit.objects.visible_to(user) | Circuit.objects.filter(
        pk__in=steps_waiting_for(user, timezone.localdate()).values("circuit")
    )
    rows = mine.select_related("case__applicant", "case__kind", "started_by").distinct()
    row: Circuit = get_object_or_404(rows, pk=number)
    return row


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the gate let only staff in
    return request.user


def _step_of(request: HttpRequest, row: Circuit) -> Step | None:
    """Return the step whose turn it is, if the reader may answer it."""
    due = Step.objects.due().select_related("circuit__case", "person")
    step: Step | None = due.filter(circuit=row).first()
    if step and decision_for(_user(request), step, timezone.localdate()) is not None:
        return step
    return None


def _page(
    request: HttpRequest,
    row: Circuit,
    *,
    answer_form: AnswerForm | None = None,
    withdraw_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    step = _step_of(request, row)
    running = row.state == CircuitState.RUNNING
    context = {
        "circuit": row,
        "tone": TONES[CircuitState(row.state)],
        "events": [_event(each) for each in row.steps.select_related("person", "acted_by")],
        "step": step,
        "decision": decision_for(_user(request), step, timezone.localdate()) if step else "",
        "answer_form": answer_form or AnswerForm(),
        "withdraw_form": withdraw_form or ReasonForm(auto_id="withdraw_%s"),
        "may_withdraw": running and may(_user(request), START, row.case),
        "document": getattr(row, "issued", None),
    }
    return render(request, "signatures/circuit.html", context, status=status)


def _event(step: Step) -> dict[str, object]:
    """Return a step as a line of the timeline."""
    who = step.person.name
    if step.acted_by and step.delegation:
        words = _("%(name)s for %(person)s, decision %(decision)s")
        who = words % {
            "name": step.acted_by.name,
            "person": who,
            "decision": step.delegation,
        }
    return {
        "title": STEP_TITLES[StepKind(step.kind), StepState(step.state)],
        "at": step.acted_at,
        "who": who,
        "detail": step.reason,
        "tone": STEP_TONES[StepState(step.state)],
    }
