"""The outbox as a table; addresses are masked on the page and in exports alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.messages import catalogue
from casework.messages.enums import Channel, State
from casework.messages.models import Message
from casework.messages.rules import masked
from casework.messages.services import READ
from people.permissions import Actor, scope_of
from workspace.tables import Column, Kind, Table, TableFilters, day_from, day_until

TONES = {
    State.QUEUED: "still",
    State.SENDING: "still",
    State.SENT: "good",
    State.DELIVERED: "good",
    State.FAILED: "alarm",
    State.WITHHELD: "warning",
}


class MessageFilters(TableFilters):
    """By channel, state, days, and the reference of the file."""

    search_fields = ("case__reference__icontains", "template__icontains")
    channel = django_filters.ChoiceFilter(
        label=pgettext_lazy("message", "Channel"), choices=Channel.choices, empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, empty_label=_("All")
    )
    since = day_from("created_at__date", _("From"))
    until = day_until("created_at__date", _("Until"))


def name_of_template(code: str) -> str:
    """Return how a template is called; its code when no room declares it any more."""
    template = catalogue.declared().get(code)
    return str(template.name) if template else code


def rows(actor: Actor) -> "QuerySet[Any]":
    """Return the messages about files that the actor may see; those about none, if everywhere."""
    shown = Message.objects.select_related("case")
    return scope_of(actor, READ).narrow(
        shown, department="case__department_id", territory="case__territory_code"
    )


OUTBOX = Table(
    name="messages.outbox",
    title=_("Messages"),
    rows=rows,
    capability=READ,
    columns=(
        Column(
            "template",
            _("message"),
            value=lambda row: name_of_template(row.template),
            link=lambda row: reverse("outbox:message", args=[row.pk]),
            is_heading=True,
        ),
        Column("case", _("case"), Kind.CODE, value="case.reference"),
        Column(
            "channel",
            pgettext_lazy("message", "channel"),
            value=lambda row: row.get_channel_display(),
        ),
        Column("address", _("address"), Kind.CODE, value=lambda row: masked(row.address)),
        Column(
            "state",
            _("state"),
            Kind.STATE,
            value=lambda row: row.get_state_display(),
            tone=lambda row: TONES[row.state],
        ),
        Column("reason", _("why"), value=lambda row: row.get_reason_display()),
        Column("segments", _("parts"), Kind.NUMBER, sort=("segments",)),
        Column("created_at", _("created at"), Kind.MOMENT, sort=("created_at",)),
        Column("sent_at", _("sent at"), Kind.MOMENT, sort=("sent_at",), on_screen=False),
        Column("delivered_at", _("delivered at"), Kind.MOMENT, on_screen=False),
    ),
    filters=MessageFilters,
    order=("-created_at",),
    empty=_("No message was written yet."),
)
