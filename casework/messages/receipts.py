"""What comes back: receipts of delivery, and answers by which people refuse or want messages."""

import datetime as dt
import hashlib
import hmac
import re
from typing import Final

from django.db import transaction
from django.utils import timezone

from casework.messages.enums import Channel, Reason, State
from casework.messages.models import Message
from casework.messages.rules import wish
from casework.messages.services import add_event, opt_in, opt_out
from people.phones import international

DELIVERED: Final = frozenset({"delivered", "delivrd"})
FAILED: Final = frozenset(
    {"failed", "undelivered", "rejected", "expired", "undeliv", "rejectd", "deleted"}
)
RECEIPT: Final = re.compile(rb"\bid:\s*(\S+).*?\bstat:\s*([A-Za-z]+)", re.DOTALL | re.IGNORECASE)
CLOCKS_APART_S: Final = 300


def signature_of(secret: str, stamp: str, body: bytes) -> str:
    """Return the signature of a body sent at `stamp`, in seconds since 1970."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def is_genuine(secret: str, stamp: str, body: bytes, signature: str, now_s: float) -> bool:
    """Tell whether whoever shares our secret signed this body within the last five minutes."""
    if not secret or not stamp.isdecimal() or len(stamp) > 12:
        return False
    if abs(now_s - int(stamp)) > CLOCKS_APART_S:
        return False
    return hmac.compare_digest(
        signature_of(secret, stamp, body).encode(), signature.removeprefix("sha256=").encode()
    )


def outcome_of(status: str) -> State | None:
    """Return what an operator's word means; None for one that is not final."""
    word = status.strip().lower()
    if word in DELIVERED:
        return State.DELIVERED
    return State.FAILED if word in FAILED else None


@transaction.atomic
def record_receipt(*, gateway: str, gateway_id: str, status: str) -> bool:
    """Write down what became of a part of a message; False when no message has that number.

    A message is delivered once all its parts are. A receipt that comes twice changes nothing.
    """
    rows = Message.objects.select_for_update(of=("self",))
    message = rows.filter(gateway=gateway, gateway_ids__contains=[gateway_id]).first()
    if message is None:
        return False
    outcome = outcome_of(status)
    if outcome == State.DELIVERED:
        _confirm(message, gateway_id, timezone.now())
    elif outcome == State.FAILED and message.state == State.SENT:
        message.state, message.reason = State.FAILED, Reason.UNDELIVERED
        message.save()
        add_event(message, status)
    return True


def _confirm(message: Message, gateway_id: str, now: dt.datetime) -> None:
    if gateway_id not in message.confirmed_ids:
        message.confirmed_ids = [*message.confirmed_ids, gateway_id]
    is_whole = set(message.confirmed_ids) >= set(message.gateway_ids)
    if is_whole and message.state in {State.SENT, State.FAILED}:
        message.state, message.reason, message.delivered_at = State.DELIVERED, "", now
        message.save()
        add_event(message)
    else:
        message.save()


def take_answer(*, address: str, text: str) -> bool | None:
    """Obey an answer by SMS: True wants information, False none; None says neither."""
    wanted = wish(text)
    try:
        address = international(address)
    except ValueError:  # a name instead of a number: nobody who could be written to
        return None
    if wanted is False:
        opt_out(channel=Channel.SMS, address=address)
    elif wanted:
        opt_in(channel=Channel.SMS, address=address)
    return wanted


def take_from_centre(octets: bytes, sender: str, is_receipt: bool) -> bool:
    """Use what an SMPP centre brings; False for a receipt of a message that is not known (yet)."""
    if not is_receipt:
        take_answer(address=sender, text=octets.decode("utf-8", "replace"))
        return True
    found = RECEIPT.search(octets)
    if found is None:
        return True
    number, status = (part.decode("ascii", "replace") for part in found.groups())
    return record_receipt(gateway="smpp", gateway_id=number, status=status)
