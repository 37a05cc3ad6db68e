"""From a batch of messages to committed rows: validate, deduplicate, store, refuse, announce."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

from ingest import deadletters
from ingest.live import LiveFeed
from ingest.registry import DeviceRegistry
from ingest.sorting import INTAKES, Refusal, Sorted, decode_all, judge_times, resolve_devices
from telemetry import events
from telemetry.database import connect
from telemetry.records import Event
from telemetry.retention import keep_days
from telemetry.series import POSTGRES_EPOCH_US
from telemetry.store import Rows, Store

logger = logging.getLogger(__name__)

Messages = Sequence[tuple[Any, ...]]
_RULES_EVERY_US = 600 * 1_000_000


@dataclass(frozen=True)
class Outcome:
    """What became of a batch, in records (stored, known already) and messages (refused)."""

    stored: int = 0
    known: int = 0
    refusals: tuple[Refusal, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        """Add up two batches."""
        return Outcome(
            self.stored + other.stored, self.known + other.known, self.refusals + other.refusals
        )


class Pipeline:
    """Stores batches through one database connection, which it opens and opens again by itself.

    Every message ends in the tables of its domain or among the dead letters, both in one
    transaction. When the database is away `process` raises `psycopg.OperationalError`, nothing is
    stored, and the caller may try again.
    """

    def __init__(
        self,
        feed: LiveFeed | None = None,
        registry: DeviceRegistry | None = None,
        open_connection: Callable[[], psycopg.Connection] = connect,
    ) -> None:
        self._feed = feed
        self._registry = registry or DeviceRegistry()
        self._open = open_connection
        self._store: Store | None = None
        self._keep_days: dict[type, int] = {}
        self._rules_read_us = 0

    def process(
        self,
        messages: Messages,
        received_us: int,
        *,
        letters: Sequence[int] = (),
        decoded: Sorted | None = None,
    ) -> Outcome:
        """Store `messages`, tuples that begin with (topic, payload); return what became of them.

        `decoded` is what `decode_all` made of them, if that was done already. `letters` are the
        dead letters that these messages were taken from: they are deleted in the same transaction.
        """
        store = self._connected()
        try:
            batch = decode_all(messages) if decoded is None else decoded
            return self._process(store, batch, messages, received_us, letters)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            store.connection.rollback()
            store.forget_partitions()
            return self._divide(messages, received_us, letters, error)
        except psycopg.Error as error:  # away, or not as this release knows it: the messages wait
            self.close()
            raise psycopg.OperationalError(str(error)) from error

    def close(self) -> None:
        """Give the connection back."""
        if self._store is not None:
            self._store.connection.close()
            self._store = None

    def _connected(self) -> Store:
        if self._store is None or self._store.connection.closed:
            self._store = Store(self._open())
        return self._store

    def _divide(
        self, messages: Messages, received_us: int, letters: Sequence[int], error: psycopg.Error
    ) -> Outcome:
        """Find the message that the database rejects by halving; the others are stored."""
        if len(messages) == 1:
            logger.warning("a message was rejected by the database: %s", type(error).__name__)
            told = (error.diag.message_primary or type(error).__name__)[:300]
            batch = Sorted(refusals=[Refusal(0, "rejected_by_database", told)])
            store = self._connected()
            self._write(store, batch, [], messages, received_us, letters)
            store.connection.commit()
            return Outcome(refusals=tuple(batch.refusals))
        middle = len(messages) // 2
        return self.process(messages[:middle], received_us, letters=letters[:middle]) + (
            self.process(messages[middle:], received_us, letters=letters[middle:])
        )

    def _process(
        self,
        store: Store,
        batch: Sorted,
        messages: Messages,
        received_us: int,
        letters: Sequence[int],
    ) -> Outcome:
        self._registry.refresh(store.connection)
        self._read_rules(store.connection, received_us)
        self._check(batch, store.connection, received_us)
        filled = [
            (intake, group, intake.rows(group.device_ids, group.records, received_us))
            for intake in INTAKES
            if (group := batch.groups[intake.record]).records
        ]
        store.connection.rollback()
        for intake, _, rows in filled:
            store.prepare(intake.series, rows)
        self._prepare_events(store, batch)
        tables = [(intake.series, rows) for intake, _, rows in filled]
        outcome = self._write(store, batch, tables, messages, received_us, letters)
        store.connection.commit()
        if self._feed is not None:
            self._feed.announce(batch)
        return outcome

    def _check(self, batch: Sorted, connection: psycopg.Connection, received_us: int) -> None:
        strangers = resolve_devices(batch, self._registry)
        if strangers and self._registry.refresh(connection, missing=True):
            strangers = resolve_devices(batch, self._registry)
        batch.refuse(strangers)
        batch.refuse(judge_times(batch, received_us, self._keep_days))

    def _write(
        self,
        store: Store,
        batch: Sorted,
        tables: Sequence[tuple[Any, Rows]],
        messages: Messages,
        received_us: int,
        letters: Sequence[int],
    ) -> Outcome:
        outcome = Outcome(refusals=tuple(batch.refusals))
        for series, rows in tables:
            stored = store.add(series, rows)
            outcome += Outcome(stored.new, stored.known)
        happened = batch.groups.get(Event)
        if happened and happened.records:
            new = events.add_events(
                store.connection, happened.device_ids, happened.records, received_us
            )
            outcome += Outcome(new, len(happened.records) - new)
        if letters:
            deadletters.forget(store.connection, letters)
        if batch.refusals:
            deadletters.keep(store.connection, messages, batch.refusals, received_us)
        return outcome

    def _prepare_events(self, store: Store, batch: Sorted) -> None:
        group = batch.groups[Event]
        if group.records:
            at = np.fromiter((e.at_us for e in group.records), np.int64) - POSTGRES_EPOCH_US
            store.ensure_days(events.TABLE, "month", at)

    def _read_rules(self, connection: psycopg.Connection, received_us: int) -> None:
        if self._keep_days and received_us - self._rules_read_us < _RULES_EVERY_US:
            return
        day = dt.datetime.fromtimestamp(received_us / 1e6, dt.UTC).date()
        self._keep_days = {i.record: keep_days(connection, i.series.table, day) for i in INTAKES}
        self._keep_days[Event] = keep_days(connection, events.TABLE, day)
        self._rules_read_us = received_us
