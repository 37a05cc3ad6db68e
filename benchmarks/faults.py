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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.broker_loss import lose_broker
from benchmarks.driving import Load, committed, probe, wait_for_rows
from benchmarks.garbage import compare_garbage
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
    """Yield a connected ingest process that is started again whenever it ends."""
    stage.register(vehicles)
    keeper = KeptAlive(stage.program("ingest-1", "ingest", "--name", "ingest-1"))
    with keeper:
        probe(stage)
        yield keeper


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


def judge(stage: Stage, load: Load, stop: bool) -> tuple[Verdict, int, float]:
    """End the load if asked, wait for its rows and compare; return verdict, messages and seconds of
    draining.
    """
    keys = load.end() if stop else load.wait()
    ended = load.figures["begun"] + load.figures["seconds"]
    truth = truth_of(keys)
    drained = wait_for_rows(stage.database, len(truth.keys), stalled_s=60)
    time.sleep(1)
    verdict = verify(stage.database, truth)
    with psycopg.connect(stage.database) as connection:
        verdict.expect("dead letters", sum(dead_letters(connection).values()))
    return verdict, len(keys), max(0.0, drained - ended)


def kill(stage: Stage, *, kills: int, rate: float, vehicles: int, seed: int) -> dict[str, Any]:
    """Kill at random moments under a disturbed load; return what was found."""
    chance = random.Random(seed)
    done: list[str] = []
    with watched_ingest(stage, vehicles) as ingest:
        options = {"rate": rate, "seconds": ENDLESS_S, "vehicles": vehicles, "seed": seed}
        load = Load(stage, options | DISORDER)
        for _ in range(kills):
            wait_for_progress(stage.database)
            time.sleep(chance.uniform(0, 1))
            victim = chance.choice(["ingest", "ingest", "postgres", "backend"])
            VICTIMS[victim](stage, ingest)
            done.append(victim)
        wait_for_progress(stage.database)
        verdict, messages, drain_s = judge(stage, load, stop=True)
    return {"verdict": verdict, "messages": messages, "drain_s": drain_s, "kills": done}


def outage(stage: Stage, *, seconds: float, rate: float, vehicles: int) -> dict[str, Any]:
    """Stop the database for a while under load; return what was found."""
    with watched_ingest(stage, vehicles) as ingest:
        load = Load(stage, {"rate": rate, "seconds": seconds + 10, "vehicles": vehicles})
        wait_for_progress(stage.database)
        stage.services["postgres"].stop()
        time.sleep(seconds)
        stage.start("postgres")
        verdict, messages, drain_s = judge(stage, load, stop=False)
    return {"verdict": verdict, "messages": messages, "drain_s": drain_s, "starts": ingest.starts}


def figures_of(found: dict[str, Any]) -> list[Figure]:
    """Return the figures of a run that must end in the truth."""
    verdict: Verdict = found["verdict"]
    return [
        Figure("messages sent", found["messages"], ""),
        Figure("rows", verdict.rows, ""),
        Figure("rows lost", verdict.lost, "", "=", 0),
        Figure("rows doubled", verdict.doubled, "", "=", 0),
        Figure("kinds of difference from the truth", len(verdict.problems), "", "=", 0),
        Figure("drained after the load ended", found["drain_s"], "s"),
    ]


def run(arguments: argparse.Namespace) -> int:
    """Run the fault of the command line."""
    with staged(scratch=arguments.scratch) as stage:
        if arguments.fault == "kill":
            found = kill(
                stage,
                kills=arguments.kills,
                rate=arguments.rate,
                vehicles=arguments.vehicles,
                seed=arguments.seed,
            )
            figures = [Figure("kills", len(found["kills"]), ""), *figures_of(found)]
        elif arguments.fault == "outage":
            found = outage(
                stage, seconds=arguments.seconds, rate=arguments.rate, vehicles=arguments.vehicles
            )
            figures = figures_of(found)
        elif arguments.fault == "broker":
            stage.register(arguments.vehicles)
            figures, found = lose_broker(stage, kills=arguments.kills, seed=arguments.seed)
        else:
            stage.register(arguments.vehicles)
            figures, found = compare_garbage(
                stage, rate=arguments.rate, seconds=arguments.seconds, vehicles=arguments.vehicles
            )
    return finish(f"faults-{arguments.fault}", figures, found)


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
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
