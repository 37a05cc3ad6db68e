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
        """Declare capabilities, audited actions, and carry what the lower floors have to say."""
        # these rest on models, which are loaded by now
        from casework.messages import carrying, catalogue
        from people import delivery
        from people.audit import name_actions

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
        catalogue.declare(carrying.ONE_TIME_CODE, carrying.NOTICE)
        delivery.register(carrying.carry, delivery.Roads(carrying.reaches, carrying.kept_at))
