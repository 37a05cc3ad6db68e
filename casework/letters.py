"""What applicants are told about their case, by SMS or e-mail in their own language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from casework.enums import Channel
from casework.messages import catalogue
from casework.messages.enums import State
from casework.messages.gateways.choice import chosen
from casework.messages.models import Message
from casework.messages.rules import Recipient, masked
from casework.messages.services import send_message
from casework.models import Case
from casework.rules import spaced_secret

OPENED = catalogue.Template(
    code="case.opened",
    name=_("Case deposited"),
    subject=_("Your request {reference}"),
    short=_("Your request {reference} was deposited. Follow it: {link} Code: {code}"),
    values=("reference", "link", "code"),
    is_secret=True,
)
CHANGED = catalogue.Template(
    code="case.changed",
    name=_("Case changed"),
    subject=_("Your request {reference}"),
    short=_("Your request {reference}: {state}. Follow it: {link}"),
    values=("reference", "state", "link"),
)


def tell_opened(case: Case, secret: str) -> None:
    """Send the reference and the code to whoever deposited the case."""
    if case.channel == Channel.OFFICE:
        return
    send_message(
        template=OPENED.code,
        recipient=recipient_of(case),
        context={
            "reference": case.reference,
            "link": link_to(case),
            "code": spaced_secret(secret),
        },
        case=case,
        key=f"case.opened:{case.pk}",
    )


def code_sent_to(case: Case) -> str:
    """Return to whom the code of a case was, or soon is, sent, masked; nothing where it was not."""
    rows = Message.objects.filter(case=case, template=OPENED.code)
    message = rows.exclude(state__in=[State.WITHHELD, State.FAILED]).first()
    if message is None or (message.state == State.QUEUED and not chosen(message.channel)):
        return ""
    return masked(message.address)


def tell_changed(case: Case) -> None:
    """Send the new state to the applicant."""
    with override(case.applicant.language):
        label = str(case.current_state.label)
    send_message(
        template=CHANGED.code,
        recipient=recipient_of(case),
        context={"reference": case.reference, "state": label, "link": link_to(case)},
        case=case,
    )


def link_to(case: Case) -> str:
    """Return the whole address of the page where a case is followed; it asks for the code."""
    return f"{settings.SITE_URL}{reverse('requests:case', args=[case.pk])}"


def recipient_of(case: Case) -> Recipient:
    """Return how the applicant of a case is reached."""
    who = case.applicant
    return Recipient(language=who.language, phone=who.phone, email=who.email)
