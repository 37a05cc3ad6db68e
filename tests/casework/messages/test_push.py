"""Notifications on devices: encrypted for the device alone, signed by our key."""

import base64
import json
from pathlib import Path

import http_ece  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pytest_django import Settings

from casework.messages import vapid
from casework.messages.enums import Channel
from casework.messages.gateways.base import (
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
)
from casework.messages.gateways.push import PushGateway
from casework.messages.models import PushDevice
from casework.messages.services import add_device
from people.models import User
from tests.casework.messages.subscriptions import SECRET, encoded, point_of
from tests.casework.messages.web_server import Web

pytestmark = pytest.mark.django_db


def decoded(text: str) -> bytes:
    """Return the octets of what browsers write."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified(token: str) -> dict[str, str]:
    """Return the claims of an ES256 token, once its signature is that of our key."""
    said, _, signature = token.rpartition(".")
    raw = decoded(signature)
    numbers = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    point = decoded(vapid.public_key())
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    public.verify(encode_dss_signature(*numbers), said.encode(), ec.ECDSA(hashes.SHA256()))
    claims: dict[str, str] = json.loads(decoded(said.partition(".")[2]))
    return claims


@pytest.fixture(autouse=True)
def key(tmp_path: Path, settings: Settings) -> Path:
    """Keep our key in a folder of the test's."""
    settings.VAPID_KEY = str(tmp_path / "keys" / "vapid.pem")
    settings.PUSH_CONTACT = "mailto:it@example.org"
    return tmp_path / "keys" / "vapid.pem"


@pytest.fixture
def browser() -> ec.EllipticCurvePrivateKey:
    """Return the key that a browser made for itself."""
    return ec.generate_private_key(ec.SECP256R1())


def device(web: Web, browser: ec.EllipticCurvePrivateKey) -> PushDevice:
    """Let a person be notified on that browser."""
    return PushDevice.objects.create(
        user=User.objects.get_or_create(username="clerk")[0],
        endpoint=f"{web.url}/push/1",
        public_key=point_of(browser),
        secret=encoded(SECRET),
    )


def outgoing(user_id: int | None) -> Outgoing:
    """Return a notification."""
    return Outgoing(
        number=1,
        channel=Channel.PUSH,
        address=f"user:{user_id}",
        language="ar",
        subject="ملف جديد",
        body="توصلتم بملف",
        url="/desk/",
        user_id=user_id,
        lifetime_s=60,
    )


def test_only_the_device_can_read_it_and_our_key_signs_it(
    browser: ec.EllipticCurvePrivateKey,
) -> None:
    with Web(status=201) as web:
        PushGateway().send(outgoing(device(web, browser).user_id))
    ((path, headers, body),) = web.requests
    assert (path, headers["ttl"], headers["content-encoding"]) == ("/push/1", "60", "aes128gcm")
    told = json.loads(http_ece.decrypt(body, private_key=browser, auth_secret=SECRET))
    assert told == {
        "title": "ملف جديد",
        "body": "توصلتم بملف",
        "url": "/desk/",
        "language": "ar",
    }
    token = headers["authorization"].partition("t=")[2].partition(",")[0]
    claims = verified(token)
    assert (claims["sub"], claims["aud"]) == ("mailto:it@example.org", web.url)


def test_a_device_that_is_gone_is_forgotten(browser: ec.EllipticCurvePrivateKey) -> None:
    with Web(status=410) as web:
        owner = device(web, browser).user_id
        with pytest.raises(GatewayRefusedError):
            PushGateway().send(outgoing(owner))
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_is_busy_is_tried_later(
    browser: ec.EllipticCurvePrivateKey, status: int
) -> None:
    with Web(status=status) as web:
        owner = device(web, browser).user_id
        with pytest.raises(GatewayUnavailableError, match=str(status)):
            PushGateway().send(outgoing(owner))
    assert PushDevice.objects.exists()


def test_the_key_is_made_once_and_is_ours_alone(key: Path) -> None:
    first = vapid.public_key()
    assert vapid.public_key() == first
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["vapid.pem"]


def test_no_unknown_host_is_ever_called() -> None:
    user = User.objects.create_user("clerk")
    with pytest.raises(ValueError, match="known"):
        add_device(user=user, endpoint="https://10.0.0.1/x", public_key="k" * 87, secret="s" * 22)
