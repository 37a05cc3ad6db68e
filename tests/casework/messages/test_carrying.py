"""One-time codes and words about accounts leave by the outbox, and are kept by nobody."""

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from casework.messages.carrying import carry
from casework.messages.enums import Channel, Purpose
from casework.messages.models import DeliveryRule, Message
from casework.messages.sending import Round
from casework.models import Case
from people import delivery
from people.delivery import UndeliverableError, Word
from tests.casework.files import request_kind

pytestmark = pytest.mark.django_db
CODE = Word(
    recipient="+212600000001",
    text="123456 is your code",
    subject="Your code",
    language="fr",
    template="one_time_code",
    context={"code": "123456", "minutes": "10"},
)


@pytest.fixture(autouse=True)
def nothing_set_up(settings: Settings) -> None:
    """Begin without a gateway, whatever the settings of this machine."""
    settings.SMS_GATEWAY = settings.EMAIL_GATEWAY = ""


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


@pytest.mark.parametrize("recipient", ["+212600000001", "reader@example.org"])
def test_without_a_gateway_whoever_waits_is_told_at_once(recipient: str) -> None:
    with pytest.raises(UndeliverableError):
        carry(replace(CODE, recipient=recipient))
    assert not Message.objects.exists()


def test_the_roads_are_those_of_the_settings(settings: Settings) -> None:
    assert (delivery.can_text(), delivery.can_mail(), delivery.kept_at()) == (False, False, "")
    settings.SMS_GATEWAY = "http"
    assert (delivery.can_text(), delivery.can_mail(), delivery.kept_at()) == (True, False, "")
    settings.EMAIL_GATEWAY = "local"
    assert (delivery.can_mail(), delivery.kept_at()) == (True, "/dev/messages/")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "لا يمكن إرسال أي رمز بعد"),
        ("fr", "Aucun code ne peut encore être envoyé"),
        ("en", "No codes can be sent yet"),
    ],
)
@pytest.mark.parametrize("contact", ["0612345678", "amina@mail.example"])
def test_no_page_promises_a_code_that_cannot_leave(
    client: Client, language: str, words: str, contact: str
) -> None:
    accept = {"accept-language": language}
    page = client.post("/resident/sign-in/", {"contact": contact}, headers=accept)
    assert page.status_code == 200
    assert words in page.text
    assert f'value="{contact}"' in page.text
    assert client.get("/resident/sign-in/code/").status_code == 302


def test_the_other_road_is_offered(client: Client, settings: Settings) -> None:
    settings.SMS_GATEWAY = "local"
    page = client.post("/resident/sign-in/", {"contact": "amina@mail.example"})
    assert "Indiquez un téléphone mobile" in page.text
    assert client.post("/resident/sign-in/", {"contact": "0612345678"}).status_code == 302


def test_a_demonstration_says_where_the_code_is(client: Client, settings: Settings) -> None:
    settings.SMS_GATEWAY = settings.EMAIL_GATEWAY = "local"
    page = client.post("/resident/sign-in/", {"contact": "0612345678"}, follow=True)
    assert 'href="/dev/messages/"' in page.text
    settings.SMS_GATEWAY = settings.EMAIL_GATEWAY = "http"
    assert "/dev/messages/" not in client.get("/resident/sign-in/code/").text


def test_a_forgotten_password_is_promised_no_link_that_cannot_leave(client: Client) -> None:
    page = client.post("/account/password/reset/", {"email": "clerk@commune.example"})
    assert page.status_code == 200
    assert "Aucun courriel ne part d’ici" in page.text
    assert 'value="clerk@commune.example"' in page.text


@pytest.mark.parametrize(
    ("gateway", "phone", "is_promised"),
    [("local", "+212600000001", True), ("", "+212600000001", False), ("local", "", False)],
)
def test_a_deposit_says_truly_whether_the_code_was_sent(
    client: Client, settings: Settings, gateway: str, phone: str, is_promised: bool
) -> None:
    settings.SMS_GATEWAY = gateway
    typed = {
        "kind": request_kind().pk,
        "subject": "طلب شهادة",
        "name": "مريم المثال",
        "applicant_kind": "person",
        "phone": phone,
        "language": "ar",
    }
    page = client.post("/requests/new/", typed, follow=True)
    assert page.status_code == 200
    assert ("+2126••••••01" in page.text) is is_promised
    assert ("Il n’est pas envoyé par message" in page.text) is not is_promised
    assert Case.objects.get().subject == "طلب شهادة"
