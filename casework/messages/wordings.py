"""The text of a message: the commune's own wording in force, or the one it was declared with."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import override

from casework.messages.catalogue import Template
from casework.messages.models import Wording
from casework.messages.rules import Text


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
