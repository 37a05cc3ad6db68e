"""Who listens to the live stream, and what they are told: pure asyncio, without Redis or Django.

Positions are gathered per device between two ticks, so that a reader gets each vehicle once a
tick at most. A frame is encoded once and shared. A reader that cannot keep up loses its oldest
frames and is told so.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from typing import Any

import orjson

TICK_S = 0.25
LAMPS_EVERY_S = 5.0
QUEUE_FRAMES = 64
EVENTS_A_TICK = 200
HEARTBEAT = b": still here\n\n"
LOST = b"event: lost\ndata: {}\n\n"


def encode(name: str, data: object) -> bytes:
    """Return a server-sent event."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), orjson.dumps(data))


class Reader:
    """One open page: a queue that drops its oldest frames."""

    def __init__(self, first: Iterable[bytes] = (), frames: int = QUEUE_FRAMES) -> None:
        self._queue: deque[bytes] = deque(first, maxlen=frames)
        self._filled = asyncio.Event()
        self._lost = self._closed = False
        if self._queue:
            self._filled.set()

    def put(self, frame: bytes) -> None:
        """Add a frame, at the cost of the oldest one when the queue is full."""
        self._lost = self._lost or len(self._queue) == self._queue.maxlen
        self._queue.append(frame)
        self._filled.set()

    def close(self) -> None:
        """End the stream after what is queued."""
        self._closed = True
        self._filled.set()

    async def frames(self) -> AsyncIterator[bytes]:
        """Yield what is queued, all at once, each time there is something."""
        while not (self._closed and not self._queue):
            await self._filled.wait()
            self._filled.clear()
            chunk = (LOST if self._lost else b"") + b"".join(self._queue)
            self._lost = False
            self._queue.clear()
            if chunk:
                yield chunk
            if self._closed:
                return


class Hub:
    """Gathers what happens and hands it out."""

    def __init__(self) -> None:
        self.readers: set[Reader] = set()
        self._positions: dict[int, list[Any]] = {}
        self._events: deque[Any] = deque(maxlen=EVENTS_A_TICK)
        self._lamps_changed = False
        self._lamps_told = float("-inf")
        self._kept: dict[str, bytes] = {}

    def join(self) -> Reader:
        """Add a reader; it is told at once the figures and states that hold now."""
        reader = Reader(self._kept.values())
        self.readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        """Remove a reader."""
        self.readers.discard(reader)

    def close(self) -> None:
        """End every stream."""
        for reader in self.readers:
            reader.close()

    def tell(self, name: str, data: object, *, keep: bool = False) -> None:
        """Send an event to every reader; what is kept also greets those who come later."""
        frame = encode(name, data)
        if keep:
            self._kept[name] = frame
        for reader in self.readers:
            reader.put(frame)

    def beat(self) -> None:
        """Show every reader, and every proxy on the way, that the stream lives."""
        for reader in self.readers:
            reader.put(HEARTBEAT)

    def take_positions(self, rows: Iterable[list[Any]]) -> None:
        """Remember the newest `[device_id, at_ms, …]` of each device until the next tick."""
        for row in rows:
            known = self._positions.get(row[0])
            if known is None or known[1] <= row[1]:
                self._positions[row[0]] = row

    def take_events(self, events: Iterable[Any]) -> None:
        """Remember events until the next tick, the newest ones if they are too many."""
        self._events.extend(events)

    def take_lamps(self) -> None:
        """Remember that lamps changed."""
        self._lamps_changed = True

    def tick(self, now: float) -> None:
        """Tell the readers what was gathered; `now` is in seconds of any even clock."""
        if self._positions:
            self.tell("positions", list(self._positions.values()))
            self._positions = {}
        if self._events:
            self.tell("events", list(self._events))
            self._events.clear()
        if self._lamps_changed and now - self._lamps_told >= LAMPS_EVERY_S:
            self.tell("lamps", {"version": int(now)}, keep=True)
            self._lamps_changed, self._lamps_told = False, now
