"""Notifications on the reader's devices: Web Push (RFC 8030, 8291), signed by our key."""

import json
from typing import Final

from django.conf import settings
from pywebpush import WebPushException, webpush

from casework.messages.gateways.base import (
    Accepted,
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
    Unconnected,
)
from casework.messages.models import PushDevice
from casework.messages.vapid import signer

PATIENCE_S: Final = 15
GONE: Final = frozenset({404, 410})
LATER: Final = frozenset({408, 425, 429})


class PushGateway(Unconnected):
    """Sends to every device of a person; a device that is gone is forgotten."""

    code = "push"

    def send(self, message: Outgoing) -> Accepted:
        """Notify each device; it counts as sent when one of them took it."""
        devices = list(PushDevice.objects.filter(user_id=message.user_id or 0))
        outcomes = [self._notify(device, message) for device in devices]
        if any(outcome == "" for outcome in outcomes):
            return Accepted()
        for outcome in outcomes:
            if outcome.startswith("later"):
                raise GatewayUnavailableError(outcome)
        raise GatewayRefusedError(outcomes[0] if outcomes else "no device is left")

    def _notify(self, device: PushDevice, message: Outgoing) -> str:
        """Return nothing when the device's service took it, or what went wrong."""
        said = {
            "title": message.subject,
            "body": message.body,
            "url": message.url or "/",
            "language": message.language,
        }
        try:
            webpush(
                {
                    "endpoint": device.endpoint,
                    "keys": {"p256dh": device.public_key, "auth": device.secret},
                },
                json.dumps(said, ensure_ascii=False),
                vapid_private_key=signer(),
                vapid_claims={"sub": settings.PUSH_CONTACT},
                ttl=message.lifetime_s,
                timeout=PATIENCE_S,
            )
        except WebPushException as error:
            return _outcome(device, error)
        except (OSError, ValueError) as error:
            return f"later: {type(error).__name__}"
        return ""


def _outcome(device: PushDevice, error: WebPushException) -> str:
    status = error.response.status_code if error.response is not None else 0
    if status in GONE:
        device.delete()
        return "the device is gone"
    if status == 0 or status >= 500 or status in LATER:
        return f"later: HTTP {status}"
    return f"HTTP {status}"
