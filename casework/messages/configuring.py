"""When and how often people may be written to, as the commune decides it."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.messages.models import DeliveryRule, Wording
from casework.messages.services import WRITE
from people.models import User
from people.services.dating import refuse_in_force, refuse_past
from people.services.saving import demand, fresh, put, save
from people.services.withdrawing import withdraw

CAPABILITY: Final = "workspace.configure"
FIELDS: Final = {
    *("valid_from", "quiet_from", "quiet_to", "most_per_hour", "most_per_day"),
    *("most_codes_per_hour", "keep_days", "source"),
}
ACTIONS: Final = {
    "messages.add_rule": _("Rule of sending added"),
    "messages.change_rule": _("Rule of sending changed"),
    "messages.withdraw_rule": _("Rule of sending withdrawn"),
    "messages.withdraw_wording": _("Wording withdrawn"),
}


def add_delivery_rule(
    *, actor: User, request: HttpRequest | None = None, **values: Any
) -> DeliveryRule:
    """Add a rule of sending that holds from a day on, until the next one."""
    demand(actor, CAPABILITY)
    row = DeliveryRule()
    put(row, values, FIELDS)
    refuse_past(row.valid_from)
    return save(row, actor=actor, action="messages.add_rule", request=request)


def change_delivery_rule(
    *, rule: DeliveryRule, actor: User, request: HttpRequest | None = None, **values: Any
) -> DeliveryRule:
    """Correct a rule of sending before its first day."""
    demand(actor, CAPABILITY)
    row = fresh(rule)
    refuse_in_force(row.valid_from)
    put(row, values, FIELDS)
    refuse_past(row.valid_from)
    return save(row, actor=actor, action="messages.change_rule", request=request)


def withdraw_delivery_rule(
    *, rule: DeliveryRule, why: str, actor: User, request: HttpRequest | None = None
) -> DeliveryRule:
    """Take back a rule of sending before its first day: the one before goes on."""
    return withdraw(
        rule,
        actor=actor,
        capability=CAPABILITY,
        action="messages.withdraw_rule",
        why=why,
        request=request,
    )


def withdraw_wording(
    *, wording: Wording, why: str, actor: User, request: HttpRequest | None = None
) -> Wording:
    """Take back the commune's own words for a message before their first day."""
    return withdraw(
        wording,
        actor=actor,
        capability=WRITE,
        action="messages.withdraw_wording",
        why=why,
        request=request,
    )
