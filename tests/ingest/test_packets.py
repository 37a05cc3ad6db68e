"""Messages straight from the buffer: whole ones only, wherever the stream is cut."""

import socket
import struct
from collections.abc import Iterator

import pytest

from ingest.packets import BufferedSocket, Message

PINGRESP = b"\xd0\x00"


def publish(
    topic: str, mid: int, payload: bytes, *, first: int = 0x32, properties: bytes = b"\0"
) -> bytes:
    """Return a PUBLISH packet of MQTT 5 (3.3)."""
    name = topic.encode()
    body = struct.pack(">H", len(name)) + name + struct.pack(">H", mid) + properties + payload
    length, rest = b"", len(body)
    while True:
        rest, low = rest >> 7, rest & 127
        length += bytes([low | 128 if rest else low])
        if not rest:
            return bytes([first]) + length + body


MESSAGES = [
    Message("city/a/position", b"x" * size, number + 1, 7)
    for number, size in enumerate((0, 1, 90, 200, 17_000))
]
STREAM = b"".join(publish(m.topic, m.mid, m.payload) for m in MESSAGES)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, BufferedSocket]]:
    """Return a socket and the buffered one at its other end."""
    here, there = socket.socketpair()
    there.setblocking(False)
    with here, there:
        yield here, BufferedSocket(there)


def filled(pair: tuple[socket.socket, BufferedSocket], data: bytes) -> BufferedSocket:
    """Return the buffered end with `data` read into it and nothing taken."""
    far, near = pair
    far.sendall(b"." + data)
    assert near.recv(1) == b"."
    return near


@pytest.mark.parametrize("cut", [*range(140), 330, 331, 400, len(STREAM) - 1, len(STREAM)])
def test_only_whole_messages_are_taken(
    pair: tuple[socket.socket, BufferedSocket], cut: int
) -> None:
    """What is cut off stays for the next read, byte for byte."""
    near = filled(pair, STREAM[:cut])
    taken = near.take_messages(7, 100)
    assert taken == MESSAGES[: len(taken)]
    used = sum(len(publish(m.topic, m.mid, m.payload)) for m in taken)
    assert near.pending() == cut - used
    if near.pending():
        assert near.recv(cut) == STREAM[used:cut]


def test_no_more_than_asked_for(pair: tuple[socket.socket, BufferedSocket]) -> None:
    """The rest waits."""
    near = filled(pair, STREAM)
    assert near.take_messages(7, 2) == MESSAGES[:2]
    assert near.take_messages(7, 100) == MESSAGES[2:]


@pytest.mark.parametrize("first", [0x3A, 0x33, 0x3B])
def test_repeated_and_retained_are_messages_too(
    pair: tuple[socket.socket, BufferedSocket], first: int
) -> None:
    """Two bits of the first byte say nothing about the form."""
    near = filled(pair, publish("t", 5, b"p", first=first))
    assert near.take_messages(1, 9) == [Message("t", b"p", 5, 1)]


@pytest.mark.parametrize(
    "other",
    [
        PINGRESP,
        publish("t", 5, b"p", first=0x30),
        publish("t", 5, b"p", first=0x34),
        publish("t", 5, b"p", properties=b"\x02\x01\x01"),
        b"\x32\x02\xff\xff",
        b"\x32\x00",
        b"\x32\x01\x00",
        b"\x32\x05\x00\x02ab\x00",
        b"\x32\x80\x80\x80\x80\x01",
    ],
)
def test_what_is_no_plain_message_is_left(
    pair: tuple[socket.socket, BufferedSocket], other: bytes
) -> None:
    """Other kinds, other qualities, properties and nonsense are for the library to judge."""
    near = filled(pair, STREAM + other + STREAM)
    assert near.take_messages(7, 100) == MESSAGES
    assert near.take_messages(7, 100) == []
    assert near.pending() == len(other) + len(STREAM)
