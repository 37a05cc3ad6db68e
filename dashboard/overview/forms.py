"""What may be asked of the overview: everything in its address, nothing that can go wrong."""

import datetime as dt
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.overview.periods import LONGEST_DAYS, PRESETS, Period
from dashboard.overview.places import Place
from gis.territory_codes import territories
from people.models import Department
from people.rules import within
from workspace.indicators import declared

PERIODS = (
    ("today", _("Today")),
    ("yesterday", _("Yesterday")),
    ("7", _("Last 7 days")),
    ("30", _("Last 30 days")),
    ("month", _("This month")),
    ("last_month", _("Last month")),
    ("custom", _("From … to …")),
)
USUAL = "7"


class DayInput(forms.DateInput):
    """A day as the browser's own calendar writes it."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Return the ISO form, which is the only one that the browser takes."""
        return value.isoformat() if isinstance(value, dt.date) else value


class OverviewForm(forms.Form):
    """Period, territory and department."""

    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    first = forms.DateField(label=_("From"), required=False, widget=DayInput)
    last = forms.DateField(label=_("To"), required=False, widget=DayInput)
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, asked: Mapping[str, str], today: dt.date) -> None:
        data = {"period": "custom" if asked.get("first") or asked.get("last") else USUAL}
        super().__init__(data | {k: v for k, v in asked.items() if v}, label_suffix="")
        self.today = today
        self.places = dict(territories())
        self.offices = {office.code: office for office in Department.objects.all()}
        self.departments = {i.department: str(i.owner) for i in declared()}
        self.departments |= {code: office.name for code, office in self.offices.items()}
        self._offer("territory", [("", _("The whole commune")), *self.places.items()])
        named = sorted(self.departments.items(), key=itemgetter(1))
        self._offer("department", [("", _("All departments")), *named])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Check a period of one's own: its order, its length, that it is not to come."""
        asked = super().clean() or {}
        if asked.get("period") != "custom":
            self._forget_days(asked)
            return asked
        first, last = asked.get("first"), asked.get("last")
        if not self.errors and not (first and last):
            self.add_error("last" if first else "first", _("Give both days."))
        elif first and last and first > last:
            self.add_error("last", _("The last day lies before the first one."))
        elif first and last and last > self.today:
            self.add_error("last", _("This day is still to come."))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("first", _("A period has at most 366 days."))
        return asked

    def _forget_days(self, asked: dict[str, Any]) -> None:
        """Leave out days of one's own beside a usual period: they are not shown then."""
        for name in ("first", "last"):
            asked.pop(name, None)
            self.errors.pop(name, None)

    @property
    def chosen(self) -> Period:
        """Return the period; the usual one where the address says nothing clear."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("period") == "custom":
            return Period(asked["first"], asked["last"])
        return PRESETS[asked.get("period") or USUAL](self.today)

    @property
    def place(self) -> Place:
        """Return the territory and the department asked for, the latter with its parts."""
        department = self._answer("department")
        asked = self._with_parts(department) if department else frozenset[str]()
        return Place(self._answer("territory"), asked)

    @property
    def filled(self) -> int:
        """Return how many of the fields after the first say something."""
        self.is_valid()
        return sum(bool(self.cleaned_data.get(name)) for name in list(self.fields)[1:])

    @property
    def opens(self) -> bool:
        """Tell whether a narrow screen shows the fields after the first at once."""
        return bool(self.filled or self.errors)

    def names_of(self, place: Place) -> list[str]:
        """Return how what was asked for is called, as far as it is in a place."""
        asked = {
            self.places.get(place.territory): bool(place.territory),
            self.departments.get(self._answer("department")): bool(place.departments),
        }
        return [name for name, is_asked in asked.items() if name and is_asked]

    def _with_parts(self, code: str) -> frozenset[str]:
        """Return a department with those below it; one that only indicators name stands alone."""
        if code not in self.offices:
            return frozenset({code})
        codes = {office.pk: office.code for office in self.offices.values()}
        parents = {office.pk: office.parent_id for office in self.offices.values()}
        return frozenset(codes[pk] for pk in within(parents, self.offices[code].pk))

    def _answer(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
