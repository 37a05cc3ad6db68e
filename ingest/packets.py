"""Packets of MQTT as they lie in a socket's buffer. Neither paho nor Django."""

import socket
import ssl
from typing import NamedTuple

_READ_SIZE = 256 * 1024
_PUBLISH_QOS_1 = 0x32
"""First byte of a message with QoS 1, apart from the bits for repeated (8) and retained (1)."""


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

    def take_messages(self, session: int, most: int) -> list[Message]:
        """Take up to `most` whole messages with QoS 1 and no properties from what is here, up to
        the first packet of another kind.
        """
        data, start = self._incoming, self._position
        taken: list[Message] = []
        while len(taken) < most:
            body, end = _bounds(data, start)
            if end == 0 or data[start] & 0xF6 != _PUBLISH_QOS_1:
                break
            number = body + 2 + (data[body] << 8 | data[body + 1])
            if number + 3 > end or data[number + 2] != 0:
                break
            topic = data[body + 2 : number].decode("utf-8", "replace")
            mid = data[number] << 8 | data[number + 1]
            taken.append(Message(topic, data[number + 3 : end], mid, session))
            start = end
        self._position = start
        return taken

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


def _bounds(data: bytes, start: int) -> tuple[int, int]:
    """Return where the packet at `start` has its body and its end, zeros unless all of it is here.

    The length is in groups of seven bits, the lowest first (MQTT 5, 1.5.5).
    """
    length = 0
    for n in range(4):
        at = start + 1 + n
        if at >= len(data):
            break
        length |= (data[at] & 127) << 7 * n
        if data[at] < 128:
            end = at + 1 + length
            return (at + 1, end) if length > 1 and end <= len(data) else (0, 0)
    return 0, 0
