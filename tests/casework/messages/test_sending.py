"""What waits is sent at least once, in its turn, and what came of it is written down."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from casework.messages import sending
from casework.messages.enums import Channel, Reason, State
from casework.messages.gateways.base import GatewayRefusedError, GatewayUnavailableError
from casework.messages.models import DeliveryRule, LocalDelivery, Message
from casework.messages.receipts import record_receipt, take_from_centre
from casework.messages.rules import Recipient
from casework.messages.sending import LEASE, Round, claim
from casework.messages.services import purge_texts, refuses, send_message
from tests.casework.messages.stand_in import StandIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Let one stand-in serve every channel."""
    made = StandIn()
    monkeypatch.setattr(sending, "gateway_for", lambda _channel: made)
    return made


@pytest.fixture(autouse=True)
def day_time(db: None) -> None:
    """Nothing waits for the morning, whenever the tests run."""
    midnight = dt.time(0)
    DeliveryRule.objects.create(
        valid_from=dt.date(2020, 1, 1), quiet_from=midnight, quiet_to=midnight, most_per_hour=30
    )


def queued(template: str = "test.service", number: int = 1) -> Message:
    """Put a message to an invented telephone into the outbox."""
    values = {"test.service": "reference", "test.code": "code", "test.news": "place"}
    (message, *_) = send_message(
        template=template,
        recipient=Recipient(language="fr", phone=f"+21260000{number:04}"),
        context={values[template]: "12/2026"},
    )
    return message


def now_due(message: Message) -> None:
    """Let the time pass until a message may be tried again."""
    Message.objects.filter(pk=message.pk).update(next_attempt_at=timezone.now())


def states(message: Message) -> list[str]:
    """Return the states that a message went through."""
    return [event.state for event in message.events.all()]


def test_what_waits_is_sent_once(gateway: StandIn) -> None:
    message = queued()
    assert Round().run() == 1
    assert Round().run() == 0
    message.refresh_from_db()
    assert (message.state, message.gateway, message.attempts) == (State.SENT, "stand-in", 1)
    assert states(message) == [State.QUEUED, State.SENT]
    assert gateway.taken[0].body == "Your file 12/2026 moves on."


def test_a_code_goes_first_and_is_wiped(gateway: StandIn) -> None:
    queued(number=1)
    code = queued("test.code", number=2)
    Round().run()
    assert gateway.taken[0].number == code.pk
    assert gateway.taken[0].body == "Your code is 12/2026."
    code.refresh_from_db()
    assert (code.state, code.body) == (State.SENT, "")


def test_a_gateway_that_is_away_is_tried_again_later_and_asked_once_a_round(
    gateway: StandIn,
) -> None:
    first, second = queued(number=1), queued(number=2)
    gateway.error = GatewayUnavailableError("HTTP 503")
    assert Round().run() == 0
    assert gateway.asked == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.reason, first.attempts) == (State.QUEUED, Reason.UNREACHABLE, 1)
    assert first.next_attempt_at > timezone.now() + dt.timedelta(seconds=20)
    assert second.attempts == 0
    gateway.error = None
    now_due(first)
    assert Round().run() == 2


def test_after_the_last_attempt_it_is_given_up(gateway: StandIn) -> None:
    message = queued()
    gateway.error = GatewayUnavailableError("HTTP 503")
    for _ in range(8):
        now_due(message)
        Round().run()
    message.refresh_from_db()
    assert (message.state, message.reason, message.attempts) == (
        State.FAILED,
        Reason.UNREACHABLE,
        8,
    )


def test_what_the_gateway_refuses_is_not_tried_again(gateway: StandIn) -> None:
    message = queued("test.code")
    gateway.error = GatewayRefusedError("HTTP 422")
    Round().run()
    message.refresh_from_db()
    assert (message.state, message.reason, message.body) == (State.FAILED, Reason.REFUSED, "")
    assert message.events.last().detail == "HTTP 422"  # type: ignore[union-attr]


def test_what_comes_too_late_is_not_sent(gateway: StandIn) -> None:
    message = queued()
    Message.objects.update(expires_at=timezone.now())
    Round().run()
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.FAILED, Reason.EXPIRED)
    assert gateway.asked == 0


def test_without_a_gateway_it_waits_and_nothing_counts(settings: Settings) -> None:
    settings.SMS_GATEWAY = ""
    message = queued()
    Round().run()
    message.refresh_from_db()
    assert (message.state, message.reason, message.attempts) == (
        State.QUEUED,
        Reason.NO_GATEWAY,
        0,
    )


def test_another_sender_takes_over_what_a_dead_one_left(gateway: StandIn) -> None:
    message = queued()
    now = timezone.now()
    dead = claim(now, set())
    assert dead is not None
    assert claim(now, set()) is None
    later = claim(now + LEASE, set())
    assert later is not None
    assert (later.pk, later.attempts) == (message.pk, 2)
    sending.note_sent(dead, "stand-in", gateway.send(sending.outgoing(dead)))
    message.refresh_from_db()
    assert message.state == State.SENDING
    assert State.QUEUED in states(message)[1:]


def test_the_local_gateway_keeps_what_it_takes(settings: Settings) -> None:
    settings.SMS_GATEWAY = "local"
    message = queued("test.code")
    Round().run()
    message.refresh_from_db()
    assert (message.state, message.body) == (State.DELIVERED, "")
    assert LocalDelivery.objects.get().body == "Your code is 12/2026."


def test_a_message_is_delivered_once_all_its_parts_are(gateway: StandIn) -> None:
    gateway.parts = 2
    message = queued()
    Round().run()
    first, second = f"{message.pk}-0", f"{message.pk}-1"
    assert record_receipt(gateway="stand-in", gateway_id=first, status="delivered")
    assert record_receipt(gateway="stand-in", gateway_id=first, status="delivered")
    message.refresh_from_db()
    assert message.state == State.SENT
    assert record_receipt(gateway="stand-in", gateway_id=second, status="DELIVRD")
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert message.delivered_at is not None
    assert states(message) == [State.QUEUED, State.SENT, State.DELIVERED]


def test_a_late_delivery_corrects_a_failure_and_not_the_other_way(gateway: StandIn) -> None:
    message = queued()
    Round().run()
    for status, state in (
        ("ENROUTE", State.SENT),
        ("UNDELIV", State.FAILED),
        ("DELIVRD", State.DELIVERED),
        ("UNDELIV", State.DELIVERED),
    ):
        assert record_receipt(gateway="stand-in", gateway_id=f"{message.pk}-0", status=status)
        message.refresh_from_db()
        assert message.state == state
    assert not record_receipt(gateway="other", gateway_id=f"{message.pk}-0", status="DELIVRD")


def test_what_the_centre_brings_is_used(gateway: StandIn) -> None:
    gateway.code = "smpp"
    message = queued()
    Round().run()
    text = f"id:{message.pk}-0 sub:001 dlvrd:001 stat:DELIVRD err:000 text:x".encode()
    assert take_from_centre(text, "+212600000001", True)
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert not take_from_centre(b"id:99 stat:DELIVRD", "+212600000001", True)
    assert take_from_centre("توقف".encode(), "+212600000001", False)
    assert refuses(Channel.SMS, "+212600000001")
    assert take_from_centre(b"start", "+212600000001", False)
    assert not refuses(Channel.SMS, "+212600000001")


def test_old_texts_and_addresses_are_wiped_and_the_record_stays(gateway: StandIn) -> None:
    old, young = queued(number=1), queued(number=2)
    Round().run()
    year = dt.timedelta(days=364)
    assert purge_texts(timezone.now() + year) == 0
    assert purge_texts(old.created_at + dt.timedelta(days=365, microseconds=1)) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.address, old.body, old.state) == ("", "", State.SENT)
    assert young.address


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_take_the_same_message() -> None:
    sent = {queued(number=number).pk for number in range(1, 13)}
    taken: list[int] = []

    def take() -> None:
        while message := claim(timezone.now(), set()):
            taken.append(message.pk)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(sent)


def test_a_round_that_is_over_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queued("test.code")
    monkeypatch.setattr(sending, "ROUND_S", -1)
    assert Round().run() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)
