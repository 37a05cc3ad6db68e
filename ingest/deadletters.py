"""What was refused: kept with its reason, counted, and played again after a repair."""

import uuid
from collections.abc import Sequence
from typing import Any

import psycopg

from ingest.models import digest_of
from ingest.sorting import Refusal

_KEEP = """
    INSERT INTO ingest_deadletter AS d
        (digest, topic, payload, reason, detail, occurrences, first_received_at, last_received_at)
    SELECT g, t, p, r, m, n, to_timestamp(%s / 1e6), to_timestamp(%s / 1e6)
    FROM unnest(%s::uuid[], %s::text[], %s::bytea[], %s::text[], %s::text[], %s::int[])
         AS x (g, t, p, r, m, n)
    ORDER BY g
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
    letters: dict[uuid.UUID, list[Any]] = {}
    for refusal in refusals:
        topic, payload = messages[refusal.message][:2]
        line = [topic, bytes(payload), refusal.reason, refusal.detail, 0]
        letters.setdefault(digest_of(topic, payload), line)[4] += 1
    columns = list(zip(*letters.values(), strict=True))
    values = [received_us, received_us, list(letters), *(list(c) for c in columns)]
    connection.execute(_KEEP, values)


def forget(connection: psycopg.Connection, letters: Sequence[int]) -> None:
    """Delete dead letters whose messages are being processed again, in the same transaction."""
    connection.execute("DELETE FROM ingest_deadletter WHERE id = ANY(%s)", [list(letters)])
