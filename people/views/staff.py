"""Each member of staff, with posts, roles, delegations and what they amount to."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.capabilities import declared
from people.directory import seen_by
from people.forms.fields import EndForm, ReasonForm
from people.forms.rights import AppointmentForm
from people.forms.structure import PersonForm
from people.models import Appointment, Department, Post, User
from people.permissions import can_somewhere, rights_on, scope_of
from people.rules import Places
from people.services import staff
from people.services.saving import demand
from people.territories import territories
from people.views.editing import edit, visitor
from people.views.rooms import crumb

READ = "people.read_staff"


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person; everybody sees themselves."""
    actor = visitor(request)
    person = _find(request, pk)
    context = {
        "person": person,
        "appointments": person.appointments.select_related("post__department"),
        "grants": person.grants.select_related("role", "department"),
        "given": person.delegations_given.select_related("delegate", "department"),
        "received": person.delegations_received.select_related("delegator", "department"),
        "rights": described(person),
        "is_oneself": person == actor,
        "may_change": can_somewhere(actor, staff.CAPABILITY),
        "may_grant": can_somewhere(actor, "people.grant"),
        "may_read_audit": can_somewhere(actor, "people.read_audit"),
        "may_restore": person != actor and staff.governs(actor, person, "people.manage_access"),
        "crumbs": [crumb("staff", _("Staff")), {"title": person.name}],
    }
    return render(request, "people/person.html", context)


def described(person: User) -> list[tuple[str, str]]:
    """Return the name of each thing that a person may do today, and where."""
    if not person.is_active:
        return []
    known = declared()
    names = {each.pk: each for each in Department.objects.all()}
    places = dict(territories())
    return [
        (str(known[code].name) if code in known else code, _where(found, names, places))
        for code, found in sorted(rights_on(person, timezone.localdate()).items())
    ]


def _where(found: Places, names: dict[int, Department], places: dict[str, str]) -> str:
    return "; ".join(_one_place(numbers, code, names, places) for numbers, code in found)


def _one_place(
    numbers: frozenset[int] | None,
    code: str,
    names: dict[int, Department],
    places: dict[str, str],
) -> str:
    if numbers is None and not code:
        return _("everywhere")
    parts = [places.get(code, code)] if code else []
    if numbers is not None:
        tops = sorted(number for number in numbers if names[number].parent_id not in numbers)
        parts.append(", ".join(names[number].name for number in tops))
    return " · ".join(parts)


def create(request: HttpRequest) -> HttpResponse:
    """Add a member of staff."""
    actor = visitor(request)

    def save(data: dict[str, Any]) -> str:
        return _address(staff.create_person(actor=actor, request=request, **data))

    return edit(
        request,
        PersonForm(request.POST or None),
        save,
        title=_("New member of staff"),
        back=reverse("people:staff"),
        done=_("The account is created."),
        crumbs=[crumb("staff", _("Staff"))],
    )


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of somebody."""
    actor, person = visitor(request), _find(request, pk)
    staff.demand_person(actor, person)

    def save(data: dict[str, Any]) -> str:
        return _address(staff.change_person(person=person, actor=actor, request=request, **data))

    return edit(
        request,
        PersonForm(request.POST or None, instance=User.objects.get(pk=pk)),
        save,
        title=_("Change the account"),
        back=_address(person),
        done=_("The account is changed."),
        crumbs=_way(person),
    )


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen somebody's account."""
    actor, person = visitor(request), _find(request, pk)
    staff.demand_person(actor, person)
    closes = person.is_active
    service = staff.close_account if closes else staff.reopen_account

    def save(data: dict[str, Any]) -> str:
        return _address(service(person=person, actor=actor, request=request, **data))

    return edit(
        request,
        ReasonForm(request.POST or None),
        save,
        title=_("Close the account") if closes else _("Reopen the account"),
        intro=_("Their posts, roles, delegations and sessions end today, and their password goes.")
        if closes
        else _("They choose a password by a link that you make, or use their security key."),
        back=_address(person),
        done=_("The account is closed.") if closes else _("The account is open again."),
        action=_("Close the account") if closes else _("Reopen the account"),
        crumbs=_way(person),
        is_dangerous=closes,
    )


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody into a post."""
    actor, person = visitor(request), _find(request, pk)
    initial = {"post": Post.objects.filter(code=request.GET.get("post", "")).first()}

    def save(data: dict[str, Any]) -> str:
        dates = {name: data[name] for name in ("post", "valid_from", "valid_to", "decision")}
        staff.appoint_person(person=person, actor=actor, request=request, **dates)
        return _address(person)

    return edit(
        request,
        AppointmentForm(request.POST or None, initial=initial),
        save,
        title=_("Appoint to a post"),
        back=_address(person),
        done=_("The appointment is registered."),
        crumbs=_way(person),
    )


def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment."""
    rows = Appointment.objects.select_related("user", "post")
    appointment = get_object_or_404(rows, pk=pk)
    demand(visitor(request), staff.CAPABILITY, appointment.post.department_id)
    form = EndForm(request.POST or None)

    def save(data: dict[str, Any]) -> str:
        staff.end_appointment(
            appointment=appointment,
            valid_to=form.end(),
            why=data["why"],
            actor=visitor(request),
            request=request,
        )
        return _address(appointment.user)

    return edit(
        request,
        form,
        save,
        title=_("End the appointment"),
        intro=f"{appointment.user.name} – {appointment.post.name}",
        back=_address(appointment.user),
        done=_("The appointment is ended."),
        crumbs=_way(appointment.user),
        is_dangerous=True,
    )


def _find(request: HttpRequest, pk: int) -> User:
    person, actor = get_object_or_404(User, pk=pk), visitor(request)
    if (
        person == actor
        or seen_by(scope_of(actor, READ), timezone.localdate()).filter(pk=pk).exists()
    ):
        return person
    raise PermissionDenied


def _address(person: User) -> str:
    return reverse("people:person", args=[person.pk])


def _way(person: User) -> list[dict[str, Any]]:
    return [crumb("staff", _("Staff")), crumb("person", person.name, person.pk)]
