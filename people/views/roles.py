"""Roles and what each allows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.capabilities import declared
from people.forms.structure import RoleForm
from people.models import Grant, Role
from people.permissions import can
from people.services.roles import MANAGE, change_role, create_role
from people.views.editing import edit, visitor
from people.views.rooms import crumb


def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a role allows and who has it."""
    role = get_object_or_404(Role, code=code)
    known = declared()
    allowed = [known[each] for each in sorted(role.capabilities) if each in known]
    rows = Grant.objects.filter(role=role).select_related("user", "post", "department")
    context = {
        "role": role,
        "allowed": allowed,
        "grants": rows.on(timezone.localdate()),
        "may_change": can(visitor(request), MANAGE),
        "crumbs": [crumb("roles", _("Roles")), {"title": role.name}],
    }
    return render(request, "people/role.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Add a role."""

    def save(data: dict[str, Any]) -> str:
        role = create_role(actor=visitor(request), request=request, **data)
        return reverse("people:role", args=[role.code])

    return edit(
        request,
        RoleForm(request.POST or None),
        save,
        title=_("New role"),
        back=reverse("people:roles"),
        done=_("The role is created."),
        crumbs=[crumb("roles", _("Roles"))],
    )


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a role for all who have it."""
    role = get_object_or_404(Role, code=code)
    form = RoleForm(request.POST or None, instance=get_object_or_404(Role, code=code))

    def save(data: dict[str, Any]) -> str:
        saved = change_role(role=role, actor=visitor(request), request=request, **data)
        return reverse("people:role", args=[saved.code])

    return edit(
        request,
        form,
        save,
        title=_("Change the role"),
        intro=_("The change holds at once for all who have this role."),
        back=reverse("people:role", args=[code]),
        done=_("The role is changed."),
        crumbs=[crumb("roles", _("Roles")), crumb("role", role.name, role.code)],
    )
