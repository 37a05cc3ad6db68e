"""Phones over HTTP: let in by their secret, answered after the commit."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from fleet.models import Position
from ingest import views
from ingest.models import Credential, DeadLetter
from ingest.services import issue_credential, revoke_credential
from telemetry.enums import DeviceKind
from telemetry.models import Device

URL = "/ingest/osmand/"


@pytest.fixture
def secret(connection: psycopg.Connection) -> Iterator[str]:
    """Return the secret of a registered phone."""
    Device.objects.create(uid="tel-417", kind=DeviceKind.VEHICLE)
    yield issue_credential(uid="tel-417")[1]
    views.close_pipeline()


def query(secret: str, **more: str) -> dict[str, str]:
    """Return the parameters of a good request."""
    fix = {"lat": "31.6258", "lon": "-7.9891", "timestamp": str(int(time.time()))}
    return {"id": "tel-417", "token": secret, **fix, **more}


def test_the_address_is_the_documented_one() -> None:
    """docs/devices.md names it."""
    assert reverse("ingest-osmand") == URL


def test_a_fix_is_stored_once(client: Client, secret: str) -> None:
    """The phone may send again: the second time the fix is known."""
    asked = query(secret, speed="10", bearing="90")
    assert client.get(URL, asked).json() == {"stored": 1, "known": 0}
    assert client.post(URL, asked).json() == {"stored": 0, "known": 1}
    assert Position.objects.get().speed_kmh == pytest.approx(18.52)


def test_json_of_the_newer_client(client: Client, secret: str) -> None:
    """Traccar Client 9 posts JSON and carries the token in the address."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    coords = {"latitude": 31.6, "longitude": -8.0, "speed": 10.0}
    body = {"device_id": "tel-417", "location": {"timestamp": now, "coords": coords}}
    answer = client.post(f"{URL}?token={secret}", body, content_type="application/json")
    assert answer.status_code == 200
    assert Position.objects.get().speed_kmh == pytest.approx(36.0)


@pytest.mark.parametrize(
    ("changed", "status", "reason"),
    [
        ({"token": "guess"}, 403, "wrong_secret"),
        ({"id": "tel-418"}, 403, "wrong_secret"),
        ({"id": ""}, 400, "missing_field"),
        ({"lat": "91"}, 400, "out_of_range"),
        ({"timestamp": str(int(time.time()) + 86_400)}, 400, "future_dated"),
    ],
)
def test_refusals(
    client: Client, secret: str, changed: dict[str, str], status: int, reason: str
) -> None:
    """Each with its status and reason; the secret is never kept."""
    answer = client.get(URL, {**query(secret), **changed})
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert not any(secret.encode() in bytes(p.payload) for p in DeadLetter.objects.all())


def test_a_revoked_phone_stays_outside(client: Client, secret: str) -> None:
    """And only a hash of its secret was ever stored."""
    assert secret not in Credential.objects.get().password_line
    revoke_credential(uid="tel-417")
    assert client.get(URL, query(secret)).status_code == 403


def test_without_database_the_phone_keeps_its_fix(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 asks it to try again."""

    def away(**_: str) -> bool:
        raise OperationalError

    monkeypatch.setattr(views, "may_speak_for", away)
    answer = client.get(URL, query(secret))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
