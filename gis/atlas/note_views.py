"""The pages of the notes on the map."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis.atlas.forms import names_of
from gis.atlas.models import MapNote
from gis.atlas.note_forms import NoteForm, as_filled
from gis.atlas.services import change_note, create_note, delete_note
from people.views.editing import say, visitor

NEAR = 17


@require_safe
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Show a note to those who may read it."""
    found = _visible(request, number)
    context = {"note": found, "is_own": found.author_id == request.user.pk, "map": on_map(found)}
    return render(request, "atlas/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a note; the map sends what was drawn."""
    asked = {name: request.GET[name] for name in ("kind", "places") if name in request.GET}
    form = NoteForm(request.POST or None, initial=asked, person=visitor(request))
    return _edited(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a note of one's own."""
    found = get_object_or_404(MapNote, pk=number, author=visitor(request))
    form = NoteForm(request.POST or None, initial=as_filled(found), person=visitor(request))
    return _edited(request, form, found)


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Take a note of one's own away."""
    delete_note(note=_visible(request, number), actor=request.user)
    messages.success(request, _("The note is deleted."))
    return redirect("atlas:notes")


def _edited(request: HttpRequest, form: NoteForm, found: MapNote | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, form, found)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("The note is saved."))
            return redirect(_after(request, saved))
    context = {
        "form": form,
        "note": found,
        "title": _("Change the note") if found else _("New note"),
    }
    status = 422 if form.errors else 200
    return render(request, "atlas/note_form.html", context, status=status)


def _after(request: HttpRequest, saved: MapNote) -> str:
    """Return where one goes on: to the map with the layers that were on it, or to the note."""
    if "from_map" not in request.POST:
        return saved.get_absolute_url()
    shown = names_of(request.POST)
    return on_map(saved, [*shown, *(["notes"] if "notes" not in shown else [])])


def _saved(request: HttpRequest, form: NoteForm, found: MapNote | None) -> MapNote:
    values: dict[str, Any] = form.values
    if found is None:
        return create_note(actor=request.user, **values)
    return change_note(note=found, actor=request.user, **values)


def _visible(request: HttpRequest, number: int) -> MapNote:
    rows = MapNote.objects.visible_to(request.user).select_related("author", "department")
    found: MapNote = get_object_or_404(rows, pk=number)
    return found


def on_map(found: MapNote, shown: Sequence[str] = ("notes",)) -> str:
    """Return the address of the map at a note."""
    middle = found.geom.centroid
    query = {"lon": f"{middle.x:.5f}", "lat": f"{middle.y:.5f}", "zoom": str(NEAR)}
    asked = urlencode({**query, "layers": ",".join(shown), "feature": f"notes:{found.pk}"})
    return f"{reverse('atlas:map')}?{asked}"
