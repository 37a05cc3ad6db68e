"""Kinds of case, series of references and their patterns, as the commune sets them up."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.models import CaseKind, Series, SeriesPattern
from casework.querysets import received
from people.models import User
from people.permissions import Actor, can_somewhere
from people.services.dating import refuse_in_force, refuse_past
from people.services.saving import demand, fresh, put, save
from people.services.withdrawing import withdraw

CAPABILITY: Final = "casework.configure"
NAMES: Final = {"name_ar", "name_fr", "name_en"}
SERIES_FIELDS: Final = {"code", "is_per_office", *NAMES}
PATTERN_FIELDS: Final = {"series", "pattern", "valid_from", "legal_reference"}
KIND_FIELDS: Final = {
    *("code", "workflow", "series", "department", "is_open", "is_online"),
    "is_on_public_map",
    *NAMES,
}
ACTIONS: Final = {
    "casework.create_series": _("Series of references created"),
    "casework.change_series": _("Series of references changed"),
    "casework.add_pattern": _("Pattern of references added"),
    "casework.change_pattern": _("Pattern of references changed"),
    "casework.withdraw_pattern": _("Pattern of references withdrawn"),
    "casework.create_kind": _("Kind of case created"),
    "casework.change_kind": _("Kind of case changed"),
}


def create_series(*, actor: User, request: HttpRequest | None = None, **values: Any) -> Series:
    """Add a series of references, which gives none before it has a pattern."""
    demand(actor, CAPABILITY)
    row = Series()
    put(row, values, SERIES_FIELDS)
    return save(row, actor=actor, action="casework.create_series", request=request)


def change_series(
    *, series: Series, actor: User, request: HttpRequest | None = None, **values: Any
) -> Series:
    """Rename a series; how it counts stays once it has given a number."""
    demand(actor, CAPABILITY)
    row = fresh(series)
    before = row.code, row.is_per_office
    put(row, values, SERIES_FIELDS)
    if (row.code, row.is_per_office) != before and row.references.exists():
        raise ValidationError(_("This series has given numbers: only its names can change."))
    return save(row, actor=actor, action="casework.change_series", request=request)


def add_pattern(*, actor: User, request: HttpRequest | None = None, **values: Any) -> SeriesPattern:
    """Let references of a series be written in another way from a day on.

    A series that has given no number yet may take one of any day.
    """
    demand(actor, CAPABILITY)
    row = SeriesPattern()
    put(row, values, PATTERN_FIELDS)
    if row.series.references.exists():
        refuse_past(row.valid_from)
    return save(row, actor=actor, action="casework.add_pattern", request=request)


def change_pattern(
    *, present: SeriesPattern, actor: User, request: HttpRequest | None = None, **values: Any
) -> SeriesPattern:
    """Correct a pattern before its first day."""
    demand(actor, CAPABILITY)
    row = fresh(present)
    refuse_in_force(row.valid_from)
    put(row, values, PATTERN_FIELDS)
    refuse_past(row.valid_from)
    return save(row, actor=actor, action="casework.change_pattern", request=request)


def withdraw_pattern(
    *, present: SeriesPattern, why: str, actor: User, request: HttpRequest | None = None
) -> SeriesPattern:
    """Take back a pattern before its first day: the one before goes on."""
    return withdraw(
        present,
        actor=actor,
        capability=CAPABILITY,
        action="casework.withdraw_pattern",
        why=why,
        request=request,
    )


def create_kind(*, actor: User, request: HttpRequest | None = None, **values: Any) -> CaseKind:
    """Add a kind of case."""
    demand(actor, CAPABILITY)
    row = CaseKind()
    put(row, values, KIND_FIELDS)
    return save(row, actor=actor, action="casework.create_kind", request=request)


def change_kind(
    *, kind: CaseKind, actor: User, request: HttpRequest | None = None, **values: Any
) -> CaseKind:
    """Change a kind; its code stays, and its table of states once there is a case."""
    demand(actor, CAPABILITY)
    row = fresh(kind)
    code, workflow = row.code, row.workflow
    put(row, values, KIND_FIELDS)
    if row.code != code:
        raise ValidationError({"code": _("The code stays: programs know the kind by it.")})
    if row.workflow != workflow and row.cases.exists():
        raise ValidationError({"workflow": _("There are cases in states of the present one.")})
    return save(row, actor=actor, action="casework.change_kind", request=request)


def without_receiver(actor: Actor) -> list[CaseKind]:
    """Return the kinds that no open department receives, to whoever sets them up; else none."""
    if not can_somewhere(actor, CAPABILITY):
        return []
    return list(CaseKind.objects.filter(~received(), is_open=True))
