"""The sender: takes what is due, hands it to its gateway, writes down what came of it.

A message is claimed and committed before it is sent, and its outcome after: a sender that dies in
between leaves a lease behind, after which another takes over. So each message leaves at least once.
"""

import contextlib
import datetime as dt
import random
import time
from typing import Final

from django.db import transaction
from django.utils import timezone

from casework.messages.enums import Purpose, Reason, State
from casework.messages.gateways.base import (
    Accepted,
    Gateway,
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
)
from casework.messages.gateways.choice import gateway_for
from casework.messages.models import Message
from casework.messages.rules import may_try_again, pause_s
from casework.messages.services import add_event

LEASE: Final = dt.timedelta(minutes=10)
ROUND_S: Final = 120
NO_GATEWAY_PAUSE: Final = dt.timedelta(minutes=15)


class Round:
    """One round of sending; a gateway that fails is left alone for the rest of it."""

    def __init__(self) -> None:
        self.open = contextlib.ExitStack()
        self.gateways: dict[str, Gateway] = {}
        self.away: set[str] = set()
        self.sent = 0

    def run(self, most: int = 1000) -> int:
        """Send until nothing is due; return how many were taken by a gateway."""
        until = time.monotonic() + ROUND_S
        with self.open:
            for _ in range(most):
                if time.monotonic() > until:  # before a message is claimed: it would lie idle
                    break
                message = claim(timezone.now(), self.away)
                if message is None:
                    break
                self._send(message)
        return self.sent

    def _send(self, message: Message) -> None:
        try:
            gateway = self._gateway(message.channel)
            if gateway is None:
                self.away.add(message.channel)
                postpone(message, Reason.NO_GATEWAY, "", pause=NO_GATEWAY_PAUSE)
                return
            accepted = gateway.send(outgoing(message))
        except GatewayUnavailableError as error:
            self.away.add(message.channel)
            postpone(message, Reason.UNREACHABLE, str(error))
        except GatewayRefusedError as error:
            give_up(message, Reason.REFUSED, str(error))
        else:
            self.sent += 1
            note_sent(message, gateway.code, accepted)

    def _gateway(self, channel: str) -> Gateway | None:
        if channel not in self.gateways:
            made = gateway_for(channel)
            if made is None:
                return None
            self.gateways[channel] = self.open.enter_context(made)
        return self.gateways[channel]


def claim(now: dt.datetime, away: set[str]) -> Message | None:
    """Take the most urgent message that is due, for the length of a lease; give up the stale."""
    while True:
        with transaction.atomic():
            rows = Message.objects.due(now).exclude(channel__in=away).urgent_first()
            message: Message | None = rows.select_for_update(skip_locked=True, of=("self",)).first()
            if message is None:
                return None
            if message.expires_at > now:
                _take(message, now)
                return message
            _fail(message, Reason.EXPIRED, "")


def _take(message: Message, now: dt.datetime) -> None:
    if message.state == State.SENDING:
        message.state, message.reason = State.QUEUED, Reason.LEASE_LOST
        message.save(update_fields=["state", "reason"])
        add_event(message)
    message.state, message.reason = State.SENDING, ""
    message.attempts += 1
    message.next_attempt_at = now + LEASE
    message.save(update_fields=["state", "reason", "attempts", "next_attempt_at"])


def outgoing(message: Message) -> Outgoing:
    """Return a message as its gateway needs it."""
    left = message.expires_at - timezone.now()
    return Outgoing(
        number=message.pk,
        channel=message.channel,  # type: ignore[arg-type]
        address=message.address,
        language=message.language,
        subject=message.subject,
        body=message.body,
        url=message.url,
        user_id=message.user_id,
        may_refuse=message.purpose == Purpose.INFORMATION,
        lifetime_s=max(int(left.total_seconds()), 0),
    )


@transaction.atomic
def note_sent(message: Message, gateway: str, accepted: Accepted) -> None:
    """Write down that a gateway took it; a secret is wiped."""
    if not _is_still_ours(message):
        return
    now = timezone.now()
    message.state, message.reason = State.SENT, ""
    message.gateway, message.gateway_ids, message.sent_at = gateway, list(accepted.ids), now
    if message.is_secret:
        message.body = ""
    message.save()
    add_event(message)
    if accepted.is_delivered:
        message.state, message.delivered_at = State.DELIVERED, now
        message.confirmed_ids = message.gateway_ids
        message.save()
        add_event(message)


@transaction.atomic
def postpone(
    message: Message, reason: Reason, detail: str, pause: dt.timedelta | None = None
) -> None:
    """Wait for a better moment, longer each time; give up after the last attempt.

    Without a gateway nothing was attempted, and nothing counts.
    """
    if not _is_still_ours(message):
        return
    if pause is None and not may_try_again(message.attempts):
        _fail(message, reason, detail)
        return
    if pause is None:
        seconds = pause_s(message.attempts, random.random())  # noqa: S311 - it spreads the load
        pause = dt.timedelta(seconds=seconds)
    else:
        message.attempts -= 1
    message.state, message.reason = State.QUEUED, reason
    message.next_attempt_at = timezone.now() + pause
    message.save()
    add_event(message, detail)


@transaction.atomic
def give_up(message: Message, reason: Reason, detail: str) -> None:
    """Write down that it will never be sent like this."""
    if _is_still_ours(message):
        _fail(message, reason, detail)


def _fail(message: Message, reason: Reason, detail: str) -> None:
    message.state, message.reason = State.FAILED, reason
    if message.is_secret:
        message.body = ""
    message.save()
    add_event(message, detail)


def _is_still_ours(message: Message) -> bool:
    """Tell, under its lock, whether nobody took the message over since we claimed it."""
    kept: Message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    return kept.state == State.SENDING and kept.attempts == message.attempts
