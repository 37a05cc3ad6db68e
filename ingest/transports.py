"""The road between the broker and the project: the only module that knows paho.

`Subscriber` reads with QoS 1 on a persistent session and leaves the acknowledgement to its owner,
who gives it after the commit. `Publisher` sends with QoS 1 and keeps what the broker has not
confirmed.
"""

import contextlib
import logging
import select
import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self, cast
from urllib.parse import unquote, urlsplit

import numpy as np
from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

logger = logging.getLogger(__name__)

_READ_SIZE = 256 * 1024
_SESSION_SECONDS = 7 * 24 * 3600
_RECONNECT_SECONDS = (0.2, 5.0)
_KEEPALIVE_SECONDS = 30
SHARED = "$share/ingest/"
"""Prefix of an MQTT 5 shared subscription: each message goes to one of the processes."""
_PUBACK = 0x4002
"""First two bytes of an acknowledgement: its type, and two more bytes to follow."""


class Message(NamedTuple):
    """A message and what is needed to acknowledge it: its number and the connection it came by."""

    topic: str
    payload: bytes
    mid: int
    session: int


class BufferedSocket:
    """A socket that is read and written in large pieces, since paho asks for a few bytes at a time.

    Offers `pending()` as TLS sockets do, so that paho does not wait for what is here already.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._incoming = b""
        self._position = 0
        self._outgoing = bytearray()

    def __getattr__(self, name: str) -> object:
        return getattr(self._socket, name)

    def fileno(self) -> int:
        """Return the descriptor, for select."""
        return self._socket.fileno()

    def pending(self) -> int:
        """Return the number of bytes read and not yet handed out."""
        inner = self._socket.pending() if isinstance(self._socket, ssl.SSLSocket) else 0
        return len(self._incoming) - self._position + inner

    def recv(self, size: int) -> bytes:
        """Return up to `size` bytes; raises `BlockingIOError` when there are none yet."""
        start = self._position
        if start == len(self._incoming):
            self._incoming = self._socket.recv(_READ_SIZE)
            start = 0
        piece = self._incoming[start : start + size]
        self._position = start + len(piece)
        return piece

    def send(self, data: bytes) -> int:
        """Take all of `data` and send it, at once or by a later `flush`; raises `OSError` when cut
        off.
        """
        self._outgoing += data
        self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what the network takes of what is waiting."""
        while self._outgoing:
            try:
                sent = self._socket.send(self._outgoing)
            except (BlockingIOError, ssl.SSLWantWriteError):
                return
            del self._outgoing[:sent]

    @property
    def has_unsent(self) -> bool:
        """Whether the network has not yet taken everything."""
        return bool(self._outgoing)


class _BufferedClient(Client):
    """paho's client over a `BufferedSocket`, with a short way for what nearly every packet is.

    paho builds an object of MQTT 5 properties for each message, which takes longer than all the
    rest; a message with QoS 1 and no properties goes straight to the inbox instead. Everything else
    is paho's.
    """

    buffered: BufferedSocket | None = None
    inbox: list[Message]
    session = 0

    def _create_socket(self) -> Any:
        self.buffered = BufferedSocket(cast(socket.socket, super()._create_socket()))
        return self.buffered

    def _handle_publish(self) -> MQTTErrorCode:
        packet = self._in_packet["packet"]
        end = 2 + (packet[0] << 8 | packet[1])
        if self._in_packet["command"] & 0x06 != 0x02 or packet[end + 2] != 0:
            return super()._handle_publish()
        topic = packet[2:end].decode("utf-8", "replace")
        mid = packet[end] << 8 | packet[end + 1]
        self.inbox.append(Message(topic, bytes(packet[end + 3 :]), mid, self.session))
        return MQTTErrorCode.MQTT_ERR_SUCCESS


def _client(url: str, client_id: str, *, buffered: bool) -> tuple[Client, str, int]:
    """Return a client with the credentials of `url` (mqtt:// or mqtts://), host and port."""
    parts = urlsplit(url)
    kind = _BufferedClient if buffered else Client
    client = kind(CallbackAPIVersion.VERSION2, client_id, protocol=MQTTv5, manual_ack=buffered)
    if parts.username:
        client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
    if parts.scheme == "mqtts":
        client.tls_set()
    client.reconnect_delay_set(*(max(1, int(s)) for s in _RECONNECT_SECONDS))
    port = parts.port or (8883 if parts.scheme == "mqtts" else 1883)
    return client, parts.hostname or "localhost", port


class Subscriber:
    """Reads messages in the caller's own thread; the caller acknowledges them after its commit.

    `client_id` names the persistent session: a process that comes back under the same name gets
    what it missed.
    """

    def __init__(
        self, url: str, client_id: str, filters: Sequence[str], *, window: int = 20_000
    ) -> None:
        client, self._host, self._port = _client(url, client_id, buffered=True)
        assert isinstance(client, _BufferedClient)  # noqa: S101 - for the type checker
        self._client = client
        self._filters = filters
        self._window = window
        client.inbox = []
        self._retry_at = 0.0
        self._delay = _RECONNECT_SECONDS[0]
        self.connected = False
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message

    def poll(self, wait: float, most: int = 1_000) -> list[Message]:
        """Return up to `most` messages, after at most `wait` seconds; reconnects when needed."""
        if not self._ensure_connection():
            time.sleep(min(wait, 0.2))
            return []
        self._read(wait, most)
        client = self._client
        if client.want_write():  # SUBSCRIBE waits in paho, which writes nothing inside a callback
            client.loop_write()
        if client.buffered is not None and client.buffered.has_unsent:
            with contextlib.suppress(OSError):  # the loss is noticed, and mended, by the next read
                client.buffered.flush()
        client.loop_misc()
        messages, client.inbox = client.inbox, []
        return messages

    def acknowledge(self, messages: Iterable[Message]) -> None:
        """Tell the broker that these are safe; those of an earlier connection come again,
        harmlessly.
        """
        buffered = self._client.buffered
        if buffered is None or not self.connected:
            return
        session = self._client.session  # a message with QoS 0 has no number, and wants no answer
        mids = [m.mid for m in messages if m.mid and m.session == session]
        packets = np.empty(len(mids), dtype=[("puback", ">u2"), ("mid", ">u2")])
        packets["puback"], packets["mid"] = _PUBACK, mids
        try:
            buffered.send(packets.tobytes())
        except OSError:
            logger.info("connection lost while acknowledging; the broker will send again")

    def close(self) -> None:
        """Leave; the session stays at the broker."""
        self._client.disconnect()
        self.connected = False

    def _read(self, wait: float, most: int) -> None:
        buffered, client = self._client.buffered, self._client
        if buffered is None:
            return
        if not buffered.pending():
            ready, _, _ = select.select([buffered], [], [], wait)
            if not ready:
                return
        loop_read, inbox = client.loop_read, client.inbox
        while loop_read() == MQTTErrorCode.MQTT_ERR_SUCCESS:
            if not buffered.pending() or len(inbox) >= most:
                return

    def _ensure_connection(self) -> bool:
        if self._client.socket() is not None:
            return True
        if time.monotonic() < self._retry_at:
            return False
        try:
            self._client.connect(
                self._host,
                self._port,
                _KEEPALIVE_SECONDS,
                clean_start=False,
                properties=self._session_properties(),
            )
        except OSError as error:
            logger.warning("broker away: %s", error)
            self._retry_at = time.monotonic() + self._delay
            self._delay = min(self._delay * 2, _RECONNECT_SECONDS[1])
            return False
        return True

    def _session_properties(self) -> Properties:
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = _SESSION_SECONDS
        properties.ReceiveMaximum = min(self._window, 65_535)
        return properties

    def _on_connect(
        self,
        client: Client,
        userdata: object,
        flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            logger.error("broker refused the connection: %s", reason)
            self._retry_at = time.monotonic() + _RECONNECT_SECONDS[1]
            return
        self._client.session += 1
        self._delay = _RECONNECT_SECONDS[0]
        self.connected = True
        other_form = [_other_form(name) for name in self._filters]
        client.unsubscribe(other_form)  # a session from before would go on hearing everything twice
        client.subscribe([(name, SubscribeOptions(qos=1)) for name in self._filters])

    def _on_subscribe(
        self,
        client: Client,
        userdata: object,
        mid: int,
        reasons: list[ReasonCode],
        properties: Properties | None,
    ) -> None:
        for name, reason in zip(self._filters, reasons, strict=False):
            if reason.is_failure:
                logger.error("the broker refuses the subscription to %s: %s", name, reason)

    def _on_disconnect(
        self,
        client: Client,
        userdata: object,
        flags: DisconnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        self.connected = False
        if reason.is_failure:
            logger.warning("connection to the broker lost: %s", reason)

    def _on_message(self, client: Client, userdata: object, message: MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = ""
        self._client.inbox.append(
            Message(topic, bytes(message.payload), message.mid, self._client.session)
        )


def _other_form(name: str) -> str:
    """Return the same subscription shared where it is plain, and plain where it is shared."""
    plain = name.removeprefix(SHARED)
    return SHARED + plain if plain == name else plain


class Publisher:
    """Sends with QoS 1 from a thread of paho's; keeps what is not confirmed and sends it again
    after an outage.

    `publish` blocks once `window` messages wait for the broker, so that memory stays bounded.
    """

    def __init__(self, url: str, client_id: str, *, window: int = 20_000) -> None:
        self._client, host, port = _client(url, client_id, buffered=False)
        # With a limit of its own, paho walks all that is unconfirmed at each confirmation.
        self._client.max_inflight_messages_set(0)
        self._window = window
        self._confirmed = 0
        self._sent = 0
        self.refused = 0
        self._client.on_publish = self._on_publish
        self._client.connect_async(host, port, _KEEPALIVE_SECONDS)
        self._client.loop_start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def unconfirmed(self) -> int:
        """Number of messages that the broker has not confirmed."""
        return self._sent - self._confirmed

    @property
    def connected(self) -> bool:
        """Whether the broker is there now."""
        return self._client.is_connected()

    def publish(
        self, topic: str, payload: bytes, qos: int = 1, *, content_type: str | None = None
    ) -> None:
        """Hand over one message; waits while the window is full."""
        while self.unconfirmed >= self._window:
            time.sleep(0.005)
        self._sent += 1
        properties = None
        if content_type is not None:
            properties = Properties(PacketTypes.PUBLISH)
            properties.ContentType = content_type
        self._client.publish(topic, payload, qos, properties=properties)

    def drain(self, timeout: float = 30.0) -> bool:
        """Wait until the broker has confirmed everything; false if `timeout` seconds pass."""
        deadline = time.monotonic() + timeout
        while self.unconfirmed and time.monotonic() < deadline:
            time.sleep(0.01)
        return not self.unconfirmed

    def close(self) -> None:
        """Leave without waiting for confirmations."""
        self._client.disconnect()
        self._client.loop_stop()

    def _on_publish(
        self, client: Client, userdata: object, mid: int, reason: ReasonCode, *unused: object
    ) -> None:
        self._confirmed += 1
        if reason.is_failure:
            self.refused += 1
            if self.refused == 1:
                logger.warning("the broker refuses what is published: %s", reason)
