"""Changes to the outbox. Nothing is sent here: `casework.messages.sending` does, after commit."""

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from casework.messages import catalogue
from casework.messages.enums import Channel, Purpose, Reason, State
from casework.messages.models import (
    DeliveryRule,
    LocalDelivery,
    Message,
    MessageEvent,
    OptOut,
    PushDevice,
    Wording,
)
from casework.messages.nudging import nudge
from casework.messages.rules import (
    Recipient,
    Text,
    check_wording,
    chosen_language,
    may_be_notified,
    printable,
    released_at,
    roads,
)
from casework.messages.segments import count_segments
from casework.messages.subscriptions import check_keys
from casework.messages.wordings import text_in_force
from casework.models import Case
from people import audit
from people.models import User
from people.permissions import Actor, can, can_somewhere, scope_of

READ, MANAGE, WRITE = "messages.read", "messages.manage", "messages.write"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MOST_DEVICES = 20
"""On which one person is notified."""


def send_message(
    *,
    template: str,
    recipient: Recipient,
    context: Mapping[str, object],
    case: Case | None = None,
    url: str = "",
    key: str = "",
) -> tuple[Message, ...]:
    """Put a message into the outbox, for each road that its template takes; it leaves on commit.

    Args:
        template: code of a declared template.
        recipient: what is known of the reader; the language decides the wording.
        context: exactly the values that the template names.
        case: the file it is about.
        url: where a notification or an e-mail leads.
        key: makes it the same message however often it is asked for; the first one is returned.

    Returns the messages written. One that may not be sent is written too, as withheld, with its
    reason: `message.state == State.WITHHELD`. Nothing about the reader raises.

    Raises:
        UnknownTemplateError: no room declared the template.
        ValueError: the context lacks a value, or has one that the template does not name.

    """
    declared = catalogue.template_of(template)
    if set(context) != set(declared.values):
        raise ValueError(f"{template} wants the values {sorted(declared.values)}")
    with transaction.atomic():
        if key and (known := _already_written(key)):
            return known
        messages = tuple(
            _write(declared, recipient, context, road, case=case, url=url, key=key)
            for road in _roads(declared, recipient)
        )
        transaction.on_commit(nudge)
    return messages


def _already_written(key: str) -> tuple[Message, ...]:
    _take_turn(f"key {key}")
    names = [f"{key}/{channel}" for channel in Channel]
    return tuple(Message.objects.filter(key__in=names).order_by("pk"))


def _roads(template: catalogue.Template, recipient: Recipient) -> tuple[tuple[Channel, str], ...]:
    """Return where the message goes; one road without an address when nothing reaches."""
    devices = 0
    if recipient.user_id and Channel.PUSH in template.channels:
        devices = PushDevice.objects.filter(user_id=recipient.user_id).count()
    found = roads(template.channels, recipient, devices=devices, all_of_them=template.all_channels)
    return found or ((template.channels[0], ""),)


def _write(
    template: catalogue.Template,
    recipient: Recipient,
    context: Mapping[str, object],
    road: tuple[Channel, str],
    *,
    case: Case | None,
    url: str,
    key: str,
) -> Message:
    channel, address = road
    now = timezone.now()
    language = chosen_language(recipient.language)
    text = text_in_force(template, language).filled(context)
    body = text.of(channel)
    rule = rule_on(timezone.localdate(now))
    reason = _obstacle(template, channel, address, rule, now)
    release = released_at(timezone.localtime(now), rule.quiet, template.purpose)
    message = Message.objects.create(
        template=template.code,
        purpose=template.purpose,
        is_secret=template.is_secret,
        case=case,
        user_id=recipient.user_id,
        channel=channel,
        address=address,
        language=language,
        subject=text.subject[:160],
        body="" if reason and template.is_secret else body,
        url=url,
        segments=count_segments(body).count if channel == Channel.SMS else 1,
        key=f"{key}/{channel}" if key else None,
        state=State.WITHHELD if reason else State.QUEUED,
        reason=reason,
        created_at=now,
        next_attempt_at=release,
        expires_at=release + template.lifetime,
    )
    add_event(message)
    return message


def rule_on(day: dt.date) -> DeliveryRule:
    """Return the rule of sending in force on a day; the built-in one where none was made."""
    rows = DeliveryRule.objects.filter(valid_from__lte=day).order_by("-valid_from")
    return rows.first() or DeliveryRule(valid_from=day)


def _obstacle(
    template: catalogue.Template,
    channel: Channel,
    address: str,
    rule: DeliveryRule,
    now: dt.datetime,
) -> str:
    """Return why the message may not be sent, or nothing."""
    if not address:
        return Reason.NO_ADDRESS
    if template.purpose == Purpose.INFORMATION and refuses(channel, address):
        return Reason.OPTED_OUT
    return Reason.TOO_MANY if _is_too_much(template, address, rule, now) else ""


def _is_too_much(
    template: catalogue.Template, address: str, rule: DeliveryRule, now: dt.datetime
) -> bool:
    """Tell whether an address has had its share; writers for one address take turns."""
    _take_turn(f"address {address}")
    if Message.objects.counted(address, now - DAY) >= rule.most_per_day:
        return True
    if Message.objects.counted(address, now - HOUR) >= rule.most_per_hour:
        return True
    if template.purpose != Purpose.CODE:
        return False
    codes = Message.objects.filter(purpose=Purpose.CODE)
    return codes.counted(address, now - HOUR) >= rule.most_codes_per_hour


def _take_turn(what: str) -> None:
    """Wait for whoever writes about the same thing, until the end of the transaction."""
    number = int.from_bytes(
        hashlib.blake2b(f"outbox {what}".encode(), digest_size=8).digest(), signed=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def refuses(channel: str, address: str) -> bool:
    """Tell whether an address wants no information by a channel."""
    return OptOut.objects.filter(channel=channel, address=address).exists()


def add_event(message: Message, detail: str = "") -> MessageEvent:
    """Note the state that a message has reached."""
    return MessageEvent.objects.create(
        message=message,
        state=message.state,
        reason=message.reason,
        detail=detail[:200],
        at=timezone.now(),
    )


def opt_out(*, channel: str, address: str) -> None:
    """Send no more information to an address by a channel."""
    OptOut.objects.get_or_create(channel=channel, address=address)


def opt_in(*, channel: str, address: str) -> None:
    """Send information again to an address that refused it."""
    OptOut.objects.filter(channel=channel, address=address).delete()


def may_manage(actor: Actor, message: Message) -> bool:
    """Tell whether the actor may stop or send again: in the place of its file, or everywhere."""
    scope, case = scope_of(actor, MANAGE), message.case
    if case is None:
        return scope.everywhere
    return scope.holds(case.department_id, case.territory_code)


def _ask_to_manage(actor: Actor, message: Message) -> None:
    if not may_manage(actor, message):
        raise PermissionDenied


def cancel_message(*, message: Message, actor: Actor) -> bool:
    """Stop a message that has not left; False when it was too late. Raises PermissionDenied."""
    _ask_to_manage(actor, message)
    with transaction.atomic():
        standing = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if standing.state != State.QUEUED:
            return False
        standing.state, standing.reason = State.WITHHELD, Reason.CANCELLED
        if standing.is_secret:
            standing.body = ""
        standing.save()
        add_event(standing)
        audit.record(actor=actor, action="messages.cancelled", obj=standing)
    return True


def resend_message(*, message: Message, actor: Actor) -> bool:
    """Queue a failed message again; False for one that did not fail, or holds no text any more.

    Raises PermissionDenied.
    """
    _ask_to_manage(actor, message)
    with transaction.atomic():
        standing = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if standing.state != State.FAILED or not standing.body:
            return False
        now = timezone.now()
        lifetime = catalogue.template_of(standing.template).lifetime
        standing.state, standing.reason, standing.attempts = State.QUEUED, "", 0
        standing.next_attempt_at, standing.expires_at = now, now + lifetime
        standing.gateway_ids, standing.confirmed_ids = [], []
        standing.save()
        add_event(standing)
        audit.record(actor=actor, action="messages.resent", obj=standing)
        transaction.on_commit(nudge)
    return True


def purge_texts(now: dt.datetime | None = None) -> int:
    """Wipe texts and addresses older than the rule in force keeps them; return how many."""
    at = now or timezone.now()
    before = at - dt.timedelta(days=rule_on(timezone.localdate(at)).keep_days)
    rows = Message.objects.final().filter(created_at__lt=before).exclude(address="", body="")
    LocalDelivery.objects.filter(at__lt=before).delete()
    return rows.update(address="", body="", subject="", url="")


def write_wording(
    *, template: str, language: str, text: Text, valid_from: dt.date, actor: Actor
) -> Wording:
    """Reword a template in one language, from a day on (today at the earliest).

    All departments write with the same templates: the right must hold for the whole commune.

    Raises PermissionDenied; WrongWordingError, by field, for what no wording may be.
    """
    ask_to_reword(actor)
    declared = catalogue.template_of(template)
    check_wording(text, declared.values, valid_from, timezone.localdate())
    with transaction.atomic():
        old = text_in_force(declared, language)
        row = Wording.objects.create(
            template=declared.code,
            language=language,
            subject=text.subject,
            short=text.short,
            body=text.body,
            valid_from=valid_from,
            written_by=actor if isinstance(actor, User) else None,
        )
        audit.record(
            actor=actor, action="messages.reworded", obj=row, old=vars(old), new=vars(text)
        )
    return row


def add_device(
    *, user: User, endpoint: str, public_key: str, secret: str, name: str = ""
) -> PushDevice:
    """Notify a person on one more browser; the same browser twice is one.

    Beyond `MOST_DEVICES` the oldest are forgotten. Raises ValueError for an address that is not of
    a known push service, and for keys to which nothing can be encrypted.
    """
    _check_device(endpoint, public_key, secret)
    named = " ".join(printable(name).split())[:80]
    values = {"user": user, "public_key": public_key, "secret": secret, "name": named}
    with transaction.atomic():
        device, _ = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=values)
        own = PushDevice.objects.filter(user=user).order_by("-added_at", "-pk")
        kept = [device.pk, *own.exclude(pk=device.pk).values_list("pk", flat=True)]
        own.filter(pk__in=kept[MOST_DEVICES:]).delete()
    return device


def renew_device(
    *, old_endpoint: str, old_secret: str, endpoint: str, public_key: str, secret: str
) -> bool:
    """Follow a browser to the new address that its maker gave it; tell whether it was known.

    Nobody need be signed in: whoever knows both the old address and its secret, which the maker
    does not, is that browser. Raises ValueError as `add_device` does.
    """
    _check_device(endpoint, public_key, secret)
    if not may_be_notified(old_endpoint, settings.PUSH_HOSTS):
        return False
    with transaction.atomic():
        device = PushDevice.objects.select_for_update().filter(endpoint=old_endpoint).first()
        if device is None or not constant_time_compare(device.secret, old_secret):
            return False
        PushDevice.objects.filter(endpoint=endpoint).exclude(pk=device.pk).delete()
        PushDevice.objects.filter(pk=device.pk).update(
            endpoint=endpoint, public_key=public_key, secret=secret
        )
    return True


def _check_device(endpoint: str, public_key: str, secret: str) -> None:
    if not may_be_notified(endpoint, settings.PUSH_HOSTS):
        raise ValueError("not the address of a known push service")
    check_keys(public_key, secret)


def remove_device(*, user: User, endpoint: str) -> None:
    """Notify a person on that browser no more."""
    PushDevice.objects.filter(user=user, endpoint=endpoint).delete()


def ask_to_reword(actor: Actor) -> None:
    """Raise PermissionDenied unless the actor may reword messages in the whole commune."""
    if not can(actor, WRITE):
        raise PermissionDenied


def ask_leave(actor: Actor, capability: str) -> None:
    """Raise PermissionDenied unless the actor holds a capability of the outbox."""
    if not can_somewhere(actor, capability):
        raise PermissionDenied
