"""The text of a message: the commune's own wording in force, or the one it was declared with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import override

from casework.messages.catalogue import Template
from casework.messages.enums import Channel
from casework.messages.models import Wording
from casework.messages.rules import fill


@dataclass(frozen=True)
class Text:
    """A wording with its names in braces."""

    subject: str
    short: str
    body: str = ""

    def of(self, channel: Channel) -> str:
        """Return what a channel carries."""
        return (self.body or self.short) if channel == Channel.EMAIL else self.short

    def filled(self, context: Mapping[str, object]) -> "Text":
        """Return the text with its values."""
        subject = " ".join(fill(self.subject, context).split())
        return Text(subject, fill(self.short, context), fill(self.body, context))


def declared_text(template: Template, language: str) -> Text:
    """Return the text that a template was declared with."""
    with override(language):
        return Text(str(template.subject), str(template.short), str(template.body))


def text_in_force(template: Template, language: str, on: dt.date | None = None) -> Text:
    """Return the text of a template on a day (today): the newest wording, or the declared one."""
    day = on or timezone.localdate()
    rows = Wording.objects.filter(template=template.code, language=language, valid_from__lte=day)
    row = rows.order_by("-valid_from", "-pk").first()
    if row is None:
        return declared_text(template, language)
    return Text(row.subject, row.short, row.body)
