"""The counters of the live page, computed while somebody watches and told to all."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, close_old_connections, connection

from dashboard.counters import Counters, read_counters
from dashboard.live.hub import Hub

logger = logging.getLogger(__name__)

EVERY_S = 2.0
LARGEST_SHARE = 0.05
"""The part of a core's time that the counters may take; slow ones are computed less often."""
MINUTE_S = 60.0


class Pace:
    """How many messages were stored in the last minute, from a total that grows through the day."""

    def __init__(self) -> None:
        self._totals: deque[tuple[float, int]] = deque()

    def minute(self, now: float, total: int) -> int | None:
        """Return the messages of the last minute, or None until it is known; `now` in seconds."""
        if self._totals and total < self._totals[-1][1]:
            self._totals.clear()
        self._totals.append((now, total))
        while len(self._totals) > 2 and self._totals[1][0] <= now - MINUTE_S:
            self._totals.popleft()
        then, before = self._totals[0]
        if now - then < MINUTE_S / 6:
            return None
        return round((total - before) * MINUTE_S / (now - then))


class Figures:
    """Computes the counters in a thread of its own, every two seconds at most."""

    def __init__(self, hub: Hub, on_state: Callable[[bool], None]) -> None:
        self._hub = hub
        self._on_state = on_state
        self._pace = Pace()
        self._thread = ThreadPoolExecutor(1, "figures")

    async def run(self) -> None:
        """Compute until cancelled."""
        while True:
            took = await self._compute() if self._hub.readers else 0.0
            await asyncio.sleep(max(EVERY_S - took, took / LARGEST_SHARE))

    async def _compute(self) -> float:
        started = time.monotonic()
        try:
            counters = await asyncio.get_running_loop().run_in_executor(self._thread, _read)
        except Error as error:
            logger.warning("no counters: %s", error)
            self._on_state(False)
            return 0.0
        messages = counters["messages"]
        messages["minute"] = self._pace.minute(started, messages["today"])
        self._hub.tell("counters", counters, keep=True)
        self._on_state(True)
        return time.monotonic() - started

    def close(self) -> None:
        """Let the thread end, and its connection with it."""
        self._thread.submit(lambda: connection.close())  # the connection of that thread
        self._thread.shutdown(wait=False)


def _read() -> Counters:
    close_old_connections()
    try:
        return read_counters()
    except Error:
        connection.close()
        raise
