"""The page of a table, its exports, and the views that people keep of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View

from people.models import User
from workspace.forms import SavedViewForm
from workspace.jobs import start_job
from workspace.models import Job
from workspace.services import save_view
from workspace.tables.declarations import Table
from workspace.tables.exports.formats import FORMATS, DoesNotFitError
from workspace.tables.exports.writing import (
    DOES_NOT_FIT,
    TASK,
    OutOfTimeError,
    export_at_once,
    file_name,
    record_export,
)
from workspace.tables.page import page_of
from workspace.tables.paging import KeyedPaginator
from workspace.tables.reading import Reading, read


class TableView(View):
    """Shows a table: `requires("capability")(TableView.as_view(table=CASES))` in the addresses.

    A room may give its own `template_name`, which extends "workspace/table.html" and fills its
    blocks, and `extra_context`.
    """

    table: Table = None  # type: ignore[assignment]  # given to as_view()
    template_name = "workspace/table.html"
    extra_context: Mapping[str, Any] = {}
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page of rows that the address asks for."""
        return self.show(request, read(self.table, request.user, request.GET))

    def show(
        self, request: HttpRequest, reading: Reading, form: SavedViewForm | None = None
    ) -> HttpResponse:
        """Return the page; with a form that was not understood it answers 422."""
        page = KeyedPaginator(reading).get_page(request.GET.get("page"))
        context = page_of(request, reading, page) | dict(self.extra_context)
        context["view_form"] = form or SavedViewForm()
        status = 422 if form or not reading.is_valid else 200
        return render(request, self.template_name, context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Export what the address asks for, or keep it as a view."""
        reading = read(self.table, request.user, request.GET)
        if not reading.is_valid:
            return self.show(request, reading)
        if "export" in request.POST:
            return self.export(request, reading, request.POST["export"])
        return self.keep(request, reading)

    def keep(self, request: HttpRequest, reading: Reading) -> HttpResponseBase:
        """Save the filters and the order of the address as a view."""
        form = SavedViewForm(request.POST)
        if not form.is_valid():
            return self.show(request, reading, form)
        try:
            view = save_view(
                owner=signed_in_person(request),
                table=self.table.name,
                query=request.GET.urlencode(),
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error("name", error.messages)
            return self.show(request, reading, form)
        messages.success(request, _("The view is saved."))
        return redirect(f"{request.path}?{view.query}")

    def export(self, request: HttpRequest, reading: Reading, name: str) -> HttpResponseBase:
        """Answer with the file; what takes longer than a page may becomes a job."""
        if name not in self.table.formats:
            raise Http404
        try:
            file, rows = export_at_once(reading, name)
        except OutOfTimeError:
            return redirect("workspace:job", self.export_later(request, name).pk)
        except DoesNotFitError:
            messages.error(request, DOES_NOT_FIT)
            return redirect(request.get_full_path())
        record_export(actor=request.user, reading=reading, name=name, rows=rows, request=request)
        return FileResponse(
            file,
            as_attachment=True,
            filename=file_name(reading, name),
            content_type=FORMATS[name].content_type,
        )

    def export_later(self, request: HttpRequest, name: str) -> Job:
        """Start the same export in the background."""
        return start_job(
            owner=signed_in_person(request),
            title=format_lazy("{} · {}", self.table.title, FORMATS[name].suffix.upper()),
            task=TASK,
            arguments={
                "table": self.table.name,
                "query": request.GET.urlencode(),
                "format": name,
            },
        )


def signed_in_person(request: HttpRequest) -> User:
    """Return who asks; raises PermissionDenied for visitors, who own nothing here."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
