"""The trail as it is read: who may read what of it, and its values in the reader's words."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions import action_name
from people.capabilities import declared
from people.models import Appointment, AuditEntry
from people.permissions import Actor, scope_of

READ = "people.read_audit"


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    label: str
    old: str
    new: str


def readable_by(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the entries that `actor` may read: all, or those of people of their services."""
    scope = scope_of(actor, READ)
    rows = AuditEntry.objects.select_related("actor")
    if scope.departments is None:
        return rows
    posts = Appointment.objects.on(timezone.localdate())
    posts = posts.filter(post__department__in=scope.departments)
    return rows.filter(actor__in=posts.values("user"))


def changes(entry: AuditEntry) -> list[Change]:
    """Return what changed, field by field, under the names that people know."""
    model = _model(entry.object_type)
    names = [*entry.old, *(name for name in entry.new if name not in entry.old)]
    return [
        Change(
            _label(model, name),
            _shown(model, name, entry.old.get(name)),
            _shown(model, name, entry.new.get(name)),
        )
        for name in names
    ]


def action_of(entry: AuditEntry) -> str:
    """Return how an entry's action is called."""
    return str(action_name(entry.action))


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label) if label else None
    except LookupError:  # of a room that is no longer there
        return None


def _field(model: type[Model] | None, name: str) -> Any:
    found = [each for each in model._meta.concrete_fields if each.name == name] if model else []
    return found[0] if found else None


def _label(model: type[Model] | None, name: str) -> str:
    field = _field(model, name)
    return str(field.verbose_name) if field else name


def _shown(model: type[Model] | None, name: str, value: object) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        known = declared()
        return ", ".join(str(known[each].name) if each in known else str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(None, key, each)}" for key, each in value.items())
    choices = dict(getattr(_field(model, name), "flatchoices", None) or ())
    return str(choices.get(value, value))
