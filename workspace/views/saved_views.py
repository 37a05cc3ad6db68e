"""Views of tables that a person kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from workspace.models import SavedView
from workspace.services import delete_view, restored_view
from workspace.tables.views import signed_in_person
from workspace.undo import offer_undo


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own view, offer to take that back, and return to the table."""
    person = signed_in_person(request)
    view = get_object_or_404(SavedView.objects.of(person), pk=pk)
    title = format_lazy(_("View deleted: {name}"), name=view.name)
    offer_undo(
        owner=person, title=title, action="workspace.delete_view", arguments=restored_view(view)
    )
    delete_view(view=view, actor=person)
    return redirect(back_to(request))


def back_to(request: HttpRequest) -> str:
    """Return the page of this site that a form wants to return to, or the inbox."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith("/") else "workspace:inbox"
