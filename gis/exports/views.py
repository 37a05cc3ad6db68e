"""The pages of layers: which there are, what each holds, and the way to take it out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from gis.exports.enums import CONTENT_TYPES, Format
from gis.exports.forms import ExportForm
from gis.exports.reading import Wanted
from gis.exports.writing import (
    PATIENCE_OF_VISITORS_S,
    PATIENCE_S,
    PROBLEMS,
    TASK,
    OutOfTimeError,
    export_at_once,
    file_name,
    record_export,
)
from gis.layers import Layer, find, open_to
from gis.privacy import seen_by
from people.models import User
from workspace.jobs import start_job

TOO_LONG = _(
    "This is more than can be made while you wait. Ask for a territory or a box, "
    "or read the layer page by page through the OGC API."
)


@require_safe
def layers(request: HttpRequest) -> HttpResponse:
    """List the layers that the reader may see."""
    shown = [seen_by(each, request.user) for each in open_to(request.user)]
    return render(request, "geodata_out/layers.html", {"layers": shown, "formats": Format.labels})


@require_safe
def layer(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a layer holds, and how it can be taken out."""
    found = _layer(request, name)
    form = ExportForm(initial=request.GET.dict(), layer=found, actor=request.user)
    return _page(request, found, form)


def _layer(request: HttpRequest, name: str) -> Layer:
    found = find(name)
    if found is None or not found.is_listed or not found.is_open_to(request.user):
        raise Http404
    return seen_by(found, request.user)


def _page(
    request: HttpRequest, found: Layer, form: ExportForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"layer": found, "form": form, "facts": _facts(found), **more}
    return render(request, "geodata_out/layer.html", context, status=status)


def _facts(found: Layer) -> list[tuple[Any, Any]]:
    seen = _("Everyone") if found.is_public else _("Staff, as their roles allow")
    return [
        (_("source"), found.source or _("The commune")),
        (_("licence"), found.licence),
        (_("seen by"), seen),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with the file; what takes longer than a page may is offered as a job.

    POST starts the job for the same address.
    """
    found = _layer(request, name)
    form = ExportForm(request.GET, layer=found, actor=request.user)
    if not form.is_valid():
        return _page(request, found, form, 422)
    if request.method == "POST" and isinstance(request.user, User):
        return redirect("workspace:job", _start(request.user, found, request.GET.urlencode()))
    try:
        return _file(request, form.wanted)
    except OutOfTimeError:
        if isinstance(request.user, User):
            return _page(request, found, form, is_long=True)
        form.add_error(None, TOO_LONG)
    except tuple(PROBLEMS) as error:
        field, words = PROBLEMS[type(error)]
        form.add_error(field, ValidationError(words))
    return _page(request, found, form, 422)


def _file(request: HttpRequest, wanted: Wanted) -> FileResponse:
    is_staff = isinstance(request.user, User)
    file, rows = export_at_once(wanted, PATIENCE_S if is_staff else PATIENCE_OF_VISITORS_S)
    record_export(actor=request.user, wanted=wanted, rows=rows, request=request)
    kind = CONTENT_TYPES[wanted.format]
    return FileResponse(file, as_attachment=True, filename=file_name(wanted), content_type=kind)


def _start(owner: User, found: Layer, query: str) -> Any:
    job = start_job(
        owner=owner,
        title=format_lazy("{} · {}", found.title, _("export")),
        task=TASK,
        arguments={"layer": found.name, "query": query},
    )
    return job.pk
