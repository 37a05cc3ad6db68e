"""Columns and filters that several lists of the organisation share."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.capabilities import declared
from people.models import Department, User
from people.rules import Phase, within
from people.territories import territories
from workspace.tables import Column, Kind, TableFilters

PHASES: dict[Phase, Any] = {"now": _("In force"), "coming": _("To come"), "over": _("Over")}
PHASE_TONES: dict[Phase, str] = {"now": "good", "coming": "warning", "over": "still"}


NAMES = ("code__matches", "name_ar__matches", "name_fr__matches", "name_en__matches")
"""What is searched in where a row has a code, and a name in each language."""


def coded_columns(name: str, title: Any) -> tuple[Column, ...]:
    """Return the name, which leads to the page of its row (`people:<name>`), and the code."""
    return (
        Column(
            name,
            title,
            value="name",
            sort=("code",),
            link=lambda row: reverse(f"people:{name}", args=[row.code]),
            is_heading=True,
        ),
        Column("code", _("Code"), Kind.CODE, sort=("code",)),
    )


def person_link(person: User | None) -> str:
    """Return the page of a person, nothing for nobody."""
    return reverse("people:person", args=[person.pk]) if person else ""


def capability_names(codes: Iterable[str]) -> str:
    """Return how capabilities are called."""
    known = declared()
    return "; ".join(str(known[code].name) if code in known else code for code in codes)


def place_columns() -> tuple[Column, ...]:
    """Return where a right holds."""
    return (
        Column(
            "department",
            _("Service"),
            value=lambda row: row.department.name if row.department else gettext("Every service"),
            sort=("department__code",),
        ),
        Column("territory", _("Territory"), sort=("territory",)),
    )


def territory_name() -> Case:
    """Return an annotation by which each right's territory has its name, all looked up at once."""
    names = [("", gettext("The whole commune")), *territories()]
    return Case(
        *(When(territory_code=code, then=Value(name)) for code, name in names),
        default=F("territory_code"),
        output_field=CharField(),
    )


def period_columns() -> tuple[Column, ...]:
    """Return when something holds, and by which decision."""
    return (
        Column("valid_from", _("first day"), Kind.DATE, sort=("valid_from",)),
        Column("last_on", _("last day"), Kind.DATE, sort=("valid_to",)),
        Column(
            "phase",
            _("State"),
            Kind.STATE,
            value=lambda row: PHASES[row.phase],
            tone=lambda row: PHASE_TONES[row.phase],
        ),
        Column("decision", _("Decision"), Kind.CODE, sort=("decision",)),
    )


def end_column(view_name: str) -> Column:
    """Return the link by which something is ended, for rows annotated with `may_end`."""

    def link(row: Any) -> str:
        return reverse(view_name, args=[row.pk]) if _is_endable(row) else ""

    return Column(
        "end",
        _("action"),
        value=lambda row: gettext("Take back") if _is_endable(row) else "",
        link=link,
        in_exports=False,
    )


def _is_endable(row: Any) -> bool:
    return bool(row.may_end) and row.phase != "over"


class DatedFilters(TableFilters):
    """By state of a period, and by service with its parts."""

    phase = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("In force or to come")), *PHASES.items()],
        method="by_phase",
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=Department.objects.all(), method="by_department"
    )

    def by_phase(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep what is in that state today."""
        return rows.filter(phase_condition(value, timezone.localdate()))

    def by_department(
        self, rows: "QuerySet[Any]", _name: str, value: Department
    ) -> "QuerySet[Any]":
        """Keep what holds in a service or in a part of it."""
        return rows.filter(department__in=parts_of(value))


def phase_condition(value: str, today: dt.date) -> Q:
    """Return the condition of a state of a period; "open" is in force or to come."""
    not_over = Q(valid_to=None) | (Q(valid_to__gt=today) & Q(valid_to__gt=F("valid_from")))
    begun = Q(valid_from__lte=today)
    return {"open": not_over, "now": not_over & begun, "coming": not_over & ~begun}.get(
        value, ~not_over
    )


def parts_of(department: Department) -> frozenset[int]:
    """Return numbers of a service and all its parts."""
    return within(dict(Department.objects.values_list("id", "parent_id")), department.pk)
