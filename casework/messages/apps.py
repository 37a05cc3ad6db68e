"""Messages to residents and staff: outbox, templates, gateways, receipts."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Registers what it offers to the floors below and above."""

    name = "casework.messages"
    label = "outbox"
