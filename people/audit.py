"""The audit trail: each service writes here what it did, in the transaction in which it did it."""

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import HttpRequest

from people.actions import action_name as action_name
from people.actions import name_actions as name_actions
from people.models import AuditEntry, User
from people.origin import address_of
from people.permissions import Actor
from people.visit import current_request


def record(
    *,
    actor: Actor | None,
    action: str,
    obj: Model | None = None,
    subject: str = "",
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    why: str = "",
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Add an entry that nobody can change or take away again.

    `actor` is None for the system itself, and anonymous for residents; `action` is `room.verb`.
    `old` and `new` are values by field, and are kept where they differ; `subject` is what a reader
    recognises the object by, and holds no more of it than that. Without `request` the address is
    that of the request being answered, if there is one.
    """
    kept_old, kept_new = _changed(old or {}, new or {})
    return AuditEntry.objects.create(
        actor=actor if isinstance(actor, User) else None,
        address=_address(request or current_request.get()),
        action=action,
        object_type=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        subject=(subject or (str(obj) if obj else ""))[:200],
        old=kept_old,
        new=kept_new,
        why=why,
    )


def _address(request: HttpRequest | None) -> str | None:
    return (address_of(request) or None) if request else None


def _changed(
    old: Mapping[str, object], new: Mapping[str, object]
) -> tuple[dict[str, Any], dict[str, Any]]:
    same = {name for name in old if name in new and old[name] == new[name]}
    return _plain(old, same), _plain(new, same)


def _plain(values: Mapping[str, object], without: set[str]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name not in without}
    encoder = DjangoJSONEncoder()
    return {name: _as_json(value, encoder) for name, value in kept.items()}


def _as_json(value: object, encoder: DjangoJSONEncoder) -> object:
    if isinstance(value, str | int | float | bool | type(None) | list | dict):
        return value
    if isinstance(value, Model):
        return str(value)
    try:
        return encoder.default(value)
    except TypeError:
        return str(value)
