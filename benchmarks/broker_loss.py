"""How much of what the broker accepted does a kill -9 of the broker lose, and from how long before?

Twice: with ingest reading (messages pass through the broker at once), and with ingest away (they
wait in the broker, which saves its queues every few seconds).
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

from benchmarks.devices import Crowd
from benchmarks.driving import committed, probe
from benchmarks.fleet_day import Floats, Ints, keys_of
from benchmarks.processes import KeptAlive
from benchmarks.results import Figure
from benchmarks.stage import Stage

DEVICES = 50
RATE = 1_000.0
AWAY_S = 8.0
DOWN_S = 0.2
"""How long a killed broker stays away; what a device reads meanwhile was accepted before."""
SAVED_S = 7.0
"""Longer than the broker's interval between two saves: sessions are on disk by then."""


@dataclass(frozen=True)
class Loss:
    """What was lost of `accepted` messages.

    `lost` for each kill, the oldest accepted `window_ms` before it; `unheard` because after its
    start the broker knew no subscription; `unexplained` after the last kill.
    """

    accepted: int
    lost: list[int]
    window_ms: float
    unheard: int
    unexplained: int


@contextmanager
def connected(stage: Stage) -> Iterator[KeptAlive]:
    """Yield an ingest process that is kept alive, and whose session the broker has saved."""
    keeper = KeptAlive(stage.program("ingest-1", "ingest", "--name", "ingest-1"))
    with keeper:
        probe(stage)
        time.sleep(SAVED_S)
        yield keeper


def kill_broker(stage: Stage) -> float:
    """Kill and start the broker again; return when it was killed."""
    stage.services["mosquitto"].kill()
    killed_at = time.time()
    time.sleep(DOWN_S)
    stage.start("mosquitto")
    return killed_at


def loss_while_reading(stage: Stage, kills: int, seed: int) -> Loss:
    """Kill the broker while ingest reads what devices send."""
    chance = random.Random(seed)
    with connected(stage):
        crowd = Crowd(stage.publisher, DEVICES, RATE)
        times = []
        for _ in range(kills):
            time.sleep(chance.uniform(3, 6))
            times.append(kill_broker(stage))
        time.sleep(5)
        accepted = crowd.finish()
        return _loss(stage, crowd, accepted, times)


def loss_while_away(stage: Stage, kills: int, seed: int) -> Loss:
    """Kill the broker while messages wait in it for ingest."""
    chance = random.Random(seed)
    with connected(stage):
        pass
    times = []
    crowd = Crowd(stage.publisher, DEVICES, RATE)
    for _ in range(kills):
        time.sleep(AWAY_S + chance.uniform(0, 5))
        times.append(kill_broker(stage))
    time.sleep(5)
    accepted = crowd.finish()
    with KeptAlive(stage.program("ingest-1", "ingest", "--name", "ingest-1")):
        return _loss(stage, crowd, accepted, times)


def _loss(
    stage: Stage, crowd: Crowd, accepted: tuple[Ints, Floats], killed_at: list[float]
) -> Loss:
    keys, accepted_at = accepted
    stored = _settled(stage)
    missing = ~np.isin(keys, stored)
    kills = np.array(killed_at)
    # Lost by the first kill after its acceptance, which a device may read a little late.
    blame = np.searchsorted(kills + DOWN_S, accepted_at[missing])
    known = blame < len(kills)
    ages_ms = (kills[blame[known]] - accepted_at[missing][known]) * 1000
    lost = np.bincount(blame[known], minlength=len(kills)).tolist()
    window_ms = max(0.0, float(ages_ms.max())) if len(ages_ms) else 0.0
    return Loss(len(keys), lost, window_ms, crowd.unheard, int((~known).sum()))


def _settled(stage: Stage) -> Ints:
    """Wait until nothing arrives any more; return the keys of the stored rows."""
    before, since = -1, time.monotonic()
    query = (
        "SELECT substr(uid, 7)::bigint, (extract(epoch FROM at) * 1000)::bigint FROM fleet_position"
    )
    with psycopg.connect(stage.database, autocommit=True) as connection:
        while time.monotonic() - since < 10:
            now = committed(connection)
            if now != before:
                before, since = now, time.monotonic()
            time.sleep(0.2)
        rows = connection.execute(f"{query} JOIN telemetry_device ON id = device_id").fetchall()
    table = np.array(rows, np.int64).reshape(-1, 2)
    return keys_of(table[:, 0], table[:, 1])


def lose_broker(stage: Stage, *, kills: int, seed: int) -> tuple[list[Figure], dict[str, Any]]:
    """Measure both; return figures and details."""
    reading = loss_while_reading(stage, kills, seed)
    away = loss_while_away(stage, max(1, kills // 2), seed)
    figures = _figures("broker killed while ingest reads", reading)
    figures += _figures("broker killed while ingest is away", away)
    return figures, {"reading": reading, "away": away, "devices": DEVICES, "rate": RATE}


def _figures(name: str, loss: Loss) -> list[Figure]:
    return [
        Figure(f"{name}: kills", len(loss.lost), ""),
        Figure("  messages accepted", loss.accepted, ""),
        Figure("  lost, at most for one kill", max(loss.lost), "msgs"),
        Figure("  lost, in all", sum(loss.lost), "msgs"),
        Figure("  oldest lost message before its kill", loss.window_ms, "ms"),
        Figure("  thrown away after a start: nobody was subscribed", loss.unheard, "msgs", "=", 0),
        Figure("  missing after the last kill", loss.unexplained, "msgs", "=", 0),
    ]
