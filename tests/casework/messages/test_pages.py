"""The outbox on pages, and the doors through which others come."""

import json
import time
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from casework.messages.enums import Channel, State
from casework.messages.gateways.base import Outgoing
from casework.messages.gateways.email import EmailGateway
from casework.messages.models import LocalDelivery, Message, OptOut, PushDevice, Wording
from casework.messages.receipts import signature_of
from casework.messages.recipients import recipient_of
from casework.messages.rules import Recipient
from casework.messages.services import (
    MOST_DEVICES,
    add_device,
    cancel_message,
    refuses,
    send_message,
)
from casework.messages.stopping import token_of
from people.models import AuditEntry, Grant, Role, User
from tests.casework.files import agent, clerk, department, opened
from tests.casework.messages.subscriptions import browser_keys

pytestmark = pytest.mark.django_db
KEYS = browser_keys()


@pytest.fixture
def desk(client: Client) -> Client:
    """Return the browser of someone who may do everything."""
    client.force_login(clerk())
    return client


def queued(reader: Recipient, template: str = "test.service", **more: Any) -> Message:
    """Put one message into the outbox."""
    values = {"test.service": "reference", "test.code": "code", "test.news": "place"}
    context = {values[template]: "12/2026"}
    return send_message(template=template, recipient=reader, context=context, **more)[0]


def test_the_list_masks_addresses_and_holds_no_secret(
    desk: Client, reader: Recipient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        queued(Recipient(phone=f"+2126000001{number:02}", language="fr"), "test.code")
    desk.get(reverse("outbox:list"))
    with django_assert_max_num_queries(14):
        page = desk.get(reverse("outbox:list")).content.decode()
    assert "+2126••••••29" in page
    assert "+212600000129" not in page
    assert "Your code is" not in page


@pytest.mark.parametrize("export", ["csv"])
def test_an_export_masks_them_too(desk: Client, reader: Recipient, export: str) -> None:
    queued(reader)
    answer = desk.get(reverse("outbox:list"), {"export": export})
    told = b"".join(answer) if answer.streaming else answer.content
    assert b"212600000001" not in told


def test_a_message_shows_its_steps_and_can_be_stopped(desk: Client, reader: Recipient) -> None:
    message = queued(reader)
    address = reverse("outbox:message", args=[message.pk])
    assert "Your file 12/2026 moves on." in desk.get(address).content.decode()
    desk.post(reverse("outbox:cancel", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == State.WITHHELD
    assert AuditEntry.objects.filter(action="messages.cancelled").exists()
    assert desk.post(reverse("outbox:resend", args=[message.pk])).status_code == 302
    message.refresh_from_db()
    assert message.state == State.WITHHELD


def test_a_failed_message_can_be_sent_again(desk: Client, reader: Recipient) -> None:
    message = queued(reader)
    Message.objects.filter(pk=message.pk).update(state=State.FAILED, reason="refused", attempts=8)
    desk.post(reverse("outbox:resend", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)


def test_a_secret_is_shown_to_nobody(desk: Client, reader: Recipient) -> None:
    message = queued(reader, "test.code")
    page = desk.get(reverse("outbox:message", args=[message.pk])).content.decode()
    assert "12/2026" not in page


def test_who_may_not_sees_nothing(client: Client, reader: Recipient) -> None:
    message = queued(reader)
    client.force_login(User.objects.create_user("stranger"))
    for name, arguments in (
        ("outbox:list", []),
        ("outbox:message", [message.pk]),
        ("outbox:texts", []),
        ("outbox:text", ["test.service", "fr"]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 403


def test_a_template_is_reworded_from_a_day_on(desk: Client, reader: Recipient) -> None:
    address = reverse("outbox:text", args=["test.service", "fr"])
    assert "Your file {reference} moves on." in desk.get(address).content.decode()
    today = timezone.localdate().isoformat()
    typed = {"subject": "Dossier", "short": "Dossier {reference}", "valid_from": today}
    assert desk.post(address, typed | {"short": "{wrong}"}).status_code == 422
    assert desk.post(address, typed | {"valid_from": "2020-01-01"}).status_code == 422
    assert not Wording.objects.exists()
    assert desk.post(address, typed).status_code == 302
    assert queued(reader).body == "Dossier 12/2026"
    assert desk.get(reverse("outbox:texts")).status_code == 200
    assert desk.get(reverse("outbox:text", args=["none", "fr"])).status_code == 404


def test_one_department_does_not_reword_what_all_departments_send(client: Client) -> None:
    client.force_login(agent("wordsmith", "messages.write", place=department()))
    address = reverse("outbox:text", args=["test.service", "fr"])
    typed = {"subject": "Dossier", "short": "x", "valid_from": timezone.localdate().isoformat()}
    assert client.get(address).status_code == client.post(address, typed).status_code == 403
    assert not Wording.objects.exists()


def test_the_local_page_stands_only_with_the_local_gateway(
    client: Client, settings: Settings
) -> None:
    LocalDelivery.objects.create(channel="sms", address="+212600000001", language="ar", body="رمز")
    settings.SMS_GATEWAY = "local"
    assert "رمز" in client.get("/dev/messages/").content.decode()
    assert "رمز" not in client.get("/dev/messages/?channel=email").content.decode()
    settings.SMS_GATEWAY = settings.EMAIL_GATEWAY = settings.PUSH_GATEWAY = ""
    assert client.get("/dev/messages/").status_code == 404


def test_a_reader_ends_information_and_asks_for_it_again(client: Client, reader: Recipient) -> None:
    message = queued(reader, "test.news")
    address = reverse("outbox:stop", args=[token_of(message.pk)])
    assert "600000001" not in address
    assert client.get(address).status_code == 200
    assert not refuses(Channel.SMS, reader.phone)
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert refuses(Channel.SMS, reader.phone)
    client.post(address, {"wish": "start"})
    assert not OptOut.objects.exists()
    for wrong in ("1", token_of(99999), f"{token_of(message.pk)}x"):
        assert client.post(reverse("outbox:stop", args=[wrong])).status_code == 404


def signed(client: Client, path: str, told: Any, key: str = "shared", body: bytes = b"") -> int:
    """Post a signed document and return the status of the answer."""
    content, stamp = body or json.dumps(told).encode(), str(int(time.time()))
    return client.post(
        path,
        content,
        content_type="application/json",
        headers={"X-Timestamp": stamp, "X-Signature": signature_of(key, stamp, content)},
    ).status_code


def test_a_signed_receipt_is_believed_and_no_other(
    client: Client, reader: Recipient, settings: Settings
) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    message = queued(reader)
    rows = Message.objects.filter(pk=message.pk)
    rows.update(state=State.SENDING)
    rows.update(state=State.SENT, gateway="http", gateway_ids=["n-1"])
    path, told = "/messages/receipts/http/", {"id": "n-1", "status": "delivered"}
    assert signed(client, path, told, key="other") == 403
    assert client.post(path, told, content_type="application/json").status_code == 403
    assert signed(client, path, None, body=b"not json") == 400
    assert signed(client, path, None, body=b"[" * 5000) == 400
    assert signed(client, path, []) == 400
    assert signed(client, path, {"id": "n-1"}) == 400
    assert signed(client, path, told | {"id": "n-2"}) == 404
    message.refresh_from_db()
    assert message.state == State.SENT
    assert signed(client, path, told) == 204
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    settings.MESSAGES_WEBHOOK_SECRET = ""
    assert signed(client, path, told, key="") == 403


def test_a_long_body_is_refused_unread(client: Client, settings: Settings) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    for path in ("/messages/receipts/http/", "/messages/answers/http/"):
        assert signed(client, path, None, body=b"x" * 20_000) == 400
        assert signed(client, path, None, body=b"x" * 3_000_000) == 400
        answer = client.post(path, b"{}", content_type="application/json", CONTENT_LENGTH="-1")
        assert answer.status_code == 400


def test_a_receipt_signed_long_ago_or_for_later_is_not_believed(
    client: Client, settings: Settings
) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    body = json.dumps({"id": "n-1", "status": "delivered"}).encode()
    for apart in (-400, 400):
        stamp = str(int(time.time()) + apart)
        headers = {"X-Timestamp": stamp, "X-Signature": signature_of("shared", stamp, body)}
        answer = client.post(
            "/messages/receipts/http/", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 403


def test_a_signature_is_of_this_body_alone(client: Client, settings: Settings) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    stamp, body = str(int(time.time())), b'{"id": "n-1", "status": "delivered"}'
    for wrong in ("", "é", "0" * 64, signature_of("shared", stamp, body + b" ")):
        answer = client.post(
            "/messages/receipts/http/",
            body,
            content_type="application/json",
            headers={"X-Timestamp": stamp, "X-Signature": wrong.encode().decode("latin-1")},
        )
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "sender", ["+212600000001", "212600000001", "0600000001", "06 00 00 00 01"]
)
def test_a_wish_to_stop_is_heard_however_the_number_is_written(
    client: Client, settings: Settings, sender: str
) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    assert signed(client, "/messages/answers/http/", {"from": sender, "text": "توقف"}) == 204
    assert refuses(Channel.SMS, "+212600000001")


@pytest.mark.parametrize("sender", ["", "MarocTel", "12", "+2126000000010000000"])
def test_an_answer_from_no_number_changes_nothing(
    client: Client, settings: Settings, sender: str
) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    assert signed(client, "/messages/answers/http/", {"from": sender, "text": "STOP"}) == 204
    assert not OptOut.objects.exists()


def test_an_answer_by_sms_is_obeyed(client: Client, settings: Settings) -> None:
    settings.MESSAGES_WEBHOOK_SECRET = "shared"
    told = {"from": "+212600000001", "text": "STOP"}
    assert signed(client, "/messages/answers/http/", told, key="other") == 403
    assert signed(client, "/messages/answers/http/", told) == 204
    assert refuses(Channel.SMS, "+212600000001")


def test_a_person_adds_and_removes_devices(desk: Client) -> None:
    add, known = reverse("outbox:add_device"), "https://fcm.googleapis.com/fcm/send/x"
    for told, status in (
        ({"endpoint": known, **KEYS, "name": "Phone"}, 204),
        ({"endpoint": known, **KEYS}, 204),
        ({"endpoint": "https://10.0.0.1/", **KEYS}, 400),
        ({"endpoint": known}, 400),
        ({"endpoint": known, **KEYS, "auth": "s" * 20}, 400),
        ({"endpoint": known, **KEYS, "p256dh": "k" * 87}, 400),
        ({"endpoint": known, **KEYS, "p256dh": "é" * 87}, 400),
    ):
        assert desk.post(add, told, content_type="application/json").status_code == status
    device = PushDevice.objects.get()
    PushDevice.objects.create(user=User.objects.create_user("other"), endpoint="https://o/")
    assert desk.get(reverse("outbox:devices")).status_code == 200
    for number in ("x", "999999", str(device.pk)):
        desk.post(reverse("outbox:remove_device"), {"device": number})
    assert [each.endpoint for each in PushDevice.objects.all()] == ["https://o/"]
    assert desk.get(reverse("outbox:worker"))["Content-Type"].startswith("text/javascript")


def test_one_person_is_notified_on_so_many_devices() -> None:
    person = clerk()
    for number in range(MOST_DEVICES + 3):
        endpoint = f"https://fcm.googleapis.com/fcm/send/{number}"
        keys = {"public_key": KEYS["p256dh"], "secret": KEYS["auth"]}
        add_device(user=person, endpoint=endpoint, name="\x00a\n" + "x" * 200, **keys)
    kept = PushDevice.objects.order_by("pk")
    assert len(kept) == MOST_DEVICES
    assert kept[0].endpoint.endswith("/3")
    assert kept[0].name.isprintable()
    assert len(kept[0].name) <= 80


def test_an_email_is_written_in_the_readers_direction_with_a_way_out(reader: Recipient) -> None:
    news = queued(reader, "test.news")
    gateway = EmailGateway()
    gateway.send(
        Outgoing(
            number=news.pk,
            channel=Channel.EMAIL,
            address=reader.email,
            language="ar",
            subject="أخبار الجماعة",
            body="سطر أول\nسطر ثان <b>",
            may_refuse=True,
        )
    )
    (sent,) = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    page = str(sent.alternatives[0][0])
    assert (sent.subject, sent.to) == ("أخبار الجماعة", [reader.email])
    assert 'dir="rtl"' in page
    assert "&lt;b&gt;" in page
    assert sent.extra_headers["List-Unsubscribe"].strip("<>") in sent.body
    assert reader.email not in sent.body


def test_the_applicant_of_a_case_is_written_to_in_their_language() -> None:
    case = opened()[0]
    assert recipient_of(case) == Recipient(language="ar", phone="+212600000001")


def test_whoever_reads_everywhere_stops_messages_only_where_they_manage_them(
    client: Client, reader: Recipient
) -> None:
    here, there = opened()[0], opened(department=department("roads"))[0]
    person = agent("reads", "messages.read")
    role = Role.objects.create(
        code="stops", name_ar="دور", name_fr="Rôle", capabilities=["messages.manage"]
    )
    Grant.objects.create(
        role=role,
        user=person,
        department=here.department,
        valid_from=timezone.localdate(),
        decision="2",
    )
    client.force_login(person)
    for case, status, state in ((there, 403, State.QUEUED), (here, 302, State.WITHHELD)):
        message = queued(reader, case=case)
        address = reverse("outbox:message", args=[message.pk])
        assert (f"{address}cancel/" in client.get(address).content.decode()) == (status == 302)
        assert client.post(reverse("outbox:cancel", args=[message.pk])).status_code == status
        message.refresh_from_db()
        assert message.state == state
    message = queued(reader)
    with pytest.raises(PermissionDenied):
        cancel_message(message=message, actor=person)
