"""Names the events of the stream as the snapshot does, in a thread of its own."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import Error, close_old_connections, connection

from dashboard.live.hub import EVENTS_A_TICK, Hub
from dashboard.snapshot import named

logger = logging.getLogger(__name__)


class Names:
    """Hands events on to the hub with the names of what they happened to."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._waiting: asyncio.Queue[list[Any]] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, "names")

    def take(self, events: list[Any]) -> None:
        """Take events in; they are told later."""
        if self._hub.readers:
            self._waiting.put_nowait([known(event) for event in events])

    async def run(self) -> None:
        """Name until cancelled; while the database is away, events go out without names."""
        loop = asyncio.get_running_loop()
        while True:
            events = await self._waiting.get()
            while not self._waiting.empty():
                events += self._waiting.get_nowait()
            newest = events[-EVENTS_A_TICK:]
            self._hub.take_events(await loop.run_in_executor(self._thread, _named, newest))

    def close(self) -> None:
        """Let the thread end, and its connection with it."""
        self._thread.submit(lambda: connection.close())  # the connection of that thread
        self._thread.shutdown(wait=False)


def known(event: dict[str, Any]) -> dict[str, Any]:
    """Return what a page may know of an event, whatever was published."""
    return {key: event[key] for key in ("device_id", "at_ms", "code", "severity")}


def _named(events: list[Any]) -> list[Any]:
    close_old_connections()
    try:
        return named(events)
    except Error as error:
        logger.warning("events go out without names: %s", error)
        connection.close()
        return events
