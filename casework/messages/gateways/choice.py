"""Which gateway serves which channel here: the settings say."""

import json
from collections.abc import Callable
from typing import Final

from django.conf import settings

from casework.messages.enums import Channel
from casework.messages.gateways.base import Gateway
from casework.messages.gateways.email import EmailGateway
from casework.messages.gateways.http import HttpGateway
from casework.messages.gateways.local import LocalGateway
from casework.messages.gateways.push import PushGateway
from casework.messages.gateways.smpp import Centre, SmppGateway


def _http() -> Gateway:
    return HttpGateway(
        url=settings.SMS_HTTP_URL,
        token=settings.SMS_HTTP_TOKEN,
        sender=settings.SMS_SENDER,
        fields=json.loads(settings.SMS_HTTP_FIELDS or "{}"),
        id_field=settings.SMS_HTTP_ID_FIELD,
    )


def _smpp() -> Gateway:
    return SmppGateway(Centre.of_url(settings.SMPP_URL))


_MAKERS: Final[dict[str, Callable[[], Gateway]]] = {
    "local": LocalGateway,
    "http": _http,
    "smpp": _smpp,
    "email": EmailGateway,
    "push": PushGateway,
}


def chosen(channel: str) -> str:
    """Return the code of the gateway that serves a channel; empty where none is set up."""
    codes = {
        Channel.SMS: settings.SMS_GATEWAY,
        Channel.EMAIL: settings.EMAIL_GATEWAY,
        Channel.PUSH: settings.PUSH_GATEWAY,
    }
    return str(codes[Channel(channel)])


def gateway_for(channel: str) -> Gateway | None:
    """Return the gateway that serves a channel, or None where none is set up."""
    code = chosen(channel)
    return _MAKERS[code]() if code else None


def is_local() -> bool:
    """Tell whether any channel ends in the local gateway, whose page may then be read."""
    return any(chosen(channel) == "local" for channel in Channel)
