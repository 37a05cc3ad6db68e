"""Which devices there are: their identities in memory, read again when an unknown one speaks."""

import time
from collections.abc import Callable

import psycopg

_QUERY = "SELECT uid, id, kind FROM telemetry_device WHERE is_active"
_AT_MOST_EVERY_S = 3.0
_AT_LEAST_EVERY_S = 60.0


class DeviceRegistry:
    """Resolves a device's identity to its number, by kind.

    A device registered while the process runs is found at its first message; one that was switched
    off is refused within a minute. Unknown devices cost one query every three seconds at most.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._read_at = self._missed_at = float("-inf")
        self._by_kind: dict[str, dict[str, int]] = {}
        self._kinds: dict[str, str] = {}

    def of_kind(self, kind: str) -> dict[str, int]:
        """Return the numbers of the devices of one kind, by identity."""
        return self._by_kind.get(kind, {})

    def number(self, uid: str) -> int | None:
        """Return the number of a device of any kind."""
        kind = self._kinds.get(uid)
        return None if kind is None else self._by_kind[kind][uid]

    def knows(self, uid: str) -> bool:
        """Tell whether the device is registered and active."""
        return uid in self._kinds

    def refresh(self, connection: psycopg.Connection, *, missing: bool = False) -> bool:
        """Read the devices again if it is time to, sooner when one is `missing`; tell whether it
        was done.
        """
        now = self._clock()
        if missing:
            if now - self._missed_at < _AT_MOST_EVERY_S:
                return False
            self._missed_at = now
        elif now - self._read_at < _AT_LEAST_EVERY_S:
            return False
        by_kind: dict[str, dict[str, int]] = {}
        for uid, number, kind in connection.execute(_QUERY):
            by_kind.setdefault(kind, {})[uid] = number
        self._by_kind = by_kind
        self._kinds = {uid: kind for kind, uids in by_kind.items() for uid in uids}
        self._read_at = now
        return True
