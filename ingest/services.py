"""What is done to devices' credentials and to dead letters."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ingest import broker
from ingest.models import Credential, DeadLetter
from ingest.pipeline import Outcome, Pipeline
from telemetry.models import Device

SECRET_BYTES = 18


class UnknownDeviceError(LookupError):
    """There is no device of that identity."""


@transaction.atomic
def issue_credential(*, uid: str) -> tuple[str, str]:
    """Give a device a new secret and return its user name and the secret, which is kept as a hash
    only.

    The user name of `user/phone` is `user`. Raises `UnknownDeviceError`; the broker's files follow
    on commit.
    """
    device = Device.objects.filter(uid=uid).first()
    if device is None:
        raise UnknownDeviceError(uid)
    username, secret = uid.partition("/")[0], secrets.token_urlsafe(SECRET_BYTES)
    Credential.objects.update_or_create(
        username=username,
        defaults={
            "device": device,
            "password_line": broker.password_line(username, secret),
            "is_active": True,
        },
    )
    transaction.on_commit(write_broker_files)
    return username, secret


@transaction.atomic
def revoke_credential(*, uid: str) -> bool:
    """Take a device's secret away; tell whether it had one. The broker's files follow on commit."""
    revoked = Credential.objects.filter(device__uid=uid, is_active=True).update(is_active=False)
    transaction.on_commit(write_broker_files)
    return bool(revoked)


@transaction.atomic
def issue_gateway_credential(*, username: str, write_filters: list[str]) -> str:
    """Give a gateway, which speaks for many devices, a secret and the topics it may write to."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Credential.objects.update_or_create(
        username=username,
        defaults={
            "device": None,
            "write_filters": write_filters,
            "password_line": broker.password_line(username, secret),
            "is_active": True,
        },
    )
    transaction.on_commit(write_broker_files)
    return secret


def write_broker_files() -> bool:
    """Write the private broker's accounts and rights; false when the broker is someone else's.

    The system's own accounts stay; those of devices and gateways become what the database says. A
    running broker reads them again at once.
    """
    if not settings.MQTT_FILES:
        return False
    folder = Path(settings.MQTT_FILES)
    own = {*broker.SERVICES, *broker.GATEWAYS}
    accounts = Credential.objects.filter(is_active=True).exclude(username__in=own)
    lines = [line for _, line in accounts.values_list("username", "password_line")]
    passwords = folder / "passwords"
    kept = broker.without_accounts(passwords.read_text(), own.__contains__)
    broker.replace_file(passwords, kept + "".join(f"{line}\n" for line in lines))
    gateways = dict(broker.GATEWAYS) | {
        c.username: tuple(c.write_filters) for c in accounts.exclude(write_filters=[])
    }
    broker.replace_file(folder / "acl", broker.acl_text(gateways=gateways))
    broker.reload(folder / "pid")
    return True


def may_speak_for(*, uid: str, secret: str) -> bool:
    """Tell whether this is the secret of an active device, for those that come over HTTP."""
    credential = Credential.objects.filter(
        device__uid=uid, device__is_active=True, is_active=True
    ).first()
    return credential is not None and broker.password_matches(credential.password_line, secret)


@dataclass(frozen=True)
class Replayed:
    """How many dead letters were played again, and what became of their messages."""

    letters: int
    outcome: Outcome


def replay_dead_letters(
    pipeline: Pipeline, *, reason: str = "", chunk: int = 1_000
) -> Iterator[Replayed]:
    """Send dead letters through the pipeline again, oldest first, a chunk at a time.

    A letter is deleted in the transaction that stores its records, or comes back with today's
    reason. Those that come back get a higher number, hence are not met twice.
    """
    letters = DeadLetter.objects.order_by("id")
    if reason:
        letters = letters.filter(reason=reason)
    last = DeadLetter.objects.order_by("-id").values_list("id", flat=True).first() or 0
    while batch := list(letters.filter(id__lte=last).values_list("topic", "payload", "id")[:chunk]):
        messages = [(topic, bytes(payload)) for topic, payload, _ in batch]
        numbers = [number for _, _, number in batch]
        outcome = pipeline.process(messages, time.time_ns() // 1000, letters=numbers)
        yield Replayed(len(batch), outcome)
