"""What was refused: kept with its reason, counted, played again after a repair, purged at last."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import psycopg

from ingest.models import digest_of
from ingest.rules import EXPIRED, EXPIRED_LETTERS, LETTERS
from ingest.sorting import Refusal
from telemetry import retention

_STAGE = """
    CREATE TEMP TABLE IF NOT EXISTS stage_deadletter (
        digest uuid, topic text, payload bytea, reason text, detail text, occurrences int
    ) ON COMMIT DELETE ROWS
"""
_COPY = "COPY stage_deadletter FROM STDIN (FORMAT binary)"
_KEEP = """
    INSERT INTO ingest_deadletter AS d
        (digest, topic, payload, reason, detail, occurrences, first_received_at, last_received_at)
    SELECT digest, topic, payload, reason, detail, occurrences,
           to_timestamp(%s / 1e6), to_timestamp(%s / 1e6)
    FROM stage_deadletter ORDER BY digest
    ON CONFLICT (digest) DO UPDATE SET
        occurrences = d.occurrences + excluded.occurrences, reason = excluded.reason,
        detail = excluded.detail, last_received_at = excluded.last_received_at
"""
_PURGE = """
    DELETE FROM ingest_deadletter WHERE id IN (
        SELECT id FROM ingest_deadletter
        WHERE last_received_at < CASE WHEN reason = %(expired)s THEN %(useless)s ELSE %(old)s END
        LIMIT %(chunk)s FOR UPDATE SKIP LOCKED
    )
"""
_TYPES = ("uuid", "text", "bytea", "text", "text", "int4")


PURGE_CHUNK = 10_000


def keep(
    connection: psycopg.Connection,
    messages: Sequence[tuple[Any, ...]],
    refusals: Sequence[Refusal],
    received_us: int,
) -> None:
    """Keep the refused messages in the running transaction; the same message again counts up."""
    letters: dict[uuid.UUID, list[Any]] = {}
    for refusal in refusals:
        topic, payload = messages[refusal.message][:2]
        digest = digest_of(topic, payload)
        line = [digest, topic, payload, refusal.reason, refusal.detail, 0]
        letters.setdefault(digest, line)[-1] += 1
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            copy.set_types(_TYPES)
            for line in letters.values():
                copy.write_row(line)
        cursor.execute(_KEEP, [received_us, received_us])


def forget(connection: psycopg.Connection, letters: Sequence[int]) -> None:
    """Delete dead letters whose messages are being processed again, in the same transaction."""
    connection.execute("DELETE FROM ingest_deadletter WHERE id = ANY(%s)", [list(letters)])


def purge(connection: psycopg.Connection, now: dt.datetime) -> int:
    """Delete the letters not received again since their retention; return how many.

    A chunk is a transaction, so that ingest never waits long, and what it holds is left for later.
    """
    kept = {s: retention.keep_days(connection, s, now.date()) for s in (LETTERS, EXPIRED_LETTERS)}
    given = {
        "expired": EXPIRED,
        "old": now - dt.timedelta(days=kept[LETTERS]),
        "useless": now - dt.timedelta(days=min(kept.values())),
        "chunk": PURGE_CHUNK,
    }
    purged, found = 0, PURGE_CHUNK
    while found == PURGE_CHUNK:
        found = connection.execute(_PURGE, given).rowcount
        connection.commit()
        purged += found
    return purged
