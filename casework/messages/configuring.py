"""When and how often people may be written to, as the commune decides it."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.messages.models import DeliveryRule
from people.models import User
from people.services.dating import refuse_in_force, refuse_past
from people.services.saving import demand, fresh, put, save

CAPABILITY: Final = "workspace.configure"
FIELDS: Final = {
    *("valid_from", "quiet_from", "quiet_to", "most_per_hour", "most_per_day"),
    *("most_codes_per_hour", "keep_days", "source"),
}
ACTIONS: Final = {
    "messages.add_rule": _("Rule of sending added"),
    "messages.change_rule": _("Rule of sending changed"),
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
