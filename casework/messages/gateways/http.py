"""SMS through a gateway that speaks HTTP: a JSON document out, the number of the message back."""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Final

from casework.messages.gateways.base import (
    Accepted,
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
    Unconnected,
)

PATIENCE_S: Final = 20
MOST_BYTES: Final = 65_536
BUSY: Final = frozenset({408, 425, 429})


@dataclass(frozen=True)
class HttpGateway(Unconnected):
    """Posts `{"from", "to", "text", "reference"}`, under the names that the operator wants.

    `fields` gives their name for each of ours; `id_field` is where their answer holds the
    message's number, with points between levels. The token travels as a bearer's.
    """

    url: str
    token: str
    sender: str
    fields: dict[str, str]
    id_field: str = "id"
    code: str = "http"

    def send(self, message: Outgoing) -> Accepted:
        """Post one message."""
        values = {
            "from": self.sender,
            "to": message.address,
            "text": message.body,
            "reference": str(message.number),
        }
        wanted = {self.fields.get(name, name): value for name, value in values.items()}
        answer = self._post(json.dumps(wanted).encode())
        number = _found(answer, self.id_field)
        return Accepted(ids=(number,) if number else ())

    def _post(self, body: bytes) -> bytes:
        if not self.url.startswith(("https://", "http://")):
            raise GatewayUnavailableError("the address of the gateway is not one of the web")
        request = urllib.request.Request(  # noqa: S310 - its scheme was looked at above
            self.url,
            data=body,
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Authorization": f"Bearer {self.token}",
            },
        )
        try:
            with _opener().open(request, timeout=PATIENCE_S) as response:
                return bytes(response.read(MOST_BYTES))
        except urllib.error.HTTPError as error:
            with error:
                refused = 400 <= error.code < 500 and error.code not in BUSY
            raise _failure(refused, f"HTTP {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise GatewayUnavailableError(type(error).__name__) from error


def _failure(refused: bool, detail: str) -> Exception:
    """Tell a wrong message from a gateway that cannot now; a wrong token is ours to mend."""
    if refused and detail not in {"HTTP 401", "HTTP 403"}:
        return GatewayRefusedError(detail)
    return GatewayUnavailableError(detail)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nobody: the token is meant for one address."""


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)


def _found(answer: bytes, path: str) -> str:
    """Return the value at a path of a JSON answer, or nothing."""
    try:
        value = json.loads(answer)
        for name in path.split("."):
            value = value[int(name)] if isinstance(value, list) else value[name]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return str(value)[:80] if isinstance(value, str | int) else ""
