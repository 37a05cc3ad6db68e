"""What is done to devices' credentials and to dead letters."""

import datetime as dt
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ingest import broker, deadletters
from ingest.models import Credential, DeadLetter
from ingest.pipeline import Outcome, Pipeline
from telemetry.database import connect
from telemetry.models import Device
from telemetry.services import alike

SECRET_BYTES = 18


class UnknownDeviceError(LookupError):
    """There is no device of that identity."""


@transaction.atomic
def issue_credential(*, uid: str) -> tuple[str, str]:
    """Give a device a new secret and return its user name and the secret, which is kept as a hash
    only.

    The user name of `user/phone` is `user`. Raises `UnknownDeviceError`, and ValidationError for a
    user name that is reserved or another's; the broker's files follow on commit.
    """
    device = Device.objects.select_for_update().filter(uid=uid).first()
    if device is None:
        raise UnknownDeviceError(uid)
    username = uid.partition("/")[0]
    _refuse_reserved(username, {*broker.SERVICES, *broker.GATEWAYS})
    if other := alike(uid).first():
        raise _taken(username, other.uid)
    credential = _credential(username)
    owner = credential.device
    if credential.pk and credential.is_active and owner != device:
        raise _taken(username, owner.uid if owner else _("a gateway"))
    credential.device, credential.write_filters = device, []
    return username, _give_secret(credential)


@transaction.atomic
def revoke_credential(*, uid: str) -> bool:
    """Take a device's secret away; tell whether it had one. The broker's files follow on commit."""
    revoked = Credential.objects.filter(device__uid=uid, is_active=True).update(is_active=False)
    transaction.on_commit(write_broker_files)
    return bool(revoked)


@transaction.atomic
def issue_gateway_credential(
    *, username: str, write_filters: Iterable[str] = ()
) -> tuple[list[str], str]:
    """Give a gateway, which speaks for many devices, a secret; return the topics that it may write
    to, which a known one has unless told others, and the secret, which is kept as a hash only.

    Raises ValidationError for a user name that is reserved or a device's, and ValueError for one
    that the broker cannot carry and for what is no topic filter.
    """
    _refuse_reserved(username, {*broker.SERVICES})
    topics = list(write_filters) or list(broker.GATEWAYS.get(username, ()))
    if not topics:
        raise ValidationError(_("A gateway needs the topics that it may write to."))
    for topic in topics:
        broker.check_filter(topic)
    if device := Device.objects.filter(_writes_as(username)).first():
        raise _taken(username, device.uid)
    credential = _credential(username)
    credential.device, credential.write_filters = None, topics
    return topics, _give_secret(credential)


def _credential(username: str) -> Credential:
    """Return the credential of that name, locked, or a new one."""
    found = Credential.objects.select_for_update().filter(username=username).first()
    return found or Credential(username=username)


def _give_secret(credential: Credential) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    credential.password_line = broker.password_line(credential.username, secret)
    credential.is_active = True
    credential.save()
    transaction.on_commit(write_broker_files)
    return secret


def _writes_as(username: str) -> Q:
    """Return the condition for the devices as which that user name could write."""
    return Q(uid=username) | Q(uid__startswith=f"{username}/")


def _refuse_reserved(username: str, names: Collection[str]) -> None:
    if username in names:
        raise ValidationError(
            _("The user name %(name)s is reserved for the system itself.") % {"name": username}
        )


def _taken(username: str, owner: str) -> ValidationError:
    return ValidationError(
        _("The user name %(name)s is taken by: %(owner)s.") % {"name": username, "owner": owner}
    )


def write_broker_files() -> bool:
    """Write the private broker's accounts and rights; false when the broker is someone else's.

    The system's own accounts stay; those of devices and gateways become what the database says. A
    running broker reads them again at once.
    """
    if not settings.MQTT_FILES:
        return False
    folder = Path(settings.MQTT_FILES)
    own = {*broker.SERVICES}
    accounts = Credential.objects.filter(is_active=True).exclude(username__in=own)
    lines = [line for _, line in accounts.values_list("username", "password_line")]
    passwords = folder / "passwords"
    kept = broker.without_accounts(passwords.read_text(), own.__contains__)
    broker.replace_file(passwords, kept + "".join(f"{line}\n" for line in lines))
    gateways = {c.username: c.write_filters for c in accounts.exclude(write_filters=[])}
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


def purge_dead_letters(*, now: dt.datetime) -> int:
    """Delete the dead letters that are past their retention at `now`; return how many."""
    with connect() as connection:
        return deadletters.purge(connection, now)
