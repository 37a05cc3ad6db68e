"""The pages of an import, each of them one step; an import can be left and taken up again."""

import csv
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis.imports import commune, presenting, previewing, services, steps, targets
from gis.imports.child.problems import RefusedError
from gis.imports.choosing import own_layer_of
from gis.imports.columns import guessed
from gis.imports.enums import FindingKind, State
from gis.imports.forms import MatchingForm, OwnLayerForm, SourceForm, UploadForm
from gis.imports.models import Dataset, Finding, Import, StagedRow
from gis.imports.own_layers import OWN_LAYER
from gis.imports.wording import row_words, words_of
from people.models import User

ROWS_A_PAGE = 50
GOING_BACK = {State.READ, State.MATCHED, State.CHECKED}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _import(pk: uuid.UUID) -> Import:
    found: Import = get_object_or_404(Import.objects.select_related("owner", "dataset"), pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Receive a file, and look into it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.upload_geodata(upload=form.cleaned_data["file"], actor=_person(request))
        except RefusedError as error:
            form.add_error("file", words_of(error))
        else:
            return _taken(request, made, steps.OPEN)
    return render(
        request, "geodata/upload.html", {"form": form}, status=422 if form.errors else 200
    )


def _taken(request: HttpRequest, imported: Import, step: str, **choice: Any) -> HttpResponse:
    """Take a step and go to where the import is then; a problem is said there."""
    try:
        is_done = steps.take(imported=imported, step=step, actor=_person(request), choice=choice)
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        is_done = False
    if is_done and step == steps.COMMIT:
        messages.success(request, _("The rows are imported."))
    if is_done and step == steps.UNDO:
        messages.success(request, _("The import is taken back."))
    return redirect(imported)


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show where an import is, and what can be done with it."""
    imported = _import(pk)
    if job := steps.job_of(imported):
        context = presenting.page(imported) | {"job": job}
        return render(request, "geodata/working.html", context)
    if imported.state == State.OPENED:
        return redirect("geodata:source", pk)
    if imported.state == State.READ:
        return redirect("geodata:matching", pk)
    return _report(request, imported)


def _report(request: HttpRequest, imported: Import) -> HttpResponse:
    findings = Finding.objects.filter(of=imported)
    kind = request.GET.get("kind", "")
    if kind in FindingKind.values:
        findings = findings.filter(kind=kind)
    rows = StagedRow.objects.filter(of=imported).order_by("row")
    page = Paginator(findings, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = presenting.page(imported) | {
        "page": page,
        "findings": [(each, row_words(each.code)) for each in page],
        "chosen": kind,
        "kinds": FindingKind.choices,
        "rows": presenting.listed(rows[:ROWS_A_PAGE]) if imported.state == State.CHECKED else [],
        "next_step": steps.next_step(imported),
    }
    return render(request, "geodata/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which layer is read, and in which coordinate system; then read it."""
    imported = _import(pk)
    if imported.state != State.OPENED and imported.state not in GOING_BACK:
        return redirect(imported)
    name = request.GET.get("layer", imported.choice.get("layer"))
    layers = [each for each in imported.layers if each["name"] == name] or imported.layers
    if len(layers) > 1:
        return render(request, "geodata/layers.html", presenting.page(imported))
    (layer,) = layers
    kept = {"initial": presenting.kept(imported, layer)}
    form = SourceForm(request.POST or None, layer=layer, commune=commune.box(), **kept)
    if request.method == "POST" and form.is_valid():
        answer = _taken(request, imported, steps.READ, **form.choice)
        imported.refresh_from_db()
        if not imported.problem:
            return answer
    context = presenting.page(imported) | presenting.layer(layer) | {"form": form}
    status = 422 if form.errors or (request.method == "POST" and imported.problem) else 200
    return render(request, "geodata/source.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask where the rows go and which column is which field; then check them."""
    imported = _import(pk)
    if imported.state not in GOING_BACK:
        return redirect(imported)
    name = request.GET.get("target", imported.target)
    target = targets.find(name)
    if name == OWN_LAYER:
        return _own_layer(request, imported)
    if target is None:
        context = presenting.page(imported) | {"targets": presenting.offered(request.user)}
        return render(request, "geodata/targets.html", context)
    columns = imported.counts.get("names", [])
    initial = presenting.matched(imported) or {
        f"column-{field}": column
        for field, column in guessed(
            [(each.name, each.aliases) for each in target.fields], columns
        ).items()
    }
    form = MatchingForm(request.POST or None, target=target, columns=columns, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _matched(
            request, imported, target.name, form.matching, {"outside": form.cleaned_data["outside"]}
        )
    context = presenting.page(imported) | {"form": form, "target": target}
    return render(request, "geodata/matching.html", context, status=422 if form.errors else 200)


def _own_layer(request: HttpRequest, imported: Import) -> HttpResponse:
    places = imported.choice.get("places", {}).values()
    columns = [each for each in imported.counts.get("names", []) if each not in places]
    form = OwnLayerForm(
        request.POST or None, columns=columns, initial=presenting.own_layer(imported)
    )
    if request.method == "POST" and form.is_valid():
        dataset: Dataset | None = form.cleaned_data["dataset"]
        return _matched(request, imported, OWN_LAYER, form.matching, form.options, dataset=dataset)
    shown = own_layer_of(imported).fields[1:]
    context = presenting.page(imported) | {"form": form, "fields": shown}
    return render(request, "geodata/own_layer.html", context, status=422 if form.errors else 200)


def _matched(
    request: HttpRequest,
    imported: Import,
    target: str,
    matching: dict[str, dict[str, str]],
    options: dict[str, Any],
    dataset: Dataset | None = None,
) -> HttpResponse:
    try:
        services.match_fields(
            imported=imported,
            target=target,
            matching=matching,
            options=options,
            dataset=dataset,
            actor=_person(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(imported)
    return _taken(request, imported, steps.CHECK)


@require_POST
def go_on(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the step that waits for nobody but us."""
    imported = _import(pk)
    step = steps.next_step(imported)
    return _taken(request, imported, step) if step else redirect(imported)


@require_POST
def commit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the accepted rows."""
    return _taken(request, _import(pk), steps.COMMIT)


@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a committed import back."""
    return _taken(request, _import(pk), steps.UNDO)


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give an import up."""
    try:
        services.discard_import(imported=_import(pk), actor=_person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("geodata:import", pk)
    messages.success(request, _("The import is given up; its file and rows are deleted."))
    return redirect("geodata:imports")


@require_safe
def preview(_request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the rows that are on the map, as GeoJSON."""
    return HttpResponse(previewing.features(_import(pk)), content_type="application/geo+json")


class Echo:
    """Takes lines of CSV and gives them back."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


@require_safe
def report(_request: HttpRequest, pk: uuid.UUID) -> StreamingHttpResponse:
    """Give the quality report as CSV: a line for each finding, in the reader's language."""
    imported = _import(pk)
    response = StreamingHttpResponse(_lines(imported), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="report-{imported.pk}.csv"'
    return response


def _lines(imported: Import) -> Iterator[str]:
    """Return the lines, which are written while they are sent, in the language of now."""
    heads = (_("row"), _("kind"), _("reason"), _("column"), _("value"), _("before"), _("after"))
    kinds = {str(value): str(label) for value, label in FindingKind.choices}
    findings = Finding.objects.filter(of=imported)
    codes = findings.order_by().values_list("code", flat=True).distinct()
    return _written(findings, heads, kinds, {code: row_words(code) for code in codes})


def _written(
    findings: "QuerySet[Finding]",
    heads: tuple[str, ...],
    kinds: dict[str, str],
    reasons: dict[str, str],
) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow(heads)
    for each in findings.iterator(chunk_size=2_000):
        cells = (each.field, each.value, each.before, each.after)
        told = each.row, kinds[each.kind], reasons.get(each.code, each.code)
        yield writer.writerow((*told, *map(presenting.harmless, cells)))
