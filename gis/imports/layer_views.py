"""The page of one of our own layers: where it comes from, and its features as a list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis.imports.layer_forms import DatasetForm
from gis.imports.layers import name_of
from gis.imports.models import Dataset
from gis.imports.own_layer_services import change_dataset, delete_dataset
from workspace.templatetags.local_formats import day

ROWS_A_PAGE = 50
MOST_COLUMNS = 8


@require_safe
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    """Show a layer."""
    found: Dataset = get_object_or_404(Dataset, code=code)
    rows = found.features.order_by("pk").values_list("key", "properties")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    columns = [each["name"] for each in found.columns[:MOST_COLUMNS]]
    context = {
        "dataset": found,
        "layer": name_of(found),
        "facts": _facts(found),
        "page": page,
        "columns": columns,
        "rows": [_cells(key, properties, columns) for key, properties in page],
    }
    return render(request, "geodata/dataset.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change how an own layer looks, what it is called and who sees it."""
    found: Dataset = get_object_or_404(Dataset, code=code)
    form = DatasetForm(request.POST or None, instance=Dataset.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        try:
            change_dataset(dataset=found, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The layer is changed."))
            return redirect(found)
    context = {"dataset": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "geodata/change_dataset.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether an own layer is to be deleted, and delete it."""
    found: Dataset = get_object_or_404(Dataset, code=code)
    if request.method == "POST":
        delete_dataset(dataset=found, actor=request.user)
        messages.success(request, _("The layer is deleted."))
        return redirect("geodata:datasets")
    context = {"dataset": found, "facts": [(_("features"), found.features.count())]}
    return render(request, "geodata/delete_dataset.html", context)


def _facts(found: Dataset) -> list[tuple[str, Any]]:
    return [
        (_("geometry"), found.get_shape_display()),
        (_("seen by"), found.get_visibility_display()),
        (_("source"), found.source),
        (_("licence"), found.licence),
        (_("date of the data"), day(found.source_on)),
    ]


def _cells(key: str, properties: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    return {"key": key, "cells": [properties.get(name) for name in columns]}
