"""From publication to visibility, for every row and without touching the rows while they arrive.

A second connection asks every few milliseconds for `pg_current_snapshot()`: which transactions it
can see. Afterwards each row's `xmin` names the transaction that brought it, and the first snapshot
that sees that transaction is when the row became visible to others. Its time is taken after the
answer arrived, and the time of publication is when the message was due, so both errors (the poll's
interval, the load's lag) make the result longer, never shorter. Rows of subtransactions would be
dated by the poll too early; ingest uses none.
"""

import bisect
import threading
import time
from dataclasses import dataclass, field

import numpy as np
import psycopg

from benchmarks.fleet_day import Floats

POLL_S = 0.003


@dataclass(frozen=True)
class Snapshot:
    """What could be seen at `seen_at`: every transaction below `limit`, without those in
    progress.
    """

    seen_at: float
    limit: int
    running: frozenset[int]


@dataclass
class Watch:
    """Polls in a thread between `__enter__` and `__exit__`."""

    url: str
    snapshots: list[Snapshot] = field(default_factory=list)
    polls: int = 0

    def __enter__(self) -> "Watch":
        """Begin."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        """End."""
        self._over.set()
        self._thread.join()

    def _poll(self) -> None:
        last = ""
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self._over.wait(POLL_S):
                row = connection.execute("SELECT pg_current_snapshot()::text").fetchone()
                seen_at = time.time()
                self.polls += 1
                if row and row[0] != last:
                    last = row[0]
                    _, limit, running = last.split(":")
                    inside = frozenset(int(number) for number in running.split(",") if number)
                    self.snapshots.append(Snapshot(seen_at, int(limit), inside))

    def first_seen(self, transaction: int) -> float:
        """Return when the transaction was first visible, or NaN if that was never seen."""
        start = bisect.bisect_right(self.snapshots, transaction, key=lambda one: one.limit)
        for snapshot in self.snapshots[start:]:
            if transaction not in snapshot.running:
                return snapshot.seen_at
        return float("nan")

    def last_row_seen(self) -> float:
        """Return when the last row became visible; the database's own upkeep does not count."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT DISTINCT xmin::text::bigint FROM fleet_position")
            return max(self.first_seen(number) for (number,) in rows)

    def latencies_ms(self) -> Floats:
        """Return milliseconds from each row's own instant to its visibility."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(
                "SELECT xmin::text::bigint, array_agg((extract(epoch FROM at) * 1000)::bigint)"
                " FROM fleet_position GROUP BY xmin::text::bigint"
            )
            parts = [self.first_seen(number) * 1000 - np.array(at) for number, at in rows]
        found = np.concatenate(parts) if parts else np.zeros(0)
        if np.isnan(found).any():
            raise ValueError("rows arrived after the watch had ended")
        return found


def quantiles(latencies: Floats) -> dict[str, float]:
    """Return p50, p99 and the longest."""
    p50, p99, longest = np.quantile(latencies, [0.5, 0.99, 1.0]) if len(latencies) else (0, 0, 0)
    return {"p50_ms": float(p50), "p99_ms": float(p99), "max_ms": float(longest)}
