"""A small SMPP 3.4 centre for tests, written from the specification and not from our client."""

import socket
import struct
import threading
from dataclasses import dataclass, field

BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT, DELIVER, UNBIND, ENQUIRE = 1, 2, 4, 5, 6, 0x15
ANSWER = 0x80000000
OK, BAD_PASSWORD, BAD_DESTINATION, THROTTLED = 0, 0x0E, 0x0B, 0x58


@dataclass
class Submitted:
    """What a client handed over."""

    source: str
    destination: str
    esm_class: int
    registered: int
    coding: int
    octets: bytes


@dataclass
class Centre:
    """Listens on a free port of this machine; answers `status`, and brings what `waiting` holds.

    `waiting` are pairs of an ESM class and a text; a text that the client could not use comes
    again later. Clients give the password "secret".
    """

    status: int = OK
    asks_first: bool = False
    waiting: list[tuple[int, bytes]] = field(default_factory=list)
    submitted: list[Submitted] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)

    def __enter__(self) -> "Centre":
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)

    @property
    def url(self) -> str:
        """Return the address of the centre with our name and password there."""
        return f"smpp://commune:secret@127.0.0.1:{self.port}?sender=MARRAKECH"

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        client.settimeout(5)
        try:
            while self._serve_one(client):
                pass
        except (OSError, struct.error):
            return

    def _serve_one(self, client: socket.socket) -> bool:
        head = _exactly(client, 16)
        length, command, status, sequence = struct.unpack("!IIII", head)
        body = _exactly(client, length - 16)
        if command in {BIND_RECEIVER, BIND_TRANSMITTER}:
            self._bind(client, command, sequence, body)
        elif command == SUBMIT:
            self._submit(client, sequence, body)
        elif command == UNBIND:
            client.sendall(struct.pack("!IIII", 16, UNBIND | ANSWER, OK, sequence))
            return False
        elif command == DELIVER | ANSWER:
            self.returned.append(status)
        return True

    def _bind(self, client: socket.socket, command: int, sequence: int, body: bytes) -> None:
        right = body.split(b"\0")[:2] == [b"commune", b"secret"]
        answer = b"centre\0" if right else b""
        status = OK if right else BAD_PASSWORD
        head = struct.pack("!IIII", 16 + len(answer), command | ANSWER, status, sequence)
        client.sendall(head + answer)
        if right and command == BIND_RECEIVER:
            for number, (esm_class, text) in enumerate(self.waiting, 1):
                client.sendall(_deliver(number, esm_class, text))

    def _submit(self, client: socket.socket, sequence: int, body: bytes) -> None:
        if self.asks_first:
            client.sendall(struct.pack("!IIII", 16, ENQUIRE, OK, 77))
        if self.status == OK:
            self.submitted.append(_submitted(body))
        answer = f"id-{len(self.submitted)}\0".encode() if self.status == OK else b""
        head = struct.pack("!IIII", 16 + len(answer), SUBMIT | ANSWER, self.status, sequence)
        client.sendall(head + answer)


def _exactly(client: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = client.recv(count - len(found))
        if not more:
            raise OSError("closed")
        found += more
    return found


def _submitted(body: bytes) -> Submitted:
    """Read the mandatory fields of a submit_sm (SMPP 3.4, 4.4.1)."""
    _service, rest = body.split(b"\0", 1)
    source, rest = rest[2:].split(b"\0", 1)
    destination, rest = rest[2:].split(b"\0", 1)
    esm_class, rest = rest[0], rest[3:]
    _schedule, rest = rest.split(b"\0", 1)
    _validity, rest = rest.split(b"\0", 1)
    registered, _replace, coding, _default, length = rest[:5]
    return Submitted(
        source.decode(), destination.decode(), esm_class, registered, coding, rest[5 : 5 + length]
    )


def _deliver(number: int, esm_class: int, text: bytes) -> bytes:
    """Make a deliver_sm from an invented telephone (SMPP 3.4, 4.6.1)."""
    body = b"\0" + b"\1\1" + b"212600000001\0" + b"\1\1" + b"212500000000\0"
    body += bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, 0, 0, len(text))) + text
    return struct.pack("!IIII", 16 + len(body), DELIVER, OK, number) + body
