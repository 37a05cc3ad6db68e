"""What all tables of the stock admin have in common."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms.fields import EndForm, ReasonForm
from people.gates import requires
from people.permissions import can_somewhere
from people.views.editing import say, visitor
from workspace.templatetags.local_formats import day, number

INDEX = "admin:index"
NEVER_COPIED = {"id", "valid_from", "valid_to"}
"""What a new row does not take over from the one that it is made from."""


if TYPE_CHECKING:
    ListAdmin = admin.ModelAdmin[Any]
else:
    ListAdmin = admin.ModelAdmin


def _refused(**_values: Any) -> Model:
    raise PermissionDenied


@dataclass(frozen=True)
class Services:
    """How a table is written; `row` is the name under which its services take a row.

    What a table does not offer is refused.
    """

    row: str = "row"
    add: Callable[..., Model] = _refused
    change: Callable[..., Model] = _refused
    end: Callable[..., Model] = _refused
    withdraw: Callable[..., Model] = _refused


class ReferenceAdmin(ListAdmin):
    """A table of reference: listed by Django's admin, changed by the services of its room.

    A table says who keeps it (`capability`), its form, and how it is written (`services`).
    Nothing is deleted that was once law or custom: only what does not hold yet is taken back.
    """

    capability: ClassVar[str] = "workspace.configure"
    row_form: ClassVar[type[forms.BaseForm]]
    services: ClassVar[Services]
    intro: "ClassVar[str | Promise]" = ""
    actions = None
    list_per_page = 100
    show_full_result_count = False

    def is_changeable(self, row: Any) -> bool:
        """Tell whether a row may be changed in place."""
        return True

    def is_endable(self, row: Any) -> bool:
        """Tell whether a row may be given an end."""
        return False

    def is_withdrawable(self, row: Any) -> bool:
        """Tell whether a row may be taken back."""
        return False

    def make_form(self, request: HttpRequest, **options: Any) -> Any:
        """Return the form of a row."""
        return self.row_form(**options)

    def get_urls(self) -> list[URLPattern]:
        """Offer the list, a new row, and one row; each behind the gate of this table."""
        gate = requires(self.capability)
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("", gate(self._own(self.changelist_view)), name=f"{name}_changelist"),
            path("add/", gate(self._own(self.add_row)), name=f"{name}_add"),
            path("<int:object_id>/", gate(self._own(self.show_row)), name=f"{name}_change"),
        ]

    def _own(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tell whether the visitor keeps this table."""
        return can_somewhere(request.user, self.capability)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps a table sees it."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever keeps a table adds to it."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps a table changes what may be changed in place."""
        return self.has_module_permission(request) and (obj is None or self.is_changeable(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, by Django's admin."""
        own = {
            "intro": self.intro,
            "crumbs": [*self.way()[:-1], {"title": self.heading}],
            "add_url": self.address("add"),
            "heading": self.heading,
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def add_row(self, request: HttpRequest) -> HttpResponse:
        """Ask for a new row; `?from=` fills in what another one says."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.make_form(request, data=request.POST or None, initial=self._copied(request))
        if request.method == "POST" and form.is_valid():
            try:
                row = self.services.add(**self._by(request), **self._values(form))
            except ValidationError as error:
                say(form, error)
            else:
                return self._done(request, row)
        title = _("Add: %(table)s") % {"table": self.opts.verbose_name}
        return self._page(request, {"form": form, "title": title})

    def show_row(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show a row: as a form where it may be changed, else as it is, perhaps to be ended."""
        row, form, end = self._row(object_id), None, None
        save = self._change
        if "withdraw" in request.POST:
            return self._withdraw(request, row)
        if self.has_change_permission(request, row):
            form = self.make_form(request, data=request.POST or None, instance=self._row(object_id))
        elif self.is_endable(row):
            end, save = EndForm(request.POST or None), self._end
        asked = form or end
        if request.method == "POST" and asked is not None and asked.is_valid():
            try:
                row = save(request, row, asked)
            except ValidationError as error:
                say(asked, error)
            else:
                return self._done(request, row)
        context = {"form": form, "end": end, "row": row, "title": str(row)}
        if self.is_withdrawable(row):
            context["withdrawal"] = ReasonForm(prefix="withdrawal")
        return self._page(request, context)

    def _withdraw(self, request: HttpRequest, row: Any) -> HttpResponse:
        """Take back a row that does not hold yet, and say why."""
        if not self.is_withdrawable(row):
            raise PermissionDenied
        form, name = ReasonForm(request.POST, prefix="withdrawal"), str(row)
        if form.is_valid():
            about = {self.services.row: row, "why": form.cleaned_data["why"]}
            try:
                self.services.withdraw(**about, **self._by(request))
            except ValidationError as error:
                say(form, error)
            else:
                messages.success(request, _("Withdrawn: %(row)s") % {"row": name})
                return redirect(self.address("changelist"))
        return self._page(request, {"withdrawal": form, "row": row, "title": name})

    def _change(self, request: HttpRequest, row: Any, form: Any) -> Model:
        about = {self.services.row: row}
        return self.services.change(**about, **self._by(request), **self._values(form))

    def _end(self, request: HttpRequest, row: Any, form: EndForm) -> Model:
        about = {self.services.row: row, "valid_to": form.end(), "why": form.cleaned_data["why"]}
        return self.services.end(**about, **self._by(request))

    def _by(self, request: HttpRequest) -> dict[str, Any]:
        return {"actor": visitor(request), "request": request}

    def _done(self, request: HttpRequest, row: Any) -> HttpResponse:
        messages.success(request, _("Saved: %(row)s") % {"row": row})
        return redirect(self.address("changelist"))

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        row = context.get("row")
        asked = (context.get(name) for name in ("form", "end", "withdrawal"))
        wrong = [each for each in asked if each is not None and each.errors]
        own = {
            "intro": self.intro,
            "crumbs": [*self.way(), {"title": context["title"]}],
            "back": self.address("changelist"),
            "facts": self.facts(row) if row and not context.get("form") else [],
            "copy_url": self._copy(row),
            "history_url": self._history(request, row),
        }
        status = 422 if wrong else 200
        return render(request, "admin/change_form.html", own | context, status=status)

    def _copy(self, row: Any) -> str:
        if row is None or self.is_changeable(row):
            return ""
        return f"{self.address('add')}?from={row.pk}"

    def _history(self, request: HttpRequest, row: Any) -> str:
        if row is None or not can_somewhere(request.user, "people.read_audit"):
            return ""
        return reverse("people:audit_of", args=[self.opts.label_lower, row.pk])

    def facts(self, row: Any) -> list[tuple[str, Any]]:
        """Return what a row says, field by field, in words."""
        fields = [each for each in self.opts.concrete_fields if not each.primary_key]
        return [(capfirst(str(each.verbose_name)), self.word(row, each)) for each in fields]

    def word(self, row: Any, field: Any) -> Any:
        """Return a field's value in words."""
        value = getattr(row, field.name)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, dt.date):
            return day(value)
        if isinstance(value, int):
            return number(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        display = getattr(row, f"get_{field.name}_display", None)
        return display() if display else value

    def _values(self, form: Any) -> dict[str, Any]:
        typed = getattr(form, "values", None)
        return typed or {name: form.cleaned_data[name] for name in form.fields}

    def _row(self, object_id: int) -> Any:
        row = self.model._default_manager.filter(pk=object_id).first()
        if row is None:
            raise Http404
        return row

    def _copied(self, request: HttpRequest) -> dict[str, Any]:
        number = request.GET.get("from", "")
        if not number.isdecimal():
            return {}
        values = forms.model_to_dict(self._row(int(number)))
        return {name: value for name, value in values.items() if name not in NEVER_COPIED}

    @property
    def heading(self) -> str:
        """How the table is called."""
        return str(capfirst(str(self.opts.verbose_name_plural)))

    def way(self) -> list[dict[str, Any]]:
        """Return the steps that lead into the table."""
        return [
            {"title": _("Reference tables"), "url": reverse(INDEX)},
            {"title": self.heading, "url": self.address("changelist")},
        ]

    def address(self, page: str) -> str:
        """Return the address of a page of this table."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


class DatedAdmin(ReferenceAdmin):
    """Rows that hold from a day on: added and ended; changed only before their first day."""

    @admin.display(description=gettext_lazy("valid from"), ordering="valid_from")
    def since(self, row: Any) -> str:
        """The first day."""
        return day(row.valid_from)

    def is_changeable(self, row: Any) -> bool:
        """Only what does not hold yet is corrected in place."""
        return self.is_to_come(row.valid_from)

    def is_withdrawable(self, row: Any) -> bool:
        """Only what does not hold yet is taken back, where the room has a service for it."""
        return self.services.withdraw is not _refused and self.is_to_come(row.valid_from)

    @staticmethod
    def is_to_come(first: dt.date) -> bool:
        """Tell whether a day is still to come."""
        return first > timezone.localdate()


class PeriodAdmin(DatedAdmin):
    """Rows that hold from one day to another, which can be ended."""

    def is_endable(self, row: Any) -> bool:
        """What holds or will hold can be ended."""
        return bool(row.phase != "over")
