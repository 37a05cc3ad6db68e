"""Keeping what is typed while it is typed: called by the script of the forms."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from workspace.drafts import discard_draft, save_draft
from workspace.tables.views import signed_in_person


@require_http_methods(["POST", "DELETE"])
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep the entries that are sent, or forget what was kept."""
    person = signed_in_person(request)
    if request.method == "DELETE":
        discard_draft(owner=person, form=form)
        return HttpResponse(status=204)
    entries: MultiValueDict[str, str] = request.POST
    try:
        save_draft(owner=person, form=form, entries=dict(entries.lists()))
    except ValidationError as error:
        return JsonResponse({"error": error.messages}, status=413)
    return HttpResponse(status=204)
