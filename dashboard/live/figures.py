"""The counters of the live page, computed while somebody watches and told to all."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, close_old_connections, connection

from dashboard.counters import Counters, read_counters
from dashboard.live.hub import Hub
from dashboard.live.pace import Pace

logger = logging.getLogger(__name__)

EVERY_S = 2.0
LARGEST_SHARE = 0.05
"""The part of a core's time that the counters may take; slow ones are computed less often."""


class Figures:
    """Computes the counters in a thread of its own, every two seconds at most."""

    def __init__(self, hub: Hub, on_state: Callable[[bool], None], pace: Pace) -> None:
        self._hub = hub
        self._on_state = on_state
        self._pace = pace
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
        counters["messages"]["minute"] = self._pace.minute()
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
