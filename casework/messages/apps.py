"""Messages to residents and staff: outbox, templates, gateways, receipts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from people.capabilities import Capability, declare


class MessagesConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework.messages"
    label = "outbox"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Declare capabilities, audited actions, the table and the menu."""
        # these rest on models, which are loaded by now
        from casework.messages.tables import OUTBOX
        from people.audit import name_actions
        from workspace import navigation, tables

        declare(
            Capability("messages.read", _("Read the messages sent"), is_sensitive=True),
            Capability("messages.manage", _("Stop messages and send them again")),
            Capability("messages.write", _("Reword messages")),
        )
        name_actions(
            {
                "messages.cancelled": _("Message stopped"),
                "messages.resent": _("Message sent again"),
                "messages.reworded": _("Message reworded"),
            }
        )
        tables.register(OUTBOX)
        navigation.register(
            navigation.Entry("outbox:list", _("Messages"), "desk", 60, capability="messages.read"),
            navigation.Entry(
                "outbox:texts",
                _("Wordings of the messages"),
                "system",
                60,
                capability="messages.write",
            ),
            navigation.Entry(
                "outbox:devices", _("Notifications on my devices"), "account", 60, staff=True
            ),
        )
