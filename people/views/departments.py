"""Services as a tree, each with its posts and who holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.forms.structure import ClosingForm, DepartmentForm
from people.models import Appointment, Department
from people.permissions import can, scope_of
from people.services.saving import demand
from people.services.structure import (
    CAPABILITY,
    change_department,
    close_department,
    create_department,
)
from people.views.editing import edit, visitor
from people.views.rooms import crumb, tabs


@dataclass(frozen=True)
class Branch:
    """A service with what is part of it."""

    department: Department
    head: str
    staff: int
    parts: "tuple[Branch, ...]"


def index(request: HttpRequest) -> HttpResponse:
    """Show all open services as a tree, in four queries."""
    context = {
        "tree": tree(),
        "tabs": tabs(request, "departments"),
        "may_change": not scope_of(visitor(request), CAPABILITY).is_empty,
    }
    return render(request, "people/departments.html", context)


def tree() -> tuple[Branch, ...]:
    """Return the open services under those that are part of none."""
    today = timezone.localdate()
    rows = Department.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today))
    parts: dict[int | None, list[Department]] = {}
    for row in rows.order_by("kind", "code"):
        parts.setdefault(row.parent_id, []).append(row)
    held = Appointment.objects.on(today).select_related("post", "user")
    heads: dict[int, str] = {}
    staff: dict[int, set[int]] = {}
    for each in held:
        number = each.post.department_id
        staff.setdefault(number, set()).add(each.user_id)
        if each.post.is_head:
            heads[number] = each.user.name

    def branches(parent: int | None) -> Iterator[Branch]:
        for row in parts.get(parent, ()):
            below = tuple(branches(row.pk))
            yield Branch(row, heads.get(row.pk, ""), len(staff.get(row.pk, ())), below)

    return tuple(branches(None))


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service: what it is part of, its parts, its posts and their holders."""
    department = _find(code)
    today = timezone.localdate()
    now = Prefetch("appointments", Appointment.objects.on(today).select_related("user"), "holders")
    posts = department.posts.select_related("superior").prefetch_related(now)
    context = {
        "department": department,
        "parts": department.parts.filter(closed_on=None),
        "posts": posts.order_by("-is_head", "code"),
        "crumbs": [crumb("departments", _("Services")), *_above(department)],
        "may_change": can(visitor(request), CAPABILITY, department_id=department.pk),
    }
    return render(request, "people/department.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Add a service."""
    actor = visitor(request)
    initial = {"parent": Department.objects.filter(code=request.GET.get("parent", "")).first()}
    form = DepartmentForm(request.POST or None, scope=scope_of(actor, CAPABILITY), initial=initial)

    def save(data: dict[str, Any]) -> str:
        return _address(create_department(actor=actor, request=request, **data))

    return edit(
        request,
        form,
        save,
        title=_("New service"),
        back=reverse("people:departments"),
        done=_("The service is created."),
        crumbs=[crumb("departments", _("Services"))],
    )


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Rename or move a service."""
    actor, department = visitor(request), _find(code)
    demand(actor, CAPABILITY, department.pk)
    form = DepartmentForm(
        request.POST or None, instance=_find(code), scope=scope_of(actor, CAPABILITY)
    )

    def save(data: dict[str, Any]) -> str:
        return _address(
            change_department(department=department, actor=actor, request=request, **data)
        )

    return edit(
        request,
        form,
        save,
        title=_("Change the service"),
        back=_address(department),
        done=_("The service is changed."),
        crumbs=way_to(department),
    )


def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a service where nobody is left."""
    actor, department = visitor(request), _find(code)
    demand(actor, CAPABILITY, department.pk)
    form = ClosingForm(request.POST or None, initial={"closed_on": timezone.localdate()})

    def save(data: dict[str, Any]) -> str:
        close_department(
            department=department,
            on=data["closed_on"],
            why=data["why"],
            actor=actor,
            request=request,
        )
        return reverse("people:departments")

    return edit(
        request,
        form,
        save,
        title=_("Close the service"),
        back=_address(department),
        done=_("The service is closed."),
        action=_("Close the service"),
        crumbs=way_to(department),
        is_dangerous=True,
    )


def _find(code: str) -> Department:
    return get_object_or_404(Department.objects.select_related("parent"), code=code)


def _address(department: Department) -> str:
    return reverse("people:department", args=[department.code])


def way_to(department: Department) -> list[dict[str, Any]]:
    """Return the steps that lead to a service."""
    here = crumb("department", department.name, department.code)
    return [crumb("departments", _("Services")), here]


def _above(department: Department) -> list[dict[str, Any]]:
    way: list[dict[str, Any]] = [{"title": department.name}]
    parent = department.parent
    while parent is not None:
        way.insert(0, crumb("department", parent.name, parent.code))
        parent = parent.parent
    return way
