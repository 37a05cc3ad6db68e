"""What the outbox brings to every desk: the list of messages, and its places in the menu."""

from django.utils.translation import gettext_lazy as _

from casework.messages.configuring import ACTIONS
from casework.messages.tables import OUTBOX
from people.audit import name_actions
from workspace import navigation, tables

tables.register(OUTBOX)
navigation.register(
    navigation.Entry("outbox:list", _("Messages"), "desk", 60, capability="messages.read"),
    navigation.Entry(
        "outbox:texts", _("Wordings of the messages"), "system", 60, capability="messages.write"
    ),
    navigation.Entry("outbox:devices", _("Notifications on my devices"), "account", 60, staff=True),
)
name_actions(ACTIONS)
