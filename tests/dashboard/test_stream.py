"""The ASGI application of the live stream, without a server, a database or Redis."""

import asyncio
import gc
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest

from dashboard.live.application import PATH, LiveStream

Message = MutableMapping[str, Any]


class Connection:
    """One connection to an ASGI application."""

    def __init__(self, application: LiveStream, path: str = PATH, method: str = "GET") -> None:
        self.sent: list[Message] = []
        self.arrived = asyncio.Event()
        self.gone = asyncio.Event()
        scope = {"type": "http", "path": path, "method": method}
        self.task = asyncio.create_task(application(scope, self.receive, self.send))

    async def receive(self) -> Message:
        """Wait until the reader leaves."""
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Keep what is sent."""
        self.sent.append(message)
        self.arrived.set()

    @property
    def body(self) -> bytes:
        """Return the body so far."""
        return b"".join(message.get("body", b"") for message in self.sent)

    async def until(self, part: bytes) -> None:
        """Wait until the body has a part."""
        async with asyncio.timeout(2):
            while part not in self.body:
                self.arrived.clear()
                await self.arrived.wait()


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Leave the garbage collector as it was."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def stream(most_readers: int = 10) -> LiveStream:
    """Return an application that nothing feeds."""
    return LiveStream("redis://127.0.0.1:1", most_readers)


def test_a_reader_gets_what_happens() -> None:
    async def scene() -> Connection:
        application = stream()
        reader = Connection(application)
        await reader.until(b"retry: ")
        application.hub.take_positions([[7, 1, -8.0, 31.6, 20.0, 90]])
        application.hub.tick(0.0)
        await reader.until(b"event: positions\ndata: [[7,1,-8.0,31.6,20.0,90]]\n\n")
        reader.gone.set()
        await asyncio.wait_for(reader.task, 2)
        assert not application.hub.readers
        return reader

    start = asyncio.run(scene()).sent[0]
    headers = dict(start["headers"])
    assert start["status"] == 200
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-accel-buffering"] == b"no"


def test_one_reader_too_many_is_asked_to_come_back() -> None:
    async def scene() -> list[Message]:
        application = stream(most_readers=1)
        first = Connection(application)
        await first.until(b"retry: ")
        second = Connection(application)
        await second.task
        first.gone.set()
        await first.task
        return second.sent

    start, _ = asyncio.run(scene())
    assert start["status"] == 503
    assert (b"retry-after", b"10") in start["headers"]


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/", "GET", 404), (PATH, "POST", 405), (PATH + "/", "GET", 404)]
)
def test_nothing_else_is_served(path: str, method: str, status: int) -> None:
    async def scene() -> list[Message]:
        reader = Connection(stream(), path, method)
        await reader.task
        return reader.sent

    assert asyncio.run(scene())[0]["status"] == status


def test_stopping_ends_every_stream_at_once() -> None:
    async def scene() -> list[Message]:
        application = stream()
        await application.start()
        readers = [Connection(application) for _ in range(3)]
        for reader in readers:
            await reader.until(b"retry: ")
        await application.stop()
        async with asyncio.timeout(1):
            await asyncio.gather(*(reader.task for reader in readers))
        return [reader.sent[-1] for reader in readers]

    assert all(last["more_body"] is False for last in asyncio.run(scene()))


def test_a_feed_that_cannot_be_reached_is_told() -> None:
    async def scene() -> None:
        application = stream()
        reader = Connection(application)
        feed = asyncio.create_task(application._feed.run())
        await reader.until(b'event: status\ndata: {"feed":false,"database":true}')
        feed.cancel()
        application.hub.close()
        await asyncio.gather(feed, reader.task, return_exceptions=True)

    asyncio.run(scene())


def test_the_stream_lives_and_dies_with_the_process() -> None:
    async def scene() -> list[str]:
        inbox: asyncio.Queue[Message] = asyncio.Queue()
        answers: list[str] = []

        async def send(message: Message) -> None:
            answers.append(message["type"])

        application = stream()
        life = asyncio.create_task(application({"type": "lifespan"}, inbox.get, send))
        await inbox.put({"type": "lifespan.startup"})
        await asyncio.sleep(0.05)
        await inbox.put({"type": "lifespan.shutdown"})
        await asyncio.wait_for(life, 2)
        return answers

    assert asyncio.run(scene()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
