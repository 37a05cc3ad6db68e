"""What we ask of paho beyond its documentation, against the locked version and a real broker."""

import socket
import struct
import time
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings

from ingest.packets import BufferedSocket, Message
from ingest.transports import Publisher, Subscriber

needs_broker = pytest.mark.skipif(not settings.SIMULATOR_MQTT_URL, reason="MQTT_URL is not set")


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, BufferedSocket]]:
    """Return a socket and the buffered one at its other end."""
    here, there = socket.socketpair()
    there.setblocking(False)
    with here, there:
        yield here, BufferedSocket(there)


def test_small_reads_from_one_large_one(pair: tuple[socket.socket, BufferedSocket]) -> None:
    """Every byte once, in order; `pending` says what waits; nothing there is a BlockingIOError."""
    far, near = pair
    with pytest.raises(BlockingIOError):
        near.recv(1)
    far.sendall(b"abcdef")
    assert near.recv(2) == b"ab"
    assert near.pending() == 4
    assert near.recv(100) == b"cdef"
    assert near.pending() == 0
    far.sendall(b"g")
    assert near.recv(5) == b"g"


def test_writes_that_the_network_does_not_take_wait(
    pair: tuple[socket.socket, BufferedSocket],
) -> None:
    """Nothing is cut: what does not fit now goes with the next flush."""
    far, near = pair
    data = struct.pack(">I", 7) * 1_000_000
    assert near.send(data) == len(data)
    assert near.has_unsent
    received = bytearray()
    while len(received) < len(data):
        received += far.recv(1 << 20)
        near.flush()
    assert bytes(received) == data
    assert not near.has_unsent


def collect(subscriber: Subscriber, count: int, seconds: float = 10.0) -> list[Message]:
    """Poll until `count` messages are here."""
    found: list[Message] = []
    deadline = time.monotonic() + seconds
    while len(found) < count and time.monotonic() < deadline:
        found += subscriber.poll(0.05)
    return found


@needs_broker
@pytest.mark.broker
def test_a_session_outlives_its_process() -> None:
    """Sent while nobody listens: there at the next start. Not acknowledged: there again."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    topic = f"city/{name}/position"

    def subscriber() -> Subscriber:
        return Subscriber(settings.MQTT_URL, name, [f"$share/{name}/city/{name}/+"])

    first = subscriber()
    collect(first, 1, 0.5)
    first.close()
    with Publisher(settings.SIMULATOR_MQTT_URL, f"{name}-p") as publisher:
        for number in range(500):
            publisher.publish(topic, b"%d" % number)
        assert publisher.drain(10)
    second = subscriber()
    heard = collect(second, 500)
    assert sorted(int(m.payload) for m in heard) == list(range(500))
    second.acknowledge(heard[:200])
    collect(second, 1, 0.3)
    second.close()
    third = subscriber()
    again = collect(third, 300)
    assert sorted(int(m.payload) for m in again) == sorted(int(m.payload) for m in heard[200:])
    third.acknowledge(again)
    assert collect(third, 1, 0.5) == []
    third.close()


@needs_broker
@pytest.mark.broker
def test_a_message_with_properties_is_read_too() -> None:
    """The short way is for messages without; the others take paho's."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    subscriber = Subscriber(settings.MQTT_URL, name, [f"city/{name}/+"])
    collect(subscriber, 1, 0.5)
    with Publisher(settings.SIMULATOR_MQTT_URL, f"{name}-p") as publisher:
        publisher.publish(f"city/{name}/event", b"plain")
        publisher.publish(f"city/{name}/event", b"tagged", content_type="text/plain")
        assert publisher.drain(10)
    heard = collect(subscriber, 2)
    assert [(m.topic, m.payload) for m in heard] == [
        (f"city/{name}/event", b"plain"),
        (f"city/{name}/event", b"tagged"),
    ]
    subscriber.acknowledge(heard)
    subscriber.close()


@needs_broker
@pytest.mark.broker
def test_a_message_with_qos_0_harms_nobody() -> None:
    """It has no number: to acknowledge it would make the broker hang up."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    subscriber = Subscriber(settings.MQTT_URL, name, [f"city/{name}/+"])
    collect(subscriber, 1, 0.5)
    with Publisher(settings.SIMULATOR_MQTT_URL, f"{name}-p") as publisher:
        publisher.publish(f"city/{name}/event", b"hello")
        publisher.drain(10)
        publisher.publish(f"city/{name}/event", b"0", qos=0)
        first = collect(subscriber, 2)
        subscriber.acknowledge(first)
        publisher.publish(f"city/{name}/event", b"1")
        second = collect(subscriber, 1)
    assert [m.payload for m in (*first, *second)] == [b"hello", b"0", b"1"]
    assert {m.session for m in (*first, *second)} == {1}
    subscriber.acknowledge(second)
    subscriber.close()
