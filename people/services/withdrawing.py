"""What was decided for a later day may be taken back before that day; nothing else is deleted."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.audit import record
from people.models import User
from people.services.dating import refuse_in_force
from people.services.saving import demand, values_of

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def withdraw(
    row: Row,
    *,
    actor: User,
    capability: str,
    action: str,
    why: str,
    request: HttpRequest | None = None,
    first: str = "valid_from",
) -> Row:
    """Delete a row before its first day (its field `first`); the trail keeps what it said.

    Returns it as it was. Raises PermissionDenied; ValidationError where it holds already, or
    something rests on it.
    """
    demand(actor, capability)
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    refuse_in_force(getattr(stored, first))
    record(actor=actor, action=action, obj=stored, old=values_of(stored), why=why, request=request)
    try:
        type(row)._default_manager.filter(pk=stored.pk).delete()
    except models.ProtectedError as error:
        raise ValidationError(_("Something rests on this already.")) from error
    return stored
