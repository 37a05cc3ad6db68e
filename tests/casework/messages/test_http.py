"""The HTTP gateway against a small real server."""

import json

import pytest

from casework.messages.enums import Channel
from casework.messages.gateways.base import (
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
)
from casework.messages.gateways.http import HttpGateway
from tests.casework.messages.web_server import Web

MESSAGE = Outgoing(
    number=7,
    channel=Channel.SMS,
    address="+212600000001",
    language="ar",
    subject="",
    body="تم إيداع ملفكم",
)


def gateway(url: str, **more: str) -> HttpGateway:
    """Return a gateway to a server of the test's."""
    return HttpGateway(url=url, token="t0ken", sender="MARRAKECH", fields={}, **more)


def test_the_operators_names_are_used_and_its_number_kept() -> None:
    with Web(answer=b'{"messages": [{"message-id": 42}]}') as web:
        found = HttpGateway(
            url=f"{web.url}/send",
            token="t0ken",
            sender="MARRAKECH",
            fields={"to": "msisdn", "text": "content"},
            id_field="messages.0.message-id",
        ).send(MESSAGE)
    (path, headers, body) = web.requests[0]
    assert (path, headers["authorization"]) == ("/send", "Bearer t0ken")
    assert json.loads(body) == {
        "from": "MARRAKECH",
        "msisdn": "+212600000001",
        "content": "تم إيداع ملفكم",
        "reference": "7",
    }
    assert found.ids == ("42",)


@pytest.mark.parametrize("answer", [b"", b"[]", b"OK", b'{"id": null}', b'{"id": {"a": 1}}'])
def test_an_answer_without_a_number_is_an_answer(answer: bytes) -> None:
    with Web(answer=answer) as web:
        assert gateway(web.url).send(MESSAGE).ids == ()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, GatewayRefusedError),
        (422, GatewayRefusedError),
        (401, GatewayUnavailableError),
        (403, GatewayUnavailableError),
        (429, GatewayUnavailableError),
        (500, GatewayUnavailableError),
        (503, GatewayUnavailableError),
    ],
)
def test_the_status_tells_never_from_later(status: int, error: type[Exception]) -> None:
    with Web(status=status) as web, pytest.raises(error, match=str(status)):
        gateway(web.url).send(MESSAGE)


def test_the_token_follows_no_redirection() -> None:
    with Web() as other, Web(status=307, headers={"Location": other.url}) as web:
        with pytest.raises(GatewayUnavailableError):
            gateway(web.url).send(MESSAGE)
        assert not other.requests


@pytest.mark.parametrize("url", ["file:///etc/passwd", "", "http://127.0.0.1:1/"])
def test_what_is_no_server_is_unavailable(url: str) -> None:
    with pytest.raises(GatewayUnavailableError):
        gateway(url).send(MESSAGE)
