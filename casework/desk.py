"""What casework offers to every desk: menu, search, duties, the words of its messages."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import configuring, letters
from casework.deadlines import configuring as calendar
from casework.messages import catalogue
from casework.models import Case, CaseKind
from casework.querysets import CaseQuerySet
from casework.services import take_back_assignment, take_back_step
from casework.tables import CASES
from gis.procedures import register as register_procedures
from people import closing
from people.audit import name_actions
from people.models import Department
from people.permissions import Actor
from people.residents import belongings
from people.rights import candidates
from workspace import duties, navigation, search, tables, undo
from workspace.duties import Duty
from workspace.navigation import Entry
from workspace.search import Hit

MOST_BELONGINGS = 100


def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Find cases by reference, subject, or the applicant's name or telephone: one query."""
    found = Case.objects.visible_to(actor).with_names().telling(text)[:limit]
    return [
        Hit(
            title=row.reference,
            detail=f"{row.subject} · {row.current_state.label}",
            url=reverse("casework:case", args=[row.pk]),
        )
        for row in found
    ]


def procedures() -> list[tuple[str, str]]:
    """Return the kinds of request, which places of the directory may handle."""
    return [(kind.code, kind.name) for kind in CaseKind.objects.filter(is_open=True)]


def open_cases(department: Department) -> Promise | None:
    """Say that a department may not close because of its open cases, if it has any."""
    if Case.objects.open().filter(department=department).exists():
        return _("Cases are still open here: give them to another department first.")
    return None


def own(actor: Actor) -> CaseQuerySet:
    """Return the open cases that a person has in hand."""
    return Case.objects.visible_to(actor).open().filter(assignee=actor.pk).with_names()


def nobodys(actor: Actor) -> CaseQuerySet:
    """Return the open cases that wait for somebody, where the person assigns them.

    They are given to nobody, or to somebody who may process none any more.
    """
    able = Q(assignee__in=candidates("casework.process", timezone.localdate()))
    held = Q(assignee__is_active=True) & (able | Q(assignee__is_superuser=True))
    return Case.objects.visible_to(actor, "casework.assign").open().exclude(held).with_names()


def belonging_to(contacts: Sequence[str]) -> Sequence[belongings.Belonging]:
    """Find the cases of a resident who proved these contacts, the newest first: one query."""
    rows = Case.objects.of_contacts(contacts).with_names().order_by("-deposited_at", "-pk")
    return [
        belongings.Belonging(
            title=row.reference,
            detail=f"{row.subject} · {row.current_state.label}",
            url=reverse("requests:case", args=[row.pk]),
        )
        for row in rows[:MOST_BELONGINGS]
    ]


def _duties(rows: CaseQuerySet, limit: int) -> Sequence[Duty]:
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    return [
        Duty(
            title=f"{row.reference} · {row.subject}",
            detail=str(row.current_state.label),
            url=reverse("casework:case", args=[row.pk]),
            since_at=row.deposited_at,
            due_on=row.due_on,
        )
        for row in ordered[:limit]
    ]


def unreceived(actor: Actor, limit: int) -> Sequence[Duty]:
    """Return the kinds of case that no department receives, for whoever sets them up."""
    return [
        Duty(
            title=row.name,
            detail=str(_("No department receives it: residents cannot deposit it.")),
            url=reverse("admin:casework_casekind_change", args=[row.pk]),
            since_at=timezone.now(),
        )
        for row in configuring.without_receiver(actor)[:limit]
    ]


closing.register(open_cases)
catalogue.declare(letters.OPENED, letters.CHANGED)
tables.register(CASES)
undo.register("casework.assign_case", take_back_assignment)
undo.register("casework.change_state", take_back_step)
navigation.register(
    Entry("casework:list", _("Cases"), "desk", order=20, capability="casework.read"),
    Entry("casework:new", _("New case"), "desk", order=30, capability="casework.deposit"),
    Entry("requests:new", _("Deposit a request"), "city", order=60),
    Entry("requests:find", _("Follow a request"), "city", order=70),
    Entry("casework:holidays", _("Holidays"), "system", order=60, capability="casework.configure"),
)
belongings.register(belongings.Provider("cases", _("Cases"), belonging_to))
search.register(search.Provider("cases", _("Cases"), find))
duties.register(
    duties.Provider(
        "cases",
        _("My cases"),
        waiting=lambda actor, limit: _duties(own(actor), limit),
        count=lambda actor: own(actor).count(),
    )
)
duties.register(
    duties.Provider(
        "unassigned-cases",
        _("Cases to assign"),
        waiting=lambda actor, limit: _duties(nobodys(actor), limit),
        count=lambda actor: nobodys(actor).count(),
    )
)
duties.register(
    duties.Provider(
        "kinds",
        _("Kinds of case to set up"),
        waiting=unreceived,
        count=lambda actor: len(configuring.without_receiver(actor)),
    )
)
name_actions({"holiday.announce": _("Holiday announced")} | configuring.ACTIONS | calendar.ACTIONS)
register_procedures(procedures)
