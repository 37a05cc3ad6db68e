"""Fields that several forms share."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.capabilities import declared
from people.models import Department, Post, User
from people.permissions import Scope
from people.querysets import not_closed
from people.rules import day_after
from people.territories import territories

if TYPE_CHECKING:
    RowField = forms.ModelChoiceField[Any]
else:
    RowField = forms.ModelChoiceField


def row_field(fields: Mapping[str, forms.Field], name: str) -> RowField:
    """Return the field of a form by which a row is chosen. Raises TypeError for another field."""
    field = fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(name)
    return field


def choice_field(fields: Mapping[str, forms.Field], name: str) -> forms.ChoiceField:
    """Return the field of a form by which a value is chosen. Raises TypeError for another field."""
    field = fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    return field


class DayInput(forms.DateInput):
    """A day, chosen from a calendar or typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=DayInput, **options)


class TerritoryField(forms.ChoiceField):
    """An arrondissement, or the whole commune."""

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {"label": _("territory"), "choices": _territories}
        super().__init__(required=False, **(own | options))


def _territories() -> list[tuple[str, Any]]:
    return [("", _("The whole commune")), *territories()]


class CapabilitiesField(forms.MultipleChoiceField):
    """Declared capabilities, under the names that their rooms gave them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {"label": _("capabilities"), "choices": capability_choices}
        super().__init__(**(own | options))


def capability_choices() -> list[tuple[str, Any]]:
    """Return each declared capability with its name, room by room."""
    return [(code, each.name) for code, each in declared().items()]


class PersonField(RowField):
    """A member of staff who has not left."""

    def __init__(self, **options: Any) -> None:
        staff = User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk")
        super().__init__(**({"queryset": staff} | options))


class PostField(RowField):
    """A post of a service that is open, named with its service."""

    def __init__(self, **options: Any) -> None:
        posts = Post.objects.filter(department__closed_on=None).select_related("department")
        super().__init__(**({"queryset": posts.order_by("department__code", "code")} | options))

    def label_from_instance(self, obj: Post) -> str:
        """Name a post with its service."""
        return f"{obj.name} – {obj.department.name}"


class DepartmentField(RowField):
    """A service that is open."""

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {"queryset": open_departments(), "label": _("department")}
        super().__init__(**(own | options))


def open_departments(within: Scope | None = None) -> QuerySet[Department]:
    """Return the services that are open, those of a scope if one is given."""
    rows = Department.objects.filter(not_closed())
    allowed = within.departments if within else None
    return rows if allowed is None else rows.filter(pk__in=allowed)


class PeriodForm(forms.Form):
    """The days on which something holds; people write the last one, the database the next."""

    valid_from = day_field(_("first day"), initial=timezone.localdate)
    last_on = day_field(
        _("last day"), required=False, help_text=_("Included. Empty: until it is ended.")
    )
    decision = forms.CharField(
        label=_("decision"), max_length=120, help_text=_("Number and date of the decision.")
    )

    def clean(self) -> dict[str, Any]:
        """Hand on the first day outside."""
        data = super().clean() or {}
        begin, last = data.get("valid_from"), data.get("last_on")
        if begin and last and last < begin:
            self.add_error("last_on", _("The end must come after the beginning."))
        return data | {"valid_to": day_after(last)}


class ReasonForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(
        label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(ReasonForm):
    """When something ends, and why."""

    last_on = day_field(
        _("last day"), required=False, help_text=_("Included. Empty: it ends at once.")
    )
    field_order = ("last_on", "why")

    def end(self) -> dt.date:
        """Return the first day on which it holds no more."""
        return day_after(self.cleaned_data["last_on"]) or timezone.localdate()
