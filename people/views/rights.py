"""Roles given and delegations: giving, ending."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from people.forms.fields import EndForm
from people.forms.rights import DelegationForm, GrantForm
from people.models import Delegation, Grant, Post, Role, User
from people.permissions import can_somewhere
from people.services import delegations as services
from people.services.roles import GRANT, end_grant, grant_role
from people.services.saving import demand
from people.views.editing import edit, visitor
from people.views.rooms import crumb


def create_grant(request: HttpRequest) -> HttpResponse:
    """Give a role."""
    initial = {
        "role": Role.objects.filter(code=request.GET.get("role", "")).first(),
        "post": Post.objects.filter(code=request.GET.get("post", "")).first(),
        "user": request.GET.get("person"),
    }

    def save(data: dict[str, Any]) -> str:
        data.pop("last_on")
        grant_role(actor=visitor(request), request=request, **data)
        return reverse("people:grants")

    return edit(
        request,
        GrantForm(request.POST or None, initial=initial),
        save,
        title=_("Give a role"),
        back=reverse("people:grants"),
        done=_("The role is given."),
        action=_("Give the role"),
        crumbs=[crumb("grants", _("Roles given"))],
    )


def end_one_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    grant = get_object_or_404(Grant.objects.select_related("role", "user", "post"), pk=pk)
    demand(visitor(request), GRANT, grant.department_id, grant.territory_code)
    form = EndForm(request.POST or None)

    def save(data: dict[str, Any]) -> str:
        end_grant(
            grant=grant,
            valid_to=form.end(),
            why=data["why"],
            actor=visitor(request),
            request=request,
        )
        return reverse("people:grants")

    return edit(
        request,
        form,
        save,
        title=_("Take the role back"),
        intro=f"{grant.role.name} – {(grant.user or grant.post)}",
        back=reverse("people:grants"),
        done=_("The role is taken back."),
        crumbs=[crumb("grants", _("Roles given"))],
        is_dangerous=True,
    )


def create_delegation(request: HttpRequest) -> HttpResponse:
    """Register a delegation: one's own, or with the right to do so anybody's."""
    actor = visitor(request)
    if not _may_delegate(actor):
        raise PermissionDenied
    own = None if can_somewhere(actor, services.ANY) else actor

    def save(data: dict[str, Any]) -> str:
        data.pop("last_on")
        data["to"] = data.pop("delegate")
        services.delegate(actor=actor, request=request, **data)
        return reverse("people:delegations")

    return edit(
        request,
        DelegationForm(request.POST or None, delegator=own),
        save,
        title=_("New delegation"),
        intro=_("Nobody delegates what they do not hold, and what was delegated is not passed on."),
        back=reverse("people:delegations"),
        done=_("The delegation is registered."),
        crumbs=[crumb("delegations", _("Delegations"))],
    )


def end_one_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a delegation."""
    rows = Delegation.objects.select_related("delegator", "delegate")
    delegation = get_object_or_404(rows, pk=pk)
    if not services.may_end(visitor(request), delegation):
        raise PermissionDenied
    form = EndForm(request.POST or None)

    def save(data: dict[str, Any]) -> str:
        services.end_delegation(
            delegation=delegation,
            valid_to=form.end(),
            why=data["why"],
            actor=visitor(request),
            request=request,
        )
        return reverse("people:delegations")

    return edit(
        request,
        form,
        save,
        title=_("Withdraw the delegation"),
        intro=f"{delegation.delegator.name} – {delegation.delegate.name}",
        back=reverse("people:delegations"),
        done=_("The delegation is withdrawn."),
        crumbs=[crumb("delegations", _("Delegations"))],
        is_dangerous=True,
    )


def _may_delegate(actor: User) -> bool:
    return any(can_somewhere(actor, each) for each in (services.OWN, services.ANY))
