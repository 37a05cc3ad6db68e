"""Changes to cases: the one way in for pages, tasks, commands and the other services."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.deadlines.services import follow_state, start_clocks
from casework.deadlines.watch import whose
from casework.enums import ApplicantKind, Channel, EventKind
from casework.history import record_event, where, who
from casework.letters import tell_changed, tell_opened
from casework.links import make_secret
from casework.models import Applicant, Case, CaseKind
from casework.references import take_reference
from casework.workflow import Transition
from gis.places import settled_territory
from people.models import Appointment, Department, User
from people.permissions import Actor, can
from people.rights import candidates
from workspace.notifications import notify


@dataclass(frozen=True)
class ApplicantData:
    """What is known of who asks; the telephone in international form."""

    name: str
    phone: str = ""
    email: str = ""
    language: str = "ar"
    kind: str = ApplicantKind.PERSON
    identity_number: str = ""
    address: str = ""


def open_case(
    *,
    kind: CaseKind,
    subject: str,
    applicant: ApplicantData | Applicant,
    actor: Actor | None,
    description: str = "",
    channel: Channel = Channel.COUNTER,
    department: Department | None = None,
    territory_code: str = "",
    place: str = "",
    geom: Point | None = None,
    is_urgent: bool = False,
    deposited_at: dt.datetime | None = None,
    is_simulated: bool = False,
    sending: bytes = b"",
) -> tuple[Case, str]:
    """Open a case; return it with the secret code that its applicant alone is given.

    `place` tells in words where it is; a point without a territory lies in the one that holds it.
    Nobody signed in as actor: the resident deposits it. For `sending` see `casework.deposits`.
    Raises PermissionDenied, and ValidationError with the fields at fault.
    """
    department = _receiver(kind, department)
    territory_code = settled_territory(territory_code=territory_code, point=geom)
    _check_deposit(kind, actor, department, territory_code)
    secret, digest = make_secret(sending)
    with transaction.atomic():
        case = Case(
            kind=kind,
            link_digest=digest,
            state=kind.flow.initial.code,
            channel=channel,
            is_urgent=is_urgent,
            subject=subject.strip(),
            description=description.strip(),
            department=department,
            territory_code=territory_code,
            place=place.strip(),
            geom=geom,
            deposited_at=deposited_at or timezone.now(),
            is_simulated=is_simulated,
        )
        case.applicant = _saved(applicant)
        case.full_clean(exclude=["reference", "link_digest", "applicant"])
        taken = take_reference(series=kind.series, office=department.code, at=case.deposited_at)
        case.reference = taken.text
        case.save()
        _begin(case, actor, secret)
    return case, secret


def _receiver(kind: CaseKind, department: Department | None) -> Department:
    """Return the department that was chosen, or else the kind's own; raises ValidationError."""
    department = department or kind.department
    if department is None:
        raise ValidationError({"department": _("Say which department receives the case.")})
    _refuse_closed(department)
    return department


def _refuse_closed(department: Department) -> None:
    """Refuse a department that is no more: what lies there, nobody does."""
    if department.closed_on and department.closed_on <= timezone.localdate():
        raise ValidationError({"department": _("This department is closed.")})


def _begin(case: Case, actor: Actor | None, secret: str) -> None:
    """Write the first line of the history, start the clocks, tell the applicant."""
    record_event(
        case=case,
        kind=EventKind.OPENED,
        actor=actor,
        target=case.state,
        detail=case.channel,
        is_public=True,
        at=case.deposited_at,
    )
    start_clocks(case=case, at=case.deposited_at)
    tell_opened(case, secret)


def _check_deposit(
    kind: CaseKind, actor: Actor | None, department: Department, territory_code: str
) -> None:
    """Refuse a kind that is closed, a resident where only staff may, staff without the right."""
    if not kind.is_open:
        raise ValidationError({"kind": _("This kind of case may not be deposited now.")})
    if actor is None or not actor.is_authenticated:
        if not kind.is_online:
            raise PermissionDenied
    elif not can(
        actor, "casework.deposit", department_id=department.pk, territory_code=territory_code
    ):
        raise PermissionDenied


def _saved(applicant: ApplicantData | Applicant) -> Applicant:
    """Return the applicant's row, checked and stored when it is new."""
    if isinstance(applicant, Applicant):
        return applicant
    row = Applicant(
        kind=applicant.kind,
        name=applicant.name.strip(),
        phone=applicant.phone,
        email=applicant.email,
        language=applicant.language,
        identity_number=applicant.identity_number,
        address=applicant.address,
    )
    row.full_clean()
    row.save()
    return row


def steps_for(case: Case, actor: Actor) -> list[Transition]:
    """Return the steps that a person may take with a case now."""
    return [
        step for step in case.kind.flow.steps_from(case.state) if may(actor, step.capability, case)
    ]


def may(actor: Actor, capability: str, case: Case) -> bool:
    """Tell whether a person may do something with this case, in its department and territory."""
    return can(
        actor,
        capability,
        department_id=case.department_id,
        territory_code=case.territory_code,
    )


def change_state(*, case: Case, to: str, actor: Actor | None, reason: str = "") -> Case:
    """Take a case to another state, by a step of its table. Nobody as actor: the system itself.

    Raises PermissionDenied, and ValidationError for a step that there is not or without its reason.
    """
    with transaction.atomic():
        row = _locked(case.pk)
        step = row.kind.flow.step(row.state, to)
        if step is None:
            raise ValidationError(
                _("This step is no longer possible: the case is now “%(state)s”.")
                % {"state": row.current_state.label}
            )
        if actor is not None and not may(actor, step.capability, row):
            raise PermissionDenied
        if step.needs_reason and not reason.strip():
            raise ValidationError({"reason": _("Give the reason.")})
        now = timezone.now()
        row.state = to
        row.closed_at = now if row.current_state.is_final else None
        row.save(update_fields=["state", "closed_at"])
        record_event(
            case=row,
            kind=EventKind.STATE,
            actor=actor,
            source=step.source,
            target=to,
            reason=reason.strip(),
            is_public=True,
            at=now,
        )
        follow_state(case=row, state=row.current_state, at=now)
        tell_changed(row)
    return row


def answer_case(*, case: Case, text: str) -> Case:
    """Take what the applicant answers; a case that waited for them goes on, and its clock runs.

    The caller has checked the applicant's proof. Raises ValidationError.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write something.")})
    with transaction.atomic():
        row = _locked(case.pk)
        if row.closed_at:
            raise ValidationError(_("The case is closed."))
        record_event(case=row, kind=EventKind.ANSWER, reason=text.strip(), is_public=True)
        flow = row.kind.flow
        on = next((s.target for s in flow.steps_from(row.state) if s.is_taken_by_resident), "")
        if on:
            row = change_state(case=row, to=on, actor=None)
        words = gettext_lazy("The applicant has answered: {reference}")
        _tell_staff(row, format_lazy(words, reference=row.reference))
    return row


def assign_case(
    *,
    case: Case,
    assignee: User | None,
    actor: Actor | None,
    department: Department | None = None,
    reason: str = "",
) -> Case:
    """Give a case to a person, or to a department, or to both; no assignee leaves it to all there.

    Raises PermissionDenied, and ValidationError for a closed case or someone who may not read it.
    """
    with transaction.atomic():
        row = _locked(case.pk)
        if actor is not None and not may(actor, "casework.assign", row):
            raise PermissionDenied
        if row.closed_at:
            raise ValidationError(_("The case is closed."))
        if department is not None and department.pk != row.department_id:
            _refuse_closed(department)
            row.department = department
        _check_assignee(assignee, row)
        is_news = assignee is not None and assignee.pk not in {row.assignee_id, _number(actor)}
        row.assignee = assignee
        row.save(update_fields=["department", "assignee"])
        record_event(
            case=row,
            kind=EventKind.ASSIGNED,
            actor=actor,
            detail=_shown(assignee, row.department),
            reason=reason.strip(),
        )
        if is_news:
            words = gettext_lazy("Assigned to you: {reference}")
            _tell_staff(row, format_lazy(words, reference=row.reference))
    return row


def _number(actor: Actor | None) -> int | None:
    return actor.pk if actor is not None else None


def _tell_staff(case: Case, title: "str | Promise") -> None:
    """Put a line into the list of whoever has the case in hand."""
    notify(users=whose(case), title=title, url=reverse("casework:case", args=[case.pk]))


Place = tuple[int, int | None]
"""To whom a case is given: the numbers of a department and of a person, or of nobody there."""


def take_back_assignment(*, actor: Actor, case_id: int, given: Place, former: Place) -> None:
    """Give a case back to whom it belonged before, as long as nobody has gone on with it.

    Raises PermissionDenied, and ValidationError where it is too late.
    """
    with transaction.atomic():
        row = _locked(case_id)
        if row.closed_at or (row.department_id, row.assignee_id) != tuple(given):
            raise ValidationError(_("Somebody has gone on with this case meanwhile."))
        row.department_id, row.assignee_id = former
        if former[0] != given[0]:
            _refuse_closed(row.department)
        if not may(actor, "casework.assign", row):
            raise PermissionDenied
        _check_assignee(row.assignee, row)
        row.save(update_fields=["department", "assignee"])
        record_event(
            case=row,
            kind=EventKind.UNDONE,
            actor=actor,
            detail=_shown(row.assignee, row.department),
        )


def may_be_taken_back(case: Case, former: str) -> bool:
    """Tell whether the table of a case leads from its state to the former one, without more ado."""
    step = case.kind.flow.step(case.state, former)
    return step is not None and not step.needs_reason


def take_back_step(*, actor: Actor, case_id: int, state: str, former: str) -> None:
    """Lead a case back to its former state, by a step of its table and with its clocks.

    Raises PermissionDenied, and ValidationError where it is too late.
    """
    with transaction.atomic():
        row = _locked(case_id)
        if row.state != state:
            raise ValidationError(_("Somebody has gone on with this case meanwhile."))
        change_state(case=row, to=former, actor=actor)


def add_note(*, case: Case, text: str, actor: Actor) -> None:
    """Append a note for the colleagues; the applicant does not see it."""
    if not may(actor, "casework.process", case):
        raise PermissionDenied
    if not text.strip():
        raise ValidationError({"text": _("Write something.")})
    record_event(case=case, kind=EventKind.NOTE, actor=actor, reason=text.strip())


def _locked(number: int) -> Case:
    """Return the case as it stands now, kept from others until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("kind")
    row: Case = rows.get(pk=number)
    return row


def staff_for(case: Case) -> "QuerySet[User]":
    """Return who may be given a case: active people who may process some case today.

    Each brings the posts that they hold along, as `held`.
    """
    today = timezone.localdate()
    numbers = candidates("casework.process", today)
    chosen = Q(pk__in=numbers) | Q(is_superuser=True) | Q(pk=case.assignee_id)
    posts = Appointment.objects.on(today).select_related("post").order_by("pk")
    rows = User.objects.filter(chosen, is_active=True)
    rows = rows.prefetch_related(Prefetch("appointments", posts, to_attr="held"))
    return rows.order_by("last_name", "first_name", "pk")


def _check_assignee(assignee: User | None, case: Case) -> None:
    if assignee is None:
        return
    if not assignee.is_active:
        raise ValidationError({"assignee": _("This person no longer works here.")})
    if not may(assignee, "casework.process", case):
        raise ValidationError(
            {"assignee": _("This person may not process cases of that department.")}
        )


def _shown(assignee: User | None, department: Department) -> str:
    return who(assignee) if assignee else where(department)
