"""What ingest publishes, taken from Redis by one listener for all readers."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from dashboard.live.hub import Hub
from dashboard.live.pace import Pace

logger = logging.getLogger(__name__)

CHANNELS = ("live:positions", "live:events", "live:lamps", "live:messages")
POSITIONS, EVENTS, LAMPS, MESSAGES = CHANNELS
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 5.0


class Feed:
    """Listens to the channels, again and again through every outage."""

    def __init__(
        self,
        url: str,
        hub: Hub,
        on_state: Callable[[bool], None],
        on_events: Callable[[list[Any]], None],
        pace: Pace,
    ) -> None:
        self._url = url
        self._hub = hub
        self._on_state = on_state
        self._on_events = on_events
        self._pace = pace
        self._pause_s = FIRST_PAUSE_S

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                async with Redis.from_url(self._url, health_check_interval=10) as redis:
                    await self._listen(redis)
            except (RedisError, OSError) as error:
                logger.warning("no live feed: %s", error)
            self._on_state(False)
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    async def _listen(self, redis: "Redis") -> None:
        async with redis.pubsub(ignore_subscribe_messages=True) as channels:
            await channels.subscribe(*CHANNELS)
            self._on_state(True)
            self._pace.begin()
            self._pause_s = FIRST_PAUSE_S
            while True:
                message = await channels.get_message(timeout=5.0)
                if message:
                    self.take(message["channel"].decode(), message["data"])

    def take(self, channel: str, data: bytes) -> None:
        """Hand a message to the hub; a malformed one is logged and left."""
        try:
            content: Any = orjson.loads(data)
            if channel == POSITIONS:
                self._hub.take_positions(content)
            elif channel == EVENTS:
                self._on_events(content)
            elif channel == LAMPS:
                self._hub.take_lamps()
            else:
                self._pace.take(content["stored"])
        except (ValueError, TypeError, LookupError) as error:
            logger.warning("a message of %s is malformed: %s", channel, error)
