"""What becomes of an own layer after its import: how it looks, who sees it, and its end."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gis.imports.models import Dataset
from gis.imports.services import IMPORT
from gis.layers import reread
from people import audit
from people.permissions import Actor, can_somewhere

CHANGEABLE: Final = (
    *("name_ar", "name_fr", "source", "licence", "source_on", "visibility"),
    *("colour", "symbol", "label", "min_zoom"),
)


def change_dataset(*, dataset: Dataset, actor: Actor, **values: Any) -> Dataset:
    """Change the names, source, style or readers of an own layer: those of `CHANGEABLE`.

    Raises PermissionDenied, and ValidationError where a value does not fit.
    """
    _check(actor)
    with transaction.atomic():
        held: Dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
        old = {name: getattr(held, name) for name in values}
        for name in CHANGEABLE:
            setattr(held, name, values.get(name, getattr(held, name)))
        held.changed_at = timezone.now()
        held.full_clean()
        held.save()
        audit.record(actor=actor, action="geodata.layer_changed", obj=held, old=old, new=values)
        transaction.on_commit(reread)
    return held


def delete_dataset(*, dataset: Dataset, actor: Actor) -> None:
    """Delete an own layer with its features. Raises PermissionDenied."""
    _check(actor)
    with transaction.atomic():
        held: Dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
        old = {"code": held.code, "features": held.features.count()}
        audit.record(actor=actor, action="geodata.layer_deleted", obj=held, old=old)
        held.delete()
        transaction.on_commit(reread)


def _check(actor: Actor) -> None:
    if not can_somewhere(actor, IMPORT):
        raise PermissionDenied
