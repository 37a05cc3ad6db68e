"""The audit trail: all of it, of one object, of one person."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from people.forms.audit import AuditFilters
from people.models import AuditEntry, User
from people.trail import action_of, changes, chosen, readable_by
from people.views.editing import visitor
from people.views.rooms import crumb, tabs

PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """Show what was done, newest first, as far as the visitor may read it."""
    form = AuditFilters(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = chosen(readable_by(visitor(request)), filters)
    context = {"form": form, "tabs": tabs(request, "audit"), "title": _("Audit trail")}
    return _page(request, rows, context)


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
