"""The audit trail of one object and of one person; all of it is a list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from people.models import AuditEntry, User
from people.trail import action_of, changes, readable_by
from people.views.editing import visitor
from people.views.rooms import crumb

PER_PAGE = 50


def of_object(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Show what was done to one object."""
    rows = readable_by(visitor(request)).filter(object_type=kind, object_id=number)
    newest = rows.first()
    title = newest.subject if newest else _("Audit trail")
    return _page(request, rows, {"title": title, "crumbs": _way(title)})


def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one person did."""
    person = get_object_or_404(User, pk=pk)
    rows = readable_by(visitor(request)).filter(actor=person)
    return _page(request, rows, {"title": person.name, "crumbs": _way(person.name)})


def _way(title: str) -> list[dict[str, Any]]:
    return [crumb("audit", _("Audit trail")), {"title": title}]


def _page(
    request: HttpRequest, rows: QuerySet[AuditEntry], context: dict[str, Any]
) -> HttpResponse:
    page = Paginator(rows.order_by("-at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    entries = [
        {"entry": entry, "action": action_of(entry), "changes": changes(entry)} for entry in page
    ]
    return render(request, "people/audit.html", context | {"page": page, "entries": entries})
