"""The list of cases."""

import datetime as dt
from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseKind
from casework.querysets import READ, CaseQuerySet
from casework.workflow import workflows
from gis.territory_codes import territories
from people.models import Department
from people.permissions import Actor
from people.querysets import in_territory
from workspace.tables import Column, Kind, Table, TableFilters, day_from, day_until

SOON = dt.timedelta(days=5)
WHEN_DUE = [("overdue", _("Overdue")), ("soon", _("Due within five days"))]
WHOSE = [("mine", _("Assigned to me")), ("nobody", _("Assigned to nobody"))]


def states() -> list[tuple[str, Any]]:
    """Return every state of every kind, once."""
    known = {state.code: state.label for flow in workflows() for state in flow.states}
    return list(known.items())


class CaseFilters(TableFilters):
    """By kind, state, department, person, deadline, day of deposit."""

    search_fields = ("search_text__key_matches", "applicant__search_text__key_matches")
    is_indexed = True
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("open", _("Open cases")), ("closed", _("Closed cases"))],
        method="by_status",
    )
    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=CaseKind.objects.all())
    state = django_filters.ChoiceFilter(label=_("State"), choices=states)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.all()
    )
    territory = django_filters.ChoiceFilter(
        label=_("Arrondissement"),
        choices=territories,
        method="by_territory",
    )
    whose = django_filters.ChoiceFilter(label=_("Person"), choices=WHOSE, method="by_person")
    due = django_filters.ChoiceFilter(label=_("Deadline"), choices=WHEN_DUE, method="by_deadline")
    since = day_from("deposited_at__date", _("From"))
    until = day_until("deposited_at__date", _("Until"))

    def search(self, rows: "QuerySet[Any]", _name: str, text: str) -> "QuerySet[Any]":
        """Keep the cases in which each word stands, by their indexes."""
        return cast("CaseQuerySet", rows).telling(text)

    def by_status(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep what is open, or what is closed."""
        return rows.filter(closed_at__isnull=value == "open")

    def by_territory(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the cases of a territory with its parts."""
        return rows.filter(in_territory(value, "territory_code"))

    def by_person(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the reader's own cases, or nobody's."""
        return rows.filter(assignee=self.actor.pk if value == "mine" else None)

    def by_deadline(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep the open cases whose day has passed, or comes soon."""
        today = timezone.localdate()
        late = rows.filter(closed_at__isnull=True)
        if value == "overdue":
            return late.filter(due_on__lt=today)
        return late.filter(due_on__gte=today, due_on__lte=today + SOON)


def rows(actor: Actor) -> "QuerySet[Any]":
    """Return the cases that a person may read."""
    visible = Case.objects.visible_to(actor).with_names()
    return visible.defer("geom", "description", "link_digest")


def _due_tone(case: Case) -> str:
    if case.due_on is None or case.closed_at:
        return "none"
    left = case.due_on - timezone.localdate()
    return "alarm" if left.days < 0 else "warning" if left <= SOON else "none"


def due_words(case: Case) -> str:
    """Return how it stands with the nearest deadline of a case, in a word."""
    words = {"alarm": _("Overdue"), "warning": _("Soon due")}
    if case.closed_at is None and case.due_on is None:
        return str(_("Clock stopped"))
    return str(words.get(_due_tone(case), ""))


CASES = Table(
    name="casework.cases",
    title=_("Cases"),
    rows=rows,
    capability=READ,
    columns=(
        Column(
            "reference",
            _("reference"),
            Kind.CODE,
            sort=("reference",),
            link=lambda row: reverse("casework:case", args=[row.pk]),
            is_heading=True,
        ),
        Column("subject", _("subject"), sort=("subject",)),
        Column("kind", _("kind"), value="kind.name"),
        Column("applicant", _("applicant"), value="applicant.name", sort=("applicant__name",)),
        Column(
            "state",
            _("state"),
            Kind.STATE,
            value=lambda row: str(row.current_state.label),
            tone=lambda row: row.current_state.tone,
        ),
        Column("due_on", _("due on"), Kind.DATE, sort=("due_on",)),
        Column("deadline", _("deadline"), Kind.STATE, value=due_words, tone=_due_tone),
        Column("department", _("department"), value="department.name"),
        Column("assignee", _("assigned to"), value="assignee.name"),
        Column("deposited_at", _("deposited at"), Kind.MOMENT, sort=("deposited_at",)),
        Column("is_urgent", _("urgent"), Kind.YES_NO, on_screen=False),
        Column("closed_at", _("closed at"), Kind.MOMENT, sort=("closed_at",), on_screen=False),
        Column("territory_code", _("territory"), Kind.CODE, on_screen=False),
        Column("is_simulated", _("simulated"), Kind.YES_NO, on_screen=False),
    ),
    filters=CaseFilters,
    defaults={"status": "open"},
    order=("-deposited_at",),
    geometry="geom",
    empty=_("No case matches."),
)
