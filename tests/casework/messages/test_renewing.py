"""A browser whose address changed says so by itself: who may, and what becomes of it."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.messages.models import PushDevice
from casework.messages.services import add_device
from people.models import User
from tests.casework.messages.subscriptions import SECRET, browser_keys, encoded

pytestmark = pytest.mark.django_db
OLD = "https://fcm.googleapis.com/fcm/send/old"
NEW = "https://updates.push.services.mozilla.com/wpush/v2/new"


@pytest.fixture
def device() -> PushDevice:
    keys = browser_keys()
    return add_device(
        user=User.objects.create_user("reader"),
        endpoint=OLD,
        public_key=keys["p256dh"],
        secret=keys["auth"],
        name="Linux",
    )


def renewed(**told: Any) -> int:
    """Return how the server answers a browser that nobody is signed in on."""
    document = {"old": OLD, "secret": encoded(SECRET), "endpoint": NEW} | browser_keys() | told
    answer = Client(enforce_csrf_checks=True).post(
        reverse("outbox:renew_device"), json.dumps(document), content_type="application/json"
    )
    return answer.status_code


def test_the_device_follows_and_stays_the_same(device: PushDevice) -> None:
    keys = browser_keys() | {"auth": encoded(bytes(16))}
    assert renewed(**keys) == 204
    now = PushDevice.objects.get()
    assert (now.pk, now.user, now.name) == (device.pk, device.user, "Linux")
    assert (now.endpoint, now.public_key, now.secret) == (NEW, keys["p256dh"], keys["auth"])
    assert renewed() == 404, "the old address is forgotten"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"secret": encoded(bytes(16))}, 404),
        ({"secret": ""}, 404),
        ({"secret": "ليس سرا"}, 404),
        ({"old": "https://fcm.googleapis.com/fcm/send/other"}, 404),
        ({"old": f"{OLD}\0"}, 404),
        ({"old": ""}, 404),
        ({"endpoint": "https://10.0.0.1/x"}, 400),
        ({"endpoint": f"{NEW}\0"}, 400),
        ({"endpoint": f"{NEW}{'x' * 500}"}, 400),
        ({"p256dh": "x"}, 400),
        ({"auth": ""}, 400),
    ],
)
def test_nobody_else_moves_it(device: PushDevice, told: dict[str, str], status: int) -> None:
    """Whoever does not know both the address and its secret, or leads us elsewhere."""
    assert renewed(**told) == status
    assert PushDevice.objects.get().endpoint == OLD


def test_two_devices_never_share_an_address(device: PushDevice) -> None:
    keys = browser_keys()
    add_device(user=device.user, endpoint=NEW, public_key=keys["p256dh"], secret=keys["auth"])
    assert renewed() == 204
    assert PushDevice.objects.get().pk == device.pk


def test_the_worker_knows_where_to_tell_it(client: Client) -> None:
    script = client.get(reverse("outbox:worker")).content.decode()
    assert f'RENEW = "{reverse("outbox:renew_device")}"' in script
    assert '"pushsubscriptionchange"' in script
