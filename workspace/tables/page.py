"""What the template of a table needs."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from workspace.models import SavedView
from workspace.services import canonical
from workspace.tables.columns import Column
from workspace.tables.markup import body_markup
from workspace.tables.reading import Reading, sortable


def page_of(request: HttpRequest, reading: Reading, page: "Page[Any]") -> dict[str, Any]:
    """Return the context of the templates; rooms may show a table within a page of theirs."""
    table, asked = reading.table, request.GET
    columns = [column for column in table.columns if column.on_screen or column.is_heading]
    rows, now = [[column.cell(row) for column in columns] for row in page], timezone.now()
    return {
        "table": table,
        "reading": reading,
        "form": reading.filters.form,
        "filled": len(reading.folded),
        "opened": reading.is_opened,
        "page": page,
        "headers": [header(column, reading.sort, asked) for column in columns],
        "rows": rows,
        "body": body_markup(rows, now),
        "hidden": [("sort", reading.sort)] if sortable(table, reading.sort) else [],
        "formats": [(name, LABELS[name]) for name in table.formats],
        "query": changed(asked, page=None),
        "views": _views(request, reading),
    }


LABELS = {"xlsx": "Excel", "csv": "CSV", "geojson": "GeoJSON"}
"""Names of formats, which are the same in all languages."""


def _views(request: HttpRequest, reading: Reading) -> list[dict[str, Any]]:
    views = SavedView.objects.seen_by(request.user, reading.table.name).select_related("owner")
    here = canonical(request.GET.urlencode())
    return [
        {
            "view": view,
            "is_current": view.query == here,
            "is_own": view.owner_id == request.user.pk,
        }
        for view in views
    ]


def header(column: Column, sort: str, asked: QueryDict) -> dict[str, Any]:
    """Return a column's heading: whether it orders the rows, and the address that makes it so."""
    is_up, is_down = sort == column.name, sort == f"-{column.name}"
    other_way = f"-{column.name}" if is_up else column.name
    return {
        "column": column,
        "order": "ascending" if is_up else "descending" if is_down else "",
        "address": f"?{changed(asked, page=None, sort=other_way)}" if column.sort else "",
    }


def changed(asked: QueryDict, **values: str | None) -> str:
    """Return the query of an address with some values replaced, or taken out by None."""
    query = asked.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return query.urlencode()
