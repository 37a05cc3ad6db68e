"""The loop: acknowledge after the commit, hold on to everything while the database is away."""

import time
from collections.abc import Iterable, Sequence
from typing import Any, cast

import psycopg
import pytest

from ingest import service as module
from ingest.live import LiveFeed
from ingest.packets import Message
from ingest.pipeline import Outcome, Pipeline
from ingest.service import IngestService
from ingest.sorting import Sorted
from ingest.transports import Subscriber


class Broker:
    """Hands out messages and remembers which were acknowledged."""

    def __init__(self, batches: Iterable[Sequence[Message]]) -> None:
        self.batches = list(batches)
        self.acknowledged: list[int] = []

    def poll(self, wait: float, most: int = 1_000) -> Sequence[Message]:
        if self.batches:
            return self.batches.pop(0)
        time.sleep(min(wait, 0.005))
        return []

    def acknowledge(self, messages: Iterable[Message]) -> None:
        self.acknowledged += [m.mid for m in messages]


class Database:
    """Stores, or is away for its first `failures` tries."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.stored: list[int] = []
        self.largest = 0
        self.pause_s = 0.0
        self.decoded: list[Sorted | None] = []

    def process(
        self, messages: Sequence[Message], received_us: int, *, decoded: Sorted | None = None
    ) -> Outcome:
        time.sleep(self.pause_s)
        self.decoded.append(decoded)
        if self.failures:
            self.failures -= 1
            raise psycopg.OperationalError("away")
        self.largest = max(self.largest, len(messages))
        self.stored += [m.mid for m in messages]
        return Outcome(stored=len(messages))


class Silence:
    """Nobody watches."""

    def flush(self) -> None: ...


def loop(broker: Broker, database: Database) -> IngestService:
    """Return a service over these stand-ins."""
    parts: tuple[Any, ...] = (broker, database, Silence())
    return IngestService(
        cast(Subscriber, parts[0]), cast(Pipeline, parts[1]), cast(LiveFeed, parts[2])
    )


def messages(*mids: int) -> list[Message]:
    """Return messages of these numbers."""
    return [Message("city/a/position", b"", mid, 1) for mid in mids]


def run(service: IngestService, until: float = 2.0, done: Any = None) -> None:
    """Step until `done()`."""
    deadline = time.monotonic() + until
    while time.monotonic() < deadline and not done():
        service.step()


def test_acknowledged_in_order_after_the_store() -> None:
    """Everything stored is acknowledged, once."""
    broker, database = Broker([messages(1, 2), messages(3)]), Database()
    run(loop(broker, database), done=lambda: len(broker.acknowledged) == 3)
    assert broker.acknowledged == database.stored == [1, 2, 3]


def test_nothing_is_acknowledged_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What came before and during the outage is stored after it, in order."""
    monkeypatch.setattr(module, "RETRY_S", 0.01)
    broker, database = Broker([messages(1), messages(2), messages(3)]), Database(failures=3)
    service = loop(broker, database)
    while database.failures:
        service.step()
        assert broker.acknowledged == []
    run(service, done=lambda: len(broker.acknowledged) == 3)
    assert broker.acknowledged == database.stored == [1, 2, 3]


def test_a_flood_is_stored_in_bounded_batches() -> None:
    """However much has piled up."""
    flood = messages(*range(3 * module.BATCH + 1))
    broker, database = Broker([flood]), Database()
    run(loop(broker, database), done=lambda: len(broker.acknowledged) == len(flood))
    assert database.stored == [m.mid for m in flood]
    assert database.largest == module.BATCH


def test_what_is_stored_next_is_decoded_while_the_database_is_busy() -> None:
    """A whole batch alone: a small one would miss what comes meanwhile."""
    broker, database = Broker([messages(*range(2 * module.BATCH + 1))]), Database()
    database.pause_s = 0.05
    run(loop(broker, database), done=lambda: len(broker.acknowledged) == 2 * module.BATCH + 1)
    first, second, last = database.decoded
    assert first is None
    assert second is not None
    assert len(second.refusals) == module.BATCH
    assert last is None


def test_what_was_decoded_ahead_waits_in_order_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Batch in hand, batch decoded and what came since, in the order they came."""
    monkeypatch.setattr(module, "RETRY_S", 0.01)
    flood = messages(*range(3 * module.BATCH))
    broker, database = Broker([flood]), Database(failures=2)
    database.pause_s = 0.05
    run(loop(broker, database), done=lambda: len(broker.acknowledged) == len(flood))
    assert database.stored == [m.mid for m in flood]
    assert broker.acknowledged == database.stored
