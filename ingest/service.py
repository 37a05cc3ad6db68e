"""The ingest process: read, batch, store, commit, acknowledge, in one loop."""

import logging
import time
from dataclasses import dataclass

import psycopg

from ingest.live import LiveFeed
from ingest.pipeline import Outcome, Pipeline
from ingest.transports import Message, Subscriber

logger = logging.getLogger(__name__)

BATCH = 4_000
"""Messages stored at once, at most."""
LINGER_S = 0.02
"""How long the first message of a batch may wait for others."""
RETRY_S = 1.0
"""Between two tries while the database is away."""
_REPORT_EVERY_S = 60.0


@dataclass
class _Waiting:
    """Messages read and not yet committed."""

    messages: list[Message]
    since: float = 0.0

    def is_due(self, now: float) -> bool:
        return len(self.messages) >= BATCH or now - self.since >= LINGER_S


class IngestService:
    """Moves messages from the broker to the database; acknowledges after the commit, never before.

    While the database is away the messages wait, unacknowledged: as many as the window here, the
    others at the broker.
    """

    def __init__(self, subscriber: Subscriber, pipeline: Pipeline, feed: LiveFeed) -> None:
        self._subscriber = subscriber
        self._pipeline = pipeline
        self._feed = feed
        self._waiting = _Waiting([])
        self._stopping = False
        self._retry_at = 0.0
        self._stored = self._known = self._refused = 0
        self._reported_at = time.monotonic()

    def stop(self) -> None:
        """Finish the batch in hand, then leave `run`."""
        self._stopping = True

    def run(self) -> None:
        """Work until `stop`; survives the loss of broker and database."""
        while not self._stopping:
            self.step()
        self._store(time.monotonic())
        self._subscriber.close()
        self._pipeline.close()

    def step(self) -> None:
        """One round: read what is there, store it when it is due."""
        waiting = self._waiting
        now = time.monotonic()
        wait = max(0.0, waiting.since + LINGER_S - now) if waiting.messages else 0.2
        if self._retry_at > now:
            wait = min(0.2, self._retry_at - now)
        arrived = self._subscriber.poll(wait)
        now = time.monotonic()
        if arrived and not waiting.messages:
            waiting.since = now
        waiting.messages += arrived
        if waiting.messages and waiting.is_due(now) and now >= self._retry_at:
            self._store(now)
        self._feed.flush()
        self._report(now)

    def _store(self, now: float) -> None:
        while self._waiting.messages:
            batch = self._waiting.messages[:BATCH]
            try:
                self._count(self._pipeline.process(batch, time.time_ns() // 1000))
            except psycopg.OperationalError as error:
                logger.warning(
                    "database away, %d messages wait: %s", len(self._waiting.messages), error
                )
                self._retry_at = now + RETRY_S
                return
            self._subscriber.acknowledge(batch)
            del self._waiting.messages[:BATCH]

    def _count(self, outcome: Outcome) -> None:
        self._stored += outcome.stored
        self._known += outcome.known
        self._refused += len(outcome.refusals)

    def _report(self, now: float) -> None:
        if now - self._reported_at >= _REPORT_EVERY_S:
            logger.info(
                "stored %d, known already %d, refused %d", self._stored, self._known, self._refused
            )
            self._stored = self._known = self._refused = 0
            self._reported_at = now
