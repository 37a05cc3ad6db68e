"""What may be allowed in this room, and how its actions are called in the trail."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.capabilities import Capability

MANAGE: Final = "territory.manage"
CAPABILITIES: Final = (
    Capability(MANAGE, _("Change boundaries, addresses and the directory of services")),
)
ACTIONS: "Final[dict[str, str | Promise]]" = {
    "territory.revise_boundary": _("Boundary revised"),
    "territory.create_service_point": _("Service point created"),
    "territory.change_service_point": _("Service point changed"),
    "territory.close_service_point": _("Service point closed"),
    "territory.create_address": _("Address created"),
    "territory.end_address": _("Address ended"),
}
