"""The page of a case, and what staff do there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from casework.deadlines.explanations import Explanation, explain
from casework.deadlines.models import Deadline
from casework.deadlines.services import extend_deadline
from casework.forms import AssignForm, DeskForm, ExtensionForm, NoteForm, StepForm
from casework.models import Case
from casework.services import (
    add_note,
    assign_case,
    change_state,
    may,
    may_be_taken_back,
    steps_for,
)
from casework.signatures.receipts import issue_receipt
from casework.signatures.views.files import kept_file, pdf_response
from casework.timeline import timeline
from casework.workflow import Transition
from gis.places import territory_name
from people.models import User
from workspace.drafts import discard_draft, initial_of
from workspace.undo import offer_undo

Typed = TypeVar("Typed", bound=DeskForm)
View = Callable[..., HttpResponse]


def member(request: HttpRequest) -> User:
    """Return the member of staff whom the gate let in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def visible(request: HttpRequest, number: int) -> Case:
    """Return a case that the person may read; one they may not is not there for them."""
    rows = Case.objects.visible_to(request.user).with_names()
    case: Case = get_object_or_404(rows, pk=number)
    return case


@dataclass(frozen=True)
class Clock:
    """A deadline with its explanation, and the form that extends it where that is possible."""

    explained: Explanation
    form: ExtensionForm | None


def _extensible(
    request: HttpRequest, case: Case, sent: tuple[int, ExtensionForm] | None
) -> list[Clock]:
    """Return the clocks of a case; the form that was sent stands with its own clock."""
    allowed = may(request.user, "casework.extend", case)
    found = []
    for each in clocks(case):
        row = each.deadline
        form = _blank(request, ExtensionForm, number=row.pk) if allowed else None
        if len(row.extensions.all()) >= row.rule.extensions_allowed or row.ended_at:
            form = None
        if sent and sent[0] == row.pk:
            form = sent[1]
        found.append(Clock(each, form))
    return found


def clocks(case: Case) -> list[Explanation]:
    """Return the deadlines of a case, each with its explanation."""
    rows = case.deadlines.select_related("rule").prefetch_related("extensions", "standstills")
    return [explain(row) for row in rows.order_by("ended_at", "due_on", "pk")]


@require_safe
def case_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a case with its deadlines, documents, messages, history, and what may be done."""
    return _page(request, visible(request, number))


def _page(
    request: HttpRequest,
    case: Case,
    status: int = 200,
    extending: tuple[int, ExtensionForm] | None = None,
    **forms: Any,
) -> HttpResponse:
    user = request.user
    context = {
        "case": case,
        "clocks": _extensible(request, case, extending),
        "events": timeline(case),
        "steps": [(step, _is_last(case, step)) for step in steps_for(case, user)],
        "territory": territory_name(case.territory_code) if case.territory_code else "",
        "step_form": _blank(request, StepForm, number=case.pk),
        "assign_form": None,
        "note_form": None,
    }
    if may(user, "casework.assign", case):
        context["assign_form"] = _blank(request, AssignForm, number=case.pk, case=case)
    if may(user, "casework.process", case):
        context["note_form"] = _blank(request, NoteForm, number=case.pk)
    return render(request, "casework/case.html", context | forms, status=status)


def _is_last(case: Case, step: Transition) -> bool:
    """Tell whether a step closes the case with no way back: it is asked about first."""
    flow = case.kind.flow
    return flow.state(step.target).is_final and not any(flow.steps_from(step.target))


def _blank(request: HttpRequest, kind: type[Typed], *, number: int, **more: Any) -> Typed:
    """Return a form to be filled in; with `?draft=1` it holds what was typed and not sent."""
    draft = kind.draft_of(number)
    typed = initial_of(request.user, draft) if "draft" in request.GET else {}
    return kind(number=number, initial=dict(typed), **more)


def _act(
    request: HttpRequest,
    case: Case,
    form: DeskForm,
    act: Callable[..., object],
    done: str,
    **again: Any,
) -> HttpResponse:
    """Let a service do what a form asks; show again what it refuses, beside the fields."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            discard_draft(owner=request.user, form=form.draft)
            messages.success(request, done)
            return redirect("casework:case", number=case.pk)
    shown = visible(request, case.pk)
    return _page(request, shown, status=422, **again)


def refuse(form: Form, error: ValidationError) -> None:
    """Put what a service refuses beside the fields that the form has, the rest above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def takes_what_is_sent(view: View) -> View:
    """Send whoever asks for the address of an action to the page of the case.

    So does somebody who signs in again after their session had ended: there what they had typed
    waits for them.
    """

    @wraps(view)
    def taken(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return redirect("casework:case", number=number)
        return view(request, number, **more)

    return require_http_methods(["GET", "HEAD", "POST"])(taken)


@takes_what_is_sent
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Take a case to another state, and offer the way back where there is one."""
    case = visible(request, number)

    def act(to: str, reason: str) -> None:
        row = change_state(case=case, to=to, reason=reason, actor=request.user)
        if may_be_taken_back(row, case.state):
            offer_undo(
                owner=member(request),
                title=format_lazy(gettext_lazy("{case}: state changed"), case=row.reference),
                action="casework.change_state",
                arguments={"case_id": row.pk, "state": row.state, "former": case.state},
            )

    form = StepForm(request.POST, number=case.pk)
    return _act(request, case, form, act, _("The state is changed."), step_form=form)


@takes_what_is_sent
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Give a case to a department and a person, and offer the way back."""
    case = visible(request, number)
    form = AssignForm(request.POST, number=case.pk, case=case)
    if form.is_valid():
        try:
            row = assign_case(case=case, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            _offer_former_place(request, case, row)
            discard_draft(owner=request.user, form=form.draft)
            messages.success(request, _("The case is assigned."))
            still = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
            return redirect("casework:case", case.pk) if still else redirect("casework:list")
    return _page(request, case, status=422, assign_form=form)


def _offer_former_place(request: HttpRequest, former: Case, now: Case) -> None:
    offer_undo(
        owner=member(request),
        title=format_lazy(gettext_lazy("{case}: assigned"), case=now.reference),
        action="casework.assign_case",
        arguments={
            "case_id": now.pk,
            "given": [now.department_id, now.assignee_id],
            "former": [former.department_id, former.assignee_id],
        },
    )


@takes_what_is_sent
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Add a note for the colleagues."""
    case = visible(request, number)

    def act(text: str) -> None:
        add_note(case=case, text=text, actor=request.user)

    form = NoteForm(request.POST, number=case.pk)
    return _act(request, case, form, act, _("The note is added."), note_form=form)


@takes_what_is_sent
def extend(request: HttpRequest, number: int, deadline: int) -> HttpResponse:
    """Extend a deadline of a case."""
    case = visible(request, number)
    clock = get_object_or_404(Deadline, pk=deadline, case=case)

    def act(amount: int, reason: str) -> None:
        extend_deadline(deadline=clock, amount=amount, reason=reason, actor=member(request))

    form = ExtensionForm(request.POST, number=deadline)
    done = _("The deadline is extended.")
    return _act(request, case, form, act, done, extending=(deadline, form))


@require_safe
def receipt(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Give the receipt of a case as PDF."""
    return pdf(visible(request, number), language)


def pdf(case: Case, language: str) -> HttpResponse:
    """Return the receipt of a case, to be shown and printed."""
    return pdf_response(kept_file(issue_receipt(case, language).sha256), case.reference)
