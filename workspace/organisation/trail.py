"""The audit trail as a table."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.actions import named_actions
from people.models import AuditEntry, User
from people.permissions import Actor
from people.trail import READ, action_of, changes, readable_by
from workspace.tables import Column, Kind, Table, TableFilters, day_from, day_until


def _actions() -> list[tuple[str, Any]]:
    return sorted(named_actions().items(), key=lambda pair: str(pair[1]))


class TrailFilters(TableFilters):
    """By person, action, day, subject and reason."""

    search_fields = ("subject__icontains", "why__icontains")
    actor = django_filters.ModelChoiceFilter(
        field_name="actor",
        label=_("Who"),
        queryset=User.objects.order_by("last_name", "first_name"),
    )
    action = django_filters.ChoiceFilter(label=_("What"), choices=_actions)
    since_on = day_from("at__date", _("From"))
    until_on = day_until("at__date", _("Until"))


def entries(actor: Actor) -> "QuerySet[Any]":
    """Return what the reader may read of the trail."""
    return readable_by(actor)


def who(entry: AuditEntry) -> str:
    """Return who did it, in a word where it was no member of staff."""
    if entry.actor:
        return entry.actor.name
    return gettext("a resident") if entry.address else gettext("the system")


def _link_to_person(entry: AuditEntry) -> str:
    return reverse("people:audit_by", args=[entry.actor_id]) if entry.actor_id else ""


def _link_to_object(entry: AuditEntry) -> str:
    if not entry.object_id:
        return ""
    return reverse("people:audit_of", args=[entry.object_type, entry.object_id])


def described(entry: AuditEntry) -> str:
    """Return what changed, field by field, on a line."""
    line = gettext("{field}: {new} (before: {old})")
    return "; ".join(
        line.format(field=each.label, new=each.new, old=each.old) for each in changes(entry)
    )


TRAIL = Table(
    name="people.trail",
    title=_("Audit trail"),
    rows=entries,
    capability=READ,
    columns=(
        Column("at", _("When"), Kind.MOMENT, sort=("at",)),
        Column("who", _("Who"), value=who, link=_link_to_person),
        Column("action", _("What"), value=action_of, sort=("action",), is_heading=True),
        Column(
            "subject",
            _("Subject"),
            value=lambda row: row.subject or row.object_id,
            link=_link_to_object,
        ),
        Column(
            "fields",
            _("Changes"),
            Kind.NUMBER,
            value=lambda row: len({*row.old, *row.new}),
            in_exports=False,
        ),
        Column("changes", _("Changes"), value=described, on_screen=False),
        Column("why", _("Why"), sort=("why",)),
        Column("address", _("From where"), Kind.CODE, sort=("address",)),
        Column("code", _("Code"), Kind.CODE, value="action", on_screen=False),
    ),
    filters=TrailFilters,
    order=("-at",),
)
