"""Breaks what is running, on purpose, and compares the end state with the truth.

python -m benchmarks.faults kill|outage|broker|garbage [--help]
"""

import argparse
import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.broker_loss import lose_broker
from benchmarks.driving import Load, committed, probe, wait_for_rows
from benchmarks.fleet_day import Ints
from benchmarks.garbage import compare_garbage
from benchmarks.load import forget_session
from benchmarks.processes import KeptAlive
from benchmarks.results import Figure, finish
from benchmarks.stage import Stage, staged
from benchmarks.truth import truth_of
from benchmarks.verification import Verdict, dead_letters, verify

ENDLESS_S = 7_200
DISORDER = {"shuffled": 0.05, "duplicated": 0.05, "late": 0.01}
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'municipality-telemetry'"


@contextmanager
def watched_ingest(stage: Stage, vehicles: int) -> Iterator[KeptAlive]:
    """Yield a connected ingest process that is started again whenever it ends.

    Afterwards the broker forgets its session.
    """
    stage.register(vehicles)
    keeper = KeptAlive(stage.program("ingest-1", "ingest", "--name", "ingest-1"))
    with keeper:
        probe(stage)
        yield keeper
    forget_session(stage.variables["MQTT_URL"], "ingest-1")


def wait_for_progress(url: str, patience_s: float = 60) -> None:
    """Return as soon as rows are being committed, so that a fault strikes something that works."""
    deadline = time.monotonic() + patience_s
    before: int | None = None
    while time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
            now = committed(connection)
            if before is not None and now > before:
                return
            before = now
        time.sleep(0.05)
    raise TimeoutError("nothing is committed any more")


def kill_ingest(stage: Stage, ingest: KeptAlive) -> None:
    """Kill the ingest process; its keeper starts it again."""
    ingest.process.kill()


def kill_postmaster(stage: Stage, ingest: KeptAlive) -> None:
    """Kill PostgreSQL's first process, and start the server again."""
    stage.services["postgres"].kill()
    time.sleep(random.uniform(0, 1))
    stage.start("postgres")


def kill_backend(stage: Stage, ingest: KeptAlive) -> None:
    """Kill the server process that works for ingest: PostgreSQL throws everybody out and
    recovers.
    """
    with psycopg.connect(stage.database) as connection:
        pids = [int(row[0]) for row in connection.execute(BACKENDS)]
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


VICTIMS: dict[str, Callable[[Stage, KeptAlive], None]] = {
    "ingest": kill_ingest,
    "postgres": kill_postmaster,
    "backend": kill_backend,
}


@dataclass(frozen=True)
class Found:
    """What a run ended in: the comparison, the keys sent, how long the rows took to catch up."""

    verdict: Verdict
    keys: Ints
    drain_s: float
    ingest_starts: int

    @property
    def figures(self) -> list[Figure]:
        """Return the figures, with the goals that make the run a success."""
        return [
            Figure("messages sent", len(self.keys), ""),
            Figure("rows", self.verdict.rows, ""),
            Figure("rows lost", self.verdict.lost, "", "=", 0),
            Figure("rows doubled", self.verdict.doubled, "", "=", 0),
            Figure("kinds of difference from the truth", len(self.verdict.problems), "", "=", 0),
            Figure("ingest processes started", self.ingest_starts, ""),
            Figure("drained after the load ended", self.drain_s, "s"),
        ]


def judge(stage: Stage, load: Load, ingest: KeptAlive) -> Found:
    """End the load, wait for its rows and compare."""
    keys = load.end()
    ended = time.time()
    truth = truth_of(keys)
    drained = wait_for_rows(stage.database, len(truth.keys), stalled_s=60)
    time.sleep(1)
    verdict = verify(stage.database, truth)
    with psycopg.connect(stage.database) as connection:
        verdict.expect("dead letters", sum(dead_letters(connection).values()))
    return Found(verdict, keys, max(0.0, drained - ended), ingest.starts)


def kill(stage: Stage, victims: Sequence[str], *, rate: float, vehicles: int, seed: int) -> Found:
    """Kill the victims one after the other, at random moments under a disturbed load."""
    chance = random.Random(seed)
    with watched_ingest(stage, vehicles) as ingest:
        options = {"rate": rate, "seconds": ENDLESS_S, "vehicles": vehicles, "seed": seed}
        load = Load(stage, options | DISORDER)
        for victim in victims:
            wait_for_progress(stage.database)
            time.sleep(chance.uniform(0, 1))
            VICTIMS[victim](stage, ingest)
        wait_for_progress(stage.database)
        return judge(stage, load, ingest)


def outage(stage: Stage, *, seconds: float, rate: float, vehicles: int) -> Found:
    """Stop the database for a while under load."""
    with watched_ingest(stage, vehicles) as ingest:
        load = Load(stage, {"rate": rate, "seconds": ENDLESS_S, "vehicles": vehicles})
        wait_for_progress(stage.database)
        stage.services["postgres"].stop()
        time.sleep(seconds)
        stage.start("postgres")
        wait_for_progress(stage.database)
        return judge(stage, load, ingest)


def run_kill(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Kill as often as the command line says."""
    chance = random.Random(arguments.seed)
    victims = chance.choices(list(VICTIMS), weights=[2, 1, 1], k=arguments.kills)
    found = kill(
        stage, victims, rate=arguments.rate, vehicles=arguments.vehicles, seed=arguments.seed
    )
    return [Figure("kills", len(victims), ""), *found.figures], {"victims": victims}


def run_outage(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Stop the database as long as the command line says."""
    found = outage(
        stage, seconds=arguments.seconds, rate=arguments.rate, vehicles=arguments.vehicles
    )
    return found.figures, {"problems": found.verdict.problems}


def run_broker(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Kill the broker as often as the command line says."""
    stage.register(arguments.vehicles)
    return lose_broker(stage, kills=arguments.kills, seed=arguments.seed)


def run_garbage(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Compare streams as fast and long as the command line says."""
    stage.register(arguments.vehicles)
    return compare_garbage(
        stage, rate=arguments.rate, seconds=arguments.seconds, vehicles=arguments.vehicles
    )


RUNS = {"kill": run_kill, "outage": run_outage, "broker": run_broker, "garbage": run_garbage}


def main() -> int:
    """Read the command line and break something."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults", description=__doc__.split("\n")[0]
    )
    faults = parser.add_subparsers(dest="fault", required=True)
    defaults = {
        "kill": {"kills": 20, "rate": 3000, "seed": 1},
        "outage": {"seconds": 120, "rate": 2000},
        "broker": {"kills": 10, "seed": 1},
        "garbage": {"seconds": 20, "rate": 10_000},
    }
    for fault, options in defaults.items():
        one = faults.add_parser(fault)
        one.add_argument("--vehicles", type=int, default=500)
        one.add_argument("--scratch", type=Path, help="folder for the throw-away services")
        for name, value in options.items():
            one.add_argument(f"--{name}", type=type(value), default=value, help=f"({value})")
    arguments = parser.parse_args()
    with staged(scratch=arguments.scratch) as stage:
        figures, details = RUNS[arguments.fault](stage, arguments)
    return finish(f"faults-{arguments.fault}", figures, details | {"arguments": vars(arguments)})


if __name__ == "__main__":
    sys.exit(main())
