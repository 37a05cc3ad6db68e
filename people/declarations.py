"""What may be allowed in this room, and how its actions are called in the trail."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.capabilities import Capability

CAPABILITIES: Final = (
    Capability("people.read_staff", _("See the staff, their posts and their roles")),
    Capability("people.manage_departments", _("Change services and posts")),
    Capability(
        "people.manage_staff", _("Change the staff and their appointments"), is_sensitive=True
    ),
    Capability("people.manage_roles", _("Say what each role allows"), is_sensitive=True),
    Capability("people.grant", _("Give roles and take them back"), is_sensitive=True),
    Capability("people.delegate", _("Delegate one's own signature or office"), is_sensitive=True),
    Capability("people.manage_delegations", _("Register delegations of others"), is_sensitive=True),
    Capability("people.read_audit", _("Read the audit trail"), is_sensitive=True),
)
ACTIONS: "Final[dict[str, str | Promise]]" = {
    "people.create_department": _("Service created"),
    "people.change_department": _("Service changed"),
    "people.close_department": _("Service closed"),
    "people.create_post": _("Post created"),
    "people.change_post": _("Post changed"),
    "people.create_person": _("Account created"),
    "people.change_person": _("Account changed"),
    "people.close_account": _("Closed an account"),
    "people.reopen_account": _("Account reopened"),
    "people.appoint": _("Appointed to a post"),
    "people.end_appointment": _("Appointment ended"),
    "people.create_role": _("Role created"),
    "people.change_role": _("Role changed"),
    "people.grant_role": _("Role given"),
    "people.end_grant": _("Role taken back"),
    "people.delegate": _("Delegation registered"),
    "people.end_delegation": _("Delegation withdrawn"),
}
