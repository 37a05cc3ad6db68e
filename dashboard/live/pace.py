"""How many messages come in a minute, from what ingest tells after each batch."""

import time
from collections import deque
from collections.abc import Callable

MINUTE_S = 60.0


class Pace:
    """Adds up the messages of the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: deque[tuple[float, int]] = deque()
        self._sum = 0
        self._began: float | None = None

    def begin(self) -> None:
        """Start anew: nothing was heard before."""
        self._told.clear()
        self._sum = 0
        self._began = self._clock()

    def take(self, messages: int) -> None:
        """Take note of messages that were just stored."""
        self._told.append((self._clock(), messages))
        self._sum += messages
        self._forget()

    def minute(self) -> int | None:
        """Return the messages of the last minute, or None until ten seconds of it are known."""
        if self._began is None:
            return None
        self._forget()
        heard = min(self._clock() - self._began, MINUTE_S)
        return round(self._sum * MINUTE_S / heard) if heard >= MINUTE_S / 6 else None

    def _forget(self) -> None:
        past = self._clock() - MINUTE_S
        while self._told and self._told[0][0] <= past:
            self._sum -= self._told.popleft()[1]
