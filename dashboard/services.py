"""Targets and thresholds of indicators, as the council decides them."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dashboard.models import IndicatorBounds
from people.models import User
from people.services.dating import refuse_in_force, refuse_past
from people.services.saving import demand, fresh, put, save
from people.services.withdrawing import withdraw
from workspace.indicators import Direction, find

CAPABILITY: Final = "workspace.configure"
FIELDS: Final = {"indicator", "valid_from", "target", "warning", "alarm", "reference"}


def add_bounds(
    *, actor: User, request: HttpRequest | None = None, **values: Any
) -> IndicatorBounds:
    """Set target and thresholds of an indicator from a day on; figures before are judged as before.

    Raises PermissionDenied and ValidationError.
    """
    demand(actor, CAPABILITY)
    row = IndicatorBounds()
    put(row, values, FIELDS)
    refuse_past(row.valid_from)
    _check_order(row)
    return save(row, actor=actor, action="dashboard.add_bounds", request=request)


def change_bounds(
    *, bounds: IndicatorBounds, actor: User, request: HttpRequest | None = None, **values: Any
) -> IndicatorBounds:
    """Correct target and thresholds before their first day."""
    demand(actor, CAPABILITY)
    row = fresh(bounds)
    refuse_in_force(row.valid_from)
    put(row, values, FIELDS)
    refuse_past(row.valid_from)
    _check_order(row)
    return save(row, actor=actor, action="dashboard.change_bounds", request=request)


def withdraw_bounds(
    *, bounds: IndicatorBounds, why: str, actor: User, request: HttpRequest | None = None
) -> IndicatorBounds:
    """Take back target and thresholds before their first day: those before go on."""
    return withdraw(
        bounds,
        actor=actor,
        capability=CAPABILITY,
        action="dashboard.withdraw_bounds",
        why=why,
        request=request,
    )


def _check_order(row: IndicatorBounds) -> None:
    """Refuse thresholds that a figure would meet in the wrong order on its way down, or up."""
    indicator = find(row.indicator)
    if indicator is None:
        raise ValidationError({"indicator": _("There is no such indicator.")})
    if indicator.direction is Direction.NEITHER:
        return
    sign = 1 if indicator.direction is Direction.UP else -1
    steps = [each for each in (row.alarm, row.warning, row.target) if each is not None]
    if steps != sorted(steps, key=lambda step: sign * step):
        raise ValidationError(
            {"alarm": _("From good to bad: first the target, then watched, then alarming.")}
        )
