"""The page of a table."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from workspace.models import SavedView
from workspace.tables.columns import Column
from workspace.tables.declarations import Table
from workspace.tables.reading import Reading, read, sortable


class TableView(View):
    """Shows a table: `requires("capability")(TableView.as_view(table=CASES))` in the addresses.

    A room may give its own `template_name`, which extends "workspace/table.html" and fills its
    blocks, and `extra_context`.
    """

    table: Table = None  # type: ignore[assignment]  # given to as_view()
    template_name = "workspace/table.html"
    extra_context: Mapping[str, Any] = {}
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page of rows that the address asks for."""
        reading = read(self.table, request.user, request.GET)
        page = Paginator(reading.rows, self.table.rows_a_page).get_page(request.GET.get("page"))
        context = page_of(request, reading, page) | dict(self.extra_context)
        return render(request, self.template_name, context)


def page_of(request: HttpRequest, reading: Reading, page: "Page[Any]") -> dict[str, Any]:
    """Return what the template of a table needs; rooms may show a table within a page of theirs."""
    table, asked = reading.table, request.GET
    columns = [column for column in table.columns if column.on_screen or column.is_heading]
    return {
        "table": table,
        "reading": reading,
        "form": reading.filters.form,
        "page": page,
        "now": timezone.now(),
        "headers": [header(column, reading.sort, asked) for column in columns],
        "rows": [[column.cell(row) for column in columns] for row in page],
        "previous": with_page(asked, page.number - 1) if page.has_previous() else "",
        "next": with_page(asked, page.number + 1) if page.has_next() else "",
        "hidden": [("sort", reading.sort)] if sortable(table, reading.sort) else [],
        "exports": [(name, changed(asked, page=None, export=name)) for name in table.formats],
        "query": changed(asked, page=None, export=None),
        "views": SavedView.objects.seen_by(request.user, table.name).select_related("owner"),
    }


def header(column: Column, sort: str, asked: QueryDict) -> dict[str, Any]:
    """Return a column's heading: whether it orders the rows, and the address that makes it so."""
    is_up, is_down = sort == column.name, sort == f"-{column.name}"
    other_way = f"-{column.name}" if is_up else column.name
    return {
        "column": column,
        "order": "ascending" if is_up else "descending" if is_down else "",
        "address": f"?{changed(asked, page=None, sort=other_way)}" if column.sort else "",
    }


def with_page(asked: QueryDict, number: int) -> str:
    """Return the address of another page of the same rows."""
    return f"?{changed(asked, page=str(number))}"


def changed(asked: QueryDict, **values: str | None) -> str:
    """Return the query of an address with some values replaced, or taken out by None."""
    query = asked.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return query.urlencode()
