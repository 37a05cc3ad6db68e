"""What is put into the outbox, and what is withheld from it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from casework.messages.catalogue import UnknownTemplateError
from casework.messages.enums import Channel, Reason, State
from casework.messages.models import DeliveryRule, Message, OptOut, Wording
from casework.messages.rules import Recipient
from casework.messages.services import send_message

pytestmark = pytest.mark.django_db


def send(reader: Recipient, template: str = "test.service", **more: Any) -> list[Message]:
    """Send a message with the values that its template wants."""
    values = {"test.service": "reference", "test.code": "code", "test.news": "place"}
    context = {values[template]: "12/2026"}
    return list(send_message(template=template, recipient=reader, context=context, **more))


def test_the_first_road_that_reaches_is_taken(reader: Recipient) -> None:
    (message,) = send(reader)
    assert (message.channel, message.address) == (Channel.SMS, "+212600000001")
    assert message.body == "Your file 12/2026 moves on."
    (message,) = send(Recipient(language="fr", email="reader@example.org"))
    assert (message.channel, message.address) == (Channel.EMAIL, "reader@example.org")
    assert message.body.startswith("Good day,")


def test_all_roads_where_the_template_says_so(reader: Recipient) -> None:
    assert [each.channel for each in send(reader, "test.news")] == [Channel.SMS, Channel.EMAIL]


def test_nowhere_to_send_is_written_with_its_reason() -> None:
    (message,) = send(Recipient())
    assert (message.state, message.reason) == (State.WITHHELD, Reason.NO_ADDRESS)
    assert [each.state for each in message.events.all()] == [State.WITHHELD]


def test_the_same_key_is_queued_once(reader: Recipient) -> None:
    first = send(reader, "test.news", key="case 1 opened")
    again = send(reader, "test.news", key="case 1 opened")
    assert [each.pk for each in first] == [each.pk for each in again]
    assert Message.objects.count() == 2


def test_wrong_values_and_unknown_templates_are_errors_of_the_program(reader: Recipient) -> None:
    with pytest.raises(ValueError, match="reference"):
        send_message(template="test.service", recipient=reader, context={})
    with pytest.raises(ValueError, match="reference"):
        send_message(template="test.service", recipient=reader, context={"reference": 1, "x": 2})
    with pytest.raises(UnknownTemplateError):
        send_message(template="test.none", recipient=reader, context={})


def test_who_refuses_information_still_gets_what_concerns_them(reader: Recipient) -> None:
    OptOut.objects.create(channel=Channel.SMS, address=reader.phone)
    by_sms, by_email = send(reader, "test.news")
    assert (by_sms.state, by_sms.reason) == (State.WITHHELD, Reason.OPTED_OUT)
    assert by_email.state == State.QUEUED
    assert send(reader)[0].state == State.QUEUED


def test_an_address_gets_no_more_codes_than_the_rule_allows(reader: Recipient) -> None:
    DeliveryRule.objects.create(
        valid_from=dt.date(2020, 1, 1), most_codes_per_hour=2, most_per_hour=4
    )
    states = [send(reader, "test.code")[0].state for _ in range(3)]
    assert states == [State.QUEUED, State.QUEUED, State.WITHHELD]
    last = Message.objects.first()
    assert last is not None
    assert (last.reason, last.body) == (Reason.TOO_MANY, "")
    assert [send(reader)[0].state for _ in range(3)] == [State.QUEUED] * 2 + [State.WITHHELD]
    assert send(Recipient(phone="+212600000002"), "test.code")[0].state == State.QUEUED


def test_the_newest_wording_whose_day_has_come_is_used(reader: Recipient) -> None:
    today = timezone.localdate()
    for days, text in ((-9, "Old {reference}"), (-1, "New {reference}"), (1, "Later")):
        Wording.objects.create(
            template="test.service",
            language="fr",
            subject="x",
            short=text,
            valid_from=today + dt.timedelta(days=days),
        )
    assert send(reader)[0].body == "New 12/2026"
    assert send(Recipient(language="ar", phone=reader.phone))[0].body.startswith("Your file")


def test_a_value_is_never_read_as_a_wording_and_breaks_no_header(reader: Recipient) -> None:
    context = {"reference": "{reference} {0.__class__}\r\nBcc: x"}
    (message,) = send_message(template="test.service", recipient=reader, context=context)
    assert message.body == "Your file {reference} {0.__class__} \nBcc: x moves on."
    assert message.subject == "File {reference} {0.__class__} Bcc: x"
