"""The page of one of our own layers: where it comes from, and its features as a list."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.imports.models import Dataset
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
        "facts": _facts(found),
        "page": page,
        "columns": columns,
        "rows": [_cells(key, properties, columns) for key, properties in page],
    }
    return render(request, "geodata/dataset.html", context)


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
