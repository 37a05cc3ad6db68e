"""One-time codes and words about accounts leave by the outbox, and are kept by nobody."""

import pytest
from pytest_django import Settings

from casework.messages.carrying import carry
from casework.messages.enums import Channel, Purpose
from casework.messages.models import DeliveryRule, Message
from casework.messages.sending import Round
from people.delivery import UndeliverableError, Word

pytestmark = pytest.mark.django_db
CODE = Word(
    recipient="+212600000001",
    text="123456 is your code",
    subject="Your code",
    language="fr",
    template="one_time_code",
    context={"code": "123456", "minutes": "10"},
)


def test_a_code_goes_out_by_its_template_and_is_wiped(settings: Settings) -> None:
    settings.SMS_GATEWAY = "local"
    carry(CODE)
    message = Message.objects.get()
    assert (message.channel, message.purpose) == (Channel.SMS, Purpose.CODE)
    assert message.body.startswith("123456 est votre code")
    Round().run()
    message.refresh_from_db()
    assert message.body == ""


def test_words_without_a_template_go_as_they_are(settings: Settings) -> None:
    settings.EMAIL_GATEWAY = "local"
    carry(Word("reader@example.org", "Open https://example.org/reset", "Your password", "ar"))
    message = Message.objects.get()
    assert (message.subject, message.body) == ("Your password", "Open https://example.org/reset")
    assert message.is_secret


def test_too_many_codes_are_told_too(settings: Settings) -> None:
    settings.SMS_GATEWAY = "local"
    DeliveryRule.objects.create(valid_from="2020-01-01", most_codes_per_hour=1)
    carry(CODE)
    with pytest.raises(UndeliverableError):
        carry(CODE)
