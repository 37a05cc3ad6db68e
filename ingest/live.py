"""What open pages are told after a commit: thinned to one fix per vehicle, sent by Redis.

Everybody may read it: no identity of a device goes out, and no detail of an event.
"""

import logging
import time
from collections.abc import Callable
from math import isnan
from typing import Any

import orjson
import redis

from ingest.sorting import Sorted
from telemetry.records import Event, LampState, Position

logger = logging.getLogger(__name__)

INTERVAL_S = 0.25
_EVENTS_KEPT = 200


class LiveFeed:
    """Tells pages what changed, once in `interval` seconds at most; an absent Redis costs nothing
    but the news.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], float] = time.monotonic,
        interval: float = INTERVAL_S,
    ) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
        self._clock = clock
        self._interval = interval
        self._sent_at = float("-inf")
        self._quiet_until = float("-inf")
        self._positions: dict[int, Position] = {}
        self._events: list[dict[str, Any]] = []
        self._lamps = self._messages = 0

    def announce(self, batch: Sorted) -> None:
        """Take note of a committed batch."""
        group = batch.groups[Position]
        for number, position in zip(group.device_ids, group.records, strict=True):
            known = self._positions.get(number)
            if known is None or known.at_us < position.at_us:
                self._positions[number] = position
        happened = batch.groups[Event]
        for number, event in zip(happened.device_ids, happened.records, strict=True):
            self._events.append(_event(number, event))
        self._lamps += len(batch.groups[LampState].records)
        self._messages += len({n for group in batch.groups.values() for n in group.indices})
        self.flush()

    def flush(self) -> None:
        """Send what is due; called between batches too."""
        now = self._clock()
        if now - self._sent_at < self._interval or now < self._quiet_until:
            return
        if not self._messages:
            return
        self._sent_at = now
        try:
            self._send()
        except redis.RedisError as error:
            logger.warning("no news for open pages: %s", type(error).__name__)
            self._quiet_until = now + 5.0
        self._positions.clear()
        self._events.clear()
        self._lamps = self._messages = 0

    def _send(self) -> None:
        pipe = self._redis.pipeline(transaction=False)
        if self._positions:
            fixes = [_position(number, p) for number, p in self._positions.items()]
            pipe.publish("live:positions", orjson.dumps(fixes))
        if self._events:
            pipe.publish("live:events", orjson.dumps(self._events[-_EVENTS_KEPT:]))
        if self._lamps:
            pipe.publish("live:lamps", orjson.dumps({"changed": self._lamps}))
        pipe.publish("live:messages", orjson.dumps({"stored": self._messages}))
        pipe.execute()


def _position(number: int, position: Position) -> list[float | None]:
    return [
        number,
        position.at_us // 1000,
        round(position.lon, 6),
        round(position.lat, 6),
        None if isnan(position.speed_kmh) else round(position.speed_kmh, 1),
        None if isnan(position.heading_deg) else round(position.heading_deg),
    ]


def _event(number: int, event: Event) -> dict[str, Any]:
    return {
        "device_id": number,
        "at_ms": event.at_us // 1000,
        "code": event.code,
        "severity": event.severity,
    }
