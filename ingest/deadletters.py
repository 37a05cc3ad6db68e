"""What was refused: kept with its reason, counted, and played again after a repair."""

from collections.abc import Sequence
from typing import Any

import psycopg

from ingest.models import digest_of
from ingest.sorting import Refusal

_KEEP = """
    INSERT INTO ingest_deadletter AS d
        (digest, topic, payload, reason, detail, occurrences, first_received_at, last_received_at)
    SELECT g, min(t), min(p), min(r), min(m), count(*),
           to_timestamp(%s / 1e6), to_timestamp(%s / 1e6)
    FROM unnest(%s::uuid[], %s::text[], %s::bytea[], %s::text[], %s::text[]) AS x (g, t, p, r, m)
    GROUP BY g
    ON CONFLICT (digest) DO UPDATE SET
        occurrences = d.occurrences + excluded.occurrences, reason = excluded.reason,
        detail = excluded.detail, last_received_at = excluded.last_received_at
"""


def keep(
    connection: psycopg.Connection,
    messages: Sequence[tuple[Any, ...]],
    refusals: Sequence[Refusal],
    received_us: int,
) -> None:
    """Keep the refused messages in the running transaction; the same message again counts up."""
    topics = [messages[r.message][0] for r in refusals]
    payloads = [bytes(messages[r.message][1]) for r in refusals]
    digests = [digest_of(t, p) for t, p in zip(topics, payloads, strict=True)]
    reasons, details = [r.reason for r in refusals], [r.detail for r in refusals]
    values = [received_us, received_us, digests, topics, payloads, reasons, details]
    connection.execute(_KEEP, values)


def forget(connection: psycopg.Connection, letters: Sequence[int]) -> None:
    """Delete dead letters whose messages are being processed again, in the same transaction."""
    connection.execute("DELETE FROM ingest_deadletter WHERE id = ANY(%s)", [list(letters)])
