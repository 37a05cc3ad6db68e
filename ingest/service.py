"""The ingest process: read, store, commit, acknowledge.

The caller's thread reads and acknowledges; a second one decodes and stores, one batch at a time,
so that the broker is heard while the database works. When a whole batch more waits, a third one
decodes it meanwhile, so that the database does not wait either.
"""

import logging
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import psycopg

from ingest.live import LiveFeed
from ingest.packets import Message
from ingest.pipeline import Outcome, Pipeline
from ingest.sorting import Sorted, decode_all
from ingest.transports import Subscriber

logger = logging.getLogger(__name__)

BATCH = 16_000
"""Messages stored at once, at most."""
LINGER_S = 0.05
"""How long the first message of a batch may wait for others."""
RETRY_S = 1.0
"""Between two tries while the database is away."""
GATHER_S = 0.005
"""Between two looks at the broker and at the batch in hand while there is traffic."""
_IDLE_POLL_S = 0.2
_REPORT_EVERY_S = 60.0
_SWITCH_S = 0.0005
"""How soon a thread that waits for Python's lock gets it: far below the linger."""


class IngestService:
    """Moves messages from the broker to the database; acknowledges after the commit, never before.

    While the database is away the messages wait, unacknowledged: as many as the window here, the
    others at the broker.
    """

    def __init__(self, subscriber: Subscriber, pipeline: Pipeline, feed: LiveFeed) -> None:
        self._subscriber = subscriber
        self._pipeline = pipeline
        self._feed = feed
        self._waiting: list[Message] = []
        self._since = 0.0
        self._storing: Future[Outcome] | None = None
        self._batch: list[Message] = []
        self._next: list[Message] = []
        self._decoding: Future[Sorted] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._decoder = ThreadPoolExecutor(1, thread_name_prefix="decode")
        self._stopping = False
        self._retry_at = 0.0
        self._stored = self._known = self._refused = 0
        self._reported_at = time.monotonic()

    def stop(self) -> None:
        """Finish the batch in hand, then leave `run`."""
        self._stopping = True

    def run(self) -> None:
        """Work until `stop`; survives the loss of broker and database."""
        sys.setswitchinterval(_SWITCH_S)
        while not self._stopping:
            self.step()
        self.close()

    def close(self) -> None:
        """Finish the batch in hand and leave; what is not stored stays at the broker."""
        self._decoder.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._finish()
        self._subscriber.close()
        self._pipeline.close()

    def step(self) -> None:
        """One round: read what is there, see what is stored, hand over what is due."""
        arrived = self._listen()
        now = time.monotonic()
        if arrived and not self._waiting:
            self._since = now
        self._waiting += arrived
        self._finish()
        if self._storing is None:
            self._feed.flush()
            if self._is_due(now):
                self._begin()
        elif not self._next and len(self._waiting) >= BATCH:
            self._look_ahead()
        self._report(now)

    def _listen(self) -> list[Message]:
        """Read what is there; in traffic, let it gather a moment, so that each read is worth it."""
        if self._storing is None and not self._waiting:
            return self._subscriber.poll(_IDLE_POLL_S)
        if self._storing is not None:
            wait([self._storing], GATHER_S)
        elif len(self._waiting) < BATCH:
            time.sleep(GATHER_S)
        return self._subscriber.poll(0.0, BATCH)

    def _is_due(self, now: float) -> bool:
        if now < self._retry_at:
            return False
        if self._next or len(self._waiting) >= BATCH:
            return True
        return bool(self._waiting) and now - self._since >= LINGER_S

    def _begin(self) -> None:
        self._batch, decoding = self._next or self._take(), self._decoding
        self._next, self._decoding = [], None
        self._storing = self._writer.submit(self._store, self._batch, decoding)

    def _take(self) -> list[Message]:
        taken = self._waiting[:BATCH]
        del self._waiting[:BATCH]
        return taken

    def _look_ahead(self) -> None:
        """Decode what is stored next while the database is busy with the batch in hand."""
        self._next = self._take()
        self._decoding = self._decoder.submit(decode_all, self._next)

    def _store(self, batch: Sequence[Message], decoding: Future[Sorted] | None) -> Outcome:
        decoded = decoding.result() if decoding else None
        return self._pipeline.process(batch, time.time_ns() // 1000, decoded=decoded)

    def _finish(self) -> None:
        """Acknowledge the batch in hand if it is stored; take it back if the database was away."""
        if self._storing is None or not self._storing.done():
            return
        storing, self._storing = self._storing, None
        try:
            outcome = storing.result()
        except psycopg.OperationalError as error:
            self._waiting = self._batch + self._next + self._waiting
            self._next, self._decoding = [], None
            self._retry_at = time.monotonic() + RETRY_S
            logger.warning("database away, %d messages wait: %s", len(self._waiting), error)
        else:
            self._subscriber.acknowledge(self._batch)
            self._stored += outcome.stored
            self._known += outcome.known
            self._refused += len(outcome.refusals)
        self._batch = []

    def _report(self, now: float) -> None:
        if now - self._reported_at >= _REPORT_EVERY_S:
            logger.info(
                "stored %d, known already %d, refused %d", self._stored, self._known, self._refused
            )
            self._stored = self._known = self._refused = 0
            self._reported_at = now
