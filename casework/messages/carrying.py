"""Carries what the lower floors have to say to somebody: one-time codes, notices of an account."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.messages.catalogue import Template
from casework.messages.enums import Channel, Purpose, State
from casework.messages.gateways.choice import chosen, is_local
from casework.messages.rules import Recipient
from casework.messages.services import send_message
from people.delivery import UndeliverableError, Word

ONE_TIME_CODE = Template(
    code="one_time_code",
    name=_("One-time code"),
    subject=_("Your one-time code"),
    short=_("{code} is your code, for {minutes} minutes. Give it to nobody."),
    values=("code", "minutes"),
    purpose=Purpose.CODE,
    is_secret=True,
    lifetime=dt.timedelta(minutes=10),
)
NOTICE = Template(
    code="account_notice",
    name=_("Notice of an account"),
    subject="{subject}",
    short="{text}",
    values=("subject", "text"),
    purpose=Purpose.CODE,
    channels=(Channel.EMAIL,),
    is_secret=True,
    lifetime=dt.timedelta(days=1),
)
"""Comes at once, at night too: whoever forgot a password waits for its link."""


def reaches(is_email: bool) -> bool:
    """Tell whether a gateway is set up for e-mail, or for texts to telephones."""
    return bool(chosen(Channel.EMAIL if is_email else Channel.SMS))


def kept_at() -> str:
    """Return the page of the local gateway, where that is what messages go to."""
    return reverse("local_messages:list") if is_local() else ""


def carry(word: Word) -> None:
    """Put a word into the outbox.

    Raises UndeliverableError, and writes nothing, where no gateway is set up for its road: whoever
    waits for a code is told at once. Raises it too where the outbox may not send the word.
    """
    if not reaches(word.is_email):
        raise UndeliverableError
    recipient = Recipient(
        language=word.language,
        phone="" if word.is_email else word.recipient,
        email=word.recipient if word.is_email else "",
    )
    notice = {"subject": word.subject, "text": word.text}
    written = send_message(
        template=word.template or NOTICE.code,
        recipient=recipient,
        context=word.context if word.template else notice,
    )
    if all(message.state == State.WITHHELD for message in written):
        raise UndeliverableError
