"""The messages of a file, to be shown on its page: `{% case_messages case %}`."""

from typing import Any

from django import template
from django.urls import reverse

from casework.messages.models import Message
from casework.messages.rules import masked
from casework.messages.services import READ
from casework.messages.tables import TONES, name_of_template
from casework.models import Case
from people.permissions import can

register = template.Library()


@register.inclusion_tag("outbox/case_messages.html", takes_context=True)
def case_messages(context: template.Context, case: Case) -> dict[str, Any]:
    """Show what was written about a file, newest first, in one query; links for who may follow."""
    may_open = can(
        context["request"].user,
        READ,
        department_id=case.department_id,
        territory_code=case.territory_code,
    )
    return {"rows": [_row(each, may_open) for each in Message.objects.of_case(case)]}


def _row(message: Message, may_open: bool) -> dict[str, Any]:
    return {
        "name": name_of_template(message.template),
        "url": reverse("outbox:message", args=[message.pk]) if may_open else "",
        "tone": TONES[message.state],  # type: ignore[index]
        "state": message.get_state_display(),
        "channel": message.get_channel_display(),
        "address": masked(message.address) if message.address else "",
        "why": message.get_reason_display(),
        "at": message.created_at,
    }
