"""The live stream as a small ASGI application; the process serves nothing else."""

import asyncio
import contextlib
import gc
import logging
import random
import signal
import time
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

from dashboard.live.feed import Feed
from dashboard.live.figures import Figures
from dashboard.live.hub import TICK_S, Hub, Reader
from dashboard.live.names import Names
from dashboard.live.pace import Pace

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/live/stream"
HEARTBEAT_S = 15.0
RETRY_MS = (2000, 6000)
"""Pages come back at different times after an interruption, not all at once."""
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)


class LiveStream:
    """Serves the stream to at most `most_readers` pages at a time."""

    def __init__(self, redis_url: str, most_readers: int = 2000) -> None:
        self.hub = Hub()
        self._most_readers = most_readers
        self._states = {"feed": True, "database": True}
        pace = Pace()
        self._names = Names(self.hub)
        self._figures = Figures(self.hub, lambda good: self._note("database", good), pace)
        self._feed = Feed(
            redis_url, self.hub, lambda good: self._note("feed", good), self._names.take, pace
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._signals: dict[int, Any] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, or follow the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def start(self) -> None:
        """Start listening, ticking and counting."""
        gc.set_threshold(200_000, 50, 1000)
        gc.freeze()
        parts = (self._feed.run(), self._names.run(), self._figures.run())
        work = (*parts, self._tick(), self._beat())
        self._tasks = [asyncio.create_task(job) for job in work]
        for task in self._tasks:
            task.add_done_callback(_end_process_after_fault)

    async def stop(self) -> None:
        """End every stream, then the work behind them."""
        self.hub.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._figures.close()
        self._names.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.start()
                self._close_on_signals()
            else:
                self._leave_signals()
                await self.stop()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    def _close_on_signals(self) -> None:
        """End the streams when the process is asked to stop: the server waits for them."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)

            def close(sent: int, frame: FrameType | None, before: Any = before) -> None:
                loop.call_soon_threadsafe(self.hub.close)
                if callable(before):
                    before(sent, frame)

            with contextlib.suppress(ValueError):  # not in the main thread: nobody signals us
                signal.signal(number, close)
                self._signals[number] = before

    def _leave_signals(self) -> None:
        for number, before in self._signals.items():
            signal.signal(number, before)
        self._signals.clear()

    def _note(self, part: str, good: bool) -> None:
        if self._states[part] != good:
            self._states[part] = good
            self.hub.tell("status", self._states, keep=True)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.hub.tick(time.time())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self.hub.beat()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != PATH:
            await _refuse(send, 404)
        elif scope["method"] != "GET":
            await _refuse(send, 405, (b"allow", b"GET"))
        elif len(self.hub.readers) >= self._most_readers:
            await _refuse(send, 503, (b"retry-after", b"10"))
        else:
            await self._stream(receive, send)

    async def _stream(self, receive: Receive, send: Send) -> None:
        reader = self.hub.join()
        leaving = asyncio.create_task(_until_gone(receive, reader))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS]})
            retry = b"retry: %d\n\n" % random.randint(*RETRY_MS)  # noqa: S311 no secret
            await _write(send, retry)
            async for chunk in reader.frames():
                await _write(send, chunk)
            await _write(send, b"", more=False)
        except OSError:
            logger.debug("a reader left while it was written to")
        finally:
            self.hub.leave(reader)
            leaving.cancel()


def _end_process_after_fault(task: asyncio.Task[None]) -> None:
    """Stop rather than go on lame: the supervisor starts a new process, and pages come back."""
    error = None if task.cancelled() else task.exception()
    if error:
        logger.critical("the live stream stops after a fault", exc_info=error)
        signal.raise_signal(signal.SIGTERM)


async def _until_gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.close()


async def _write(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _refuse(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers]})
    await send({"type": "http.response.body", "body": b""})
