"""The words of the outbox, and which state may follow which."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """The road a message takes."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Notification on the device")


class Purpose(TextChoices):
    """Why a message is sent, which decides whether its reader may refuse it and when it may come.

    A code is awaited now; a service message belongs to a running file or is owed by law;
    information may be refused.
    """

    CODE = "code", _("one-time code")
    SERVICE = "service", _("about a file")
    INFORMATION = "information", _("information")


class State(TextChoices):
    """Where a message stands."""

    QUEUED = "queued", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    DELIVERED = "delivered", pgettext_lazy("message", "delivered")
    FAILED = "failed", pgettext_lazy("message", "failed")
    WITHHELD = "withheld", pgettext_lazy("message", "not sent")


class Reason(TextChoices):
    """Why a message was not sent, waits, or was not delivered."""

    NO_ADDRESS = "no_address", _("There is no telephone number or address for it.")
    OPTED_OUT = "opted_out", _("The reader no longer wants such messages.")
    TOO_MANY = "too_many", _("Too many messages to this address.")
    EXPIRED = "expired", _("It came too late to be of use.")
    CANCELLED = "cancelled", _("It was stopped by a member of staff.")
    NO_GATEWAY = "no_gateway", _("No gateway is set up for this channel.")
    UNREACHABLE = "unreachable", _("The gateway did not answer.")
    REFUSED = "refused", _("The gateway refused it.")
    UNDELIVERED = "undelivered", _("The network could not deliver it.")
    LEASE_LOST = "lease_lost", _("The sender stopped in the middle; it is sent again.")


TRANSITIONS: Final[dict[State, frozenset[State]]] = {
    State.QUEUED: frozenset({State.SENDING, State.FAILED, State.WITHHELD}),
    State.SENDING: frozenset({State.QUEUED, State.SENT, State.FAILED}),
    State.SENT: frozenset({State.DELIVERED, State.FAILED}),
    State.FAILED: frozenset({State.QUEUED, State.DELIVERED}),
    State.DELIVERED: frozenset(),
    State.WITHHELD: frozenset(),
}
"""A receipt may correct a failure, and a member of staff may send a failed message again."""
