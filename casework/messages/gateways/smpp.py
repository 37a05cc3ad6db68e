"""SMS through an operator's centre over SMPP 3.4: sending, and collecting receipts and answers."""

import secrets
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

from smpplib import consts, exceptions, gsm
from smpplib.client import Client

from casework.messages.gateways.base import (
    Accepted,
    GatewayRefusedError,
    GatewayUnavailableError,
    Outgoing,
)
from casework.messages.segments import encoding_of, split

PATIENCE_S: Final = 20
LATER: Final = frozenset(
    {
        consts.SMPP_ESME_RTHROTTLED,
        consts.SMPP_ESME_RMSGQFUL,
        consts.SMPP_ESME_RSYSERR,
        consts.SMPP_ESME_RX_T_APPN,
    }
)
"""Answers that another moment may change."""
KIND_BITS: Final = 0x3C
RECEIPT: Final = 0x04
"""What a deliver_sm brings, in its ESM class (SMPP 3.4, 5.2.12)."""
NUMBER_KIND: Final = {"international": (1, 1), "alphanumeric": (5, 0)}


@dataclass(frozen=True)
class Centre:
    """Where the operator's centre is and who we are there."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    uses_tls: bool = False

    @classmethod
    def of_url(cls, url: str) -> "Centre":
        """Read `smpp://user:password@host:port?sender=NAME`, or `smpps://` for TLS."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or 2775,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            sender=parse_qs(parts.query).get("sender", [""])[0],
            uses_tls=parts.scheme == "smpps",
        )


def parts_of(text: str) -> tuple[int, int, list[bytes]]:
    """Return the data coding, the class and the octets of each part of a text.

    Several parts carry the header that joins them (3GPP TS 23.040, 9.2.3.24.1).
    """
    is_gsm = encoding_of(text) == "GSM-7"
    coding = consts.SMPP_ENCODING_DEFAULT if is_gsm else consts.SMPP_ENCODING_ISO10646
    encoded = [gsm.gsm_encode(part) if is_gsm else part.encode("utf-16-be") for part in split(text)]
    if len(encoded) < 2:
        return coding, 0, encoded
    together = secrets.randbelow(256)
    headers = (bytes((5, 0, 3, together, len(encoded), n + 1)) for n in range(len(encoded)))
    joined = [header + part for header, part in zip(headers, encoded, strict=True)]
    return coding, consts.SMPP_GSMFEAT_UDHI, joined


class SmppGateway:
    """Sends while it is entered, over one connection."""

    code = "smpp"

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.client: Client | None = None

    def __enter__(self) -> Self:
        self.client = connected(self.centre, "bind_transmitter")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        client, self.client = self.client, None
        if client is not None:
            let_go(client)

    def send(self, message: Outgoing) -> Accepted:
        """Hand over every part; the centre's numbers come back in their order."""
        coding, esm_class, parts = parts_of(message.body)
        ids = [self._submit(message.address, part, coding, esm_class) for part in parts]
        return Accepted(ids=tuple(ids))

    def _submit(self, address: str, part: bytes, coding: int, esm_class: int) -> str:
        if self.client is None:
            raise GatewayUnavailableError("not connected")
        kind, plan = NUMBER_KIND[
            "international" if self.centre.sender.lstrip("+").isdigit() else "alphanumeric"
        ]
        try:
            sent = self.client.send_message(
                source_addr_ton=kind,
                source_addr_npi=plan,
                source_addr=self.centre.sender.lstrip("+"),
                dest_addr_ton=1,
                dest_addr_npi=1,
                destination_addr=address.lstrip("+"),
                short_message=part,
                data_coding=coding,
                esm_class=esm_class,
                registered_delivery=True,
            )
            answer = _answer_to(self.client, sent.sequence)
        except (exceptions.ConnectionError, exceptions.PDUError, OSError) as error:
            raise GatewayUnavailableError(type(error).__name__) from error
        return _accepted_number(answer)


def _answer_to(client: Client, sequence: int) -> Any:
    """Return the centre's answer to what we sent, serving its questions meanwhile."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        pdu = client.read_pdu()
        if pdu.command == "enquire_link":
            client._enquire_link_received(pdu)
        elif pdu.sequence == sequence:
            return pdu
    raise GatewayUnavailableError("no answer")


def _accepted_number(answer: Any) -> str:
    if answer.status in LATER:
        raise GatewayUnavailableError(f"SMPP status {answer.status}")
    if answer.is_error():
        raise GatewayRefusedError(f"SMPP status {answer.status}")
    return str(answer.message_id.decode("ascii", "replace"))[:80]


def connected(centre: Centre, bind: str) -> Client:
    """Return a client bound at the centre; raise GatewayUnavailableError."""
    context = ssl.create_default_context() if centre.uses_tls else None
    client = Client(
        centre.host,
        centre.port,
        timeout=PATIENCE_S,
        allow_unknown_opt_params=True,
        logger_name="casework.messages.smpp",
        ssl_context=context,
    )
    try:
        client.connect()
        getattr(client, bind)(system_id=centre.user, password=centre.password)
    except (exceptions.ConnectionError, exceptions.PDUError, OSError) as error:
        client.disconnect()
        raise GatewayUnavailableError(type(error).__name__) from error
    return client


def let_go(client: Client) -> None:
    """Say good-bye and close, whatever state the connection is in."""
    try:
        client.unbind()
    except (exceptions.ConnectionError, exceptions.PDUError, OSError):
        pass
    finally:
        client.disconnect()


def collect(centre: Centre, take: Callable[[bytes, str, bool], bool], quiet_s: float = 2.0) -> int:
    """Read what waits at the centre until it is silent for `quiet_s`; return how many were read.

    `take(octets, sender, is_receipt)` says whether it could be used: what could not is left with
    the centre, which brings it again later.
    """
    client = connected(centre, "bind_receiver")
    read = 0
    try:
        client._socket.settimeout(quiet_s)
        while _read_one(client, take):
            read += 1
    finally:
        let_go(client)
    return read


def _read_one(client: Client, take: Callable[[bytes, str, bool], bool]) -> bool:
    """Serve one thing that the centre brings; False once it is silent or gone."""
    try:
        pdu = client.read_pdu()
    except (TimeoutError, exceptions.ConnectionError):
        return False
    if pdu.command == "enquire_link":
        client._enquire_link_received(pdu)
    elif pdu.command == "deliver_sm":
        is_receipt = pdu.esm_class & KIND_BITS == RECEIPT
        sender = "+" + (pdu.source_addr or b"").decode("ascii", "replace").lstrip("+")
        taken = take(text_of(pdu), sender, is_receipt)
        client.set_message_received_handler(
            lambda pdu: consts.SMPP_ESME_ROK if taken else consts.SMPP_ESME_RX_T_APPN
        )
        client._message_received(pdu)
    return True


def text_of(pdu: Any) -> bytes:
    """Return the text of what the centre brings, as UTF-8."""
    raw = bytes(pdu.short_message or b"")
    if pdu.data_coding == consts.SMPP_ENCODING_ISO10646:
        return raw.decode("utf-16-be", "replace").encode()
    return raw
