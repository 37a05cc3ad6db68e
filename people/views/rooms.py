"""The tabs above the pages of the organisation."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from people.permissions import can_somewhere
from people.views.editing import visitor


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs that the visitor may open."""
    every = (
        ("departments", "", _("Services")),
        ("staff", "people.read_staff", _("Staff")),
        ("roles", "people.read_staff", _("Roles")),
        ("grants", "people.read_staff", _("Roles given")),
        ("delegations", "people.read_staff", _("Delegations")),
        ("audit", "people.read_audit", _("Audit trail")),
    )
    return [
        {"title": title, "url": reverse(f"people:{name}"), "is_current": name == current}
        for name, capability, title in every
        if not capability or can_somewhere(visitor(request), capability)
    ]


def crumb(name: str, title: str, *args: Any) -> dict[str, Any]:
    """Return one step of the way to a page."""
    return {"title": title, "url": reverse(f"people:{name}", args=args)}
