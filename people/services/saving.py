"""How each service saves: permission, rules, one transaction, a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.audit import record
from people.models import User
from people.permissions import can

Row = TypeVar("Row", bound=models.Model)
MESSAGES = {
    "department_is_not_its_own_part": ("parent", _("A department cannot be part of itself.")),
    "post_is_not_its_own_superior": ("superior", _("A post cannot answer to itself.")),
    "one_holder_of_a_single_post": ("post", _("Somebody else holds this post on these dates.")),
}
"""What the database's triggers mean, and beside which field it is said."""


def demand(
    actor: User, capability: str, department_id: int | None = None, territory_code: str = ""
) -> None:
    """Raise PermissionDenied unless `actor` may use `capability` in this place."""
    if not can(actor, capability, department_id=department_id, territory_code=territory_code):
        raise PermissionDenied


def values_of(row: models.Model) -> dict[str, object]:
    """Return a row's values by field, as a reader of the trail understands them."""
    hidden = {"password", "last_login"}
    fields = (each for each in row._meta.concrete_fields if each.name not in hidden)
    return {each.name: _value(row, each) for each in fields if not each.primary_key}


def _value(row: models.Model, field: "models.Field[Any, Any]") -> object:
    value = getattr(row, field.name)
    return str(value) if isinstance(value, models.Model) else value


@contextmanager
def kindly() -> Iterator[None]:
    """Turn what the database refuses into words for people; nothing is kept of what failed."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None) or ""
        if name not in MESSAGES:
            raise
        field, message = MESSAGES[name]
        raise ValidationError({field: message}) from error


def save(
    row: Row, *, actor: User, action: str, why: str = "", request: HttpRequest | None = None
) -> Row:
    """Check a row, save it, and leave its trace with what changed."""
    row.full_clean()
    with kindly():
        old = _stored(row)
        row.save()
        record(
            actor=actor,
            action=action,
            obj=row,
            old=old,
            new=values_of(row),
            why=why,
            request=request,
        )
    return row


def _stored(row: models.Model) -> dict[str, object]:
    if row.pk is None:
        return {}
    return values_of(type(row)._default_manager.select_for_update().get(pk=row.pk))


def fresh(row: Row) -> Row:
    """Return a row as it is stored, whatever a form has already written into `row`."""
    return type(row)._default_manager.get(pk=row.pk)


def put(row: models.Model, values: dict[str, Any], allowed: set[str]) -> None:
    """Give a row new values; a name outside `allowed` is a mistake of the caller's."""
    if strange := set(values) - allowed:
        raise TypeError(f"not to be set: {sorted(strange)}")
    for name, value in values.items():
        setattr(row, name, value)
