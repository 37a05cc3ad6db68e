"""The road between the broker and the project: the only module that knows paho.

`Subscriber` reads with QoS 1 on a persistent session and leaves the acknowledgement to its owner,
who gives it after the commit. `Publisher` sends with QoS 1 and keeps what the broker has not
confirmed.
"""

import contextlib
import logging
import select
import socket
import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import unquote, urlsplit

import numpy as np
from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from ingest.packets import BufferedSocket, Message

logger = logging.getLogger(__name__)

_SESSION_SECONDS = 7 * 24 * 3600
_RECONNECT_SECONDS = (0.2, 5.0)
_KEEPALIVE_SECONDS = 30
SHARED = "$share/ingest/"
"""Prefix of an MQTT 5 shared subscription: each message goes to one of the processes."""
_PUBACK = 0x4002
"""First two bytes of an acknowledgement: its type, and two more bytes to follow."""


class _BufferedClient(Client):
    """paho's client over a `BufferedSocket`, with a short way for what nearly every packet is.

    Between paho's packets, messages with QoS 1 and no properties go straight from the buffer to the
    inbox, at a fifth of the time. Everything else is paho's.
    """

    buffered: BufferedSocket | None = None
    inbox: list[Message]
    session = 0

    def _create_socket(self) -> Any:
        self.buffered = BufferedSocket(cast(socket.socket, super()._create_socket()))
        return self.buffered

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Read what is here: first the messages that are whole, then one packet by paho."""
        if self.buffered is not None and self._in_packet["command"] == 0:
            self.inbox += self.buffered.take_messages(self.session, max_packets)
            if len(self.inbox) >= max_packets:
                return MQTTErrorCode.MQTT_ERR_SUCCESS
        return super().loop_read(1)


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
        self, url: str, client_id: str, filters: Sequence[str], *, window: int = 40_000
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
        while loop_read(most) == MQTTErrorCode.MQTT_ERR_SUCCESS:
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
