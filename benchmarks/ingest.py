"""The whole path from the broker to committed rows, beside its limits, in one run on one machine.

python -m benchmarks.ingest [--seconds 300] [--rate 20000]
"""

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psycopg

from benchmarks.copying import copy_limit
from benchmarks.driving import Load, Meter, ingesting, wait_for_rows
from benchmarks.fleet_day import Ints
from benchmarks.results import Figure, finish
from benchmarks.stage import Stage, staged
from benchmarks.truth import truth_of
from benchmarks.verification import Verdict, dead_letters, verify
from benchmarks.visibility import Watch, quantiles

PATIENCE_S = 120
SIZES = """
    SELECT sum(pg_total_relation_size(relid))::bigint, sum(pg_relation_size(relid))::bigint
    FROM pg_partition_tree('fleet_position') WHERE isleaf
"""


@dataclass
class Run:
    """One load through the whole path, verified."""

    per_second: float
    verdict: Verdict
    keys: Ints
    details: dict[str, Any]


def subscriber_limit(stage: Stage, messages: int, vehicles: int) -> dict[str, float]:
    """Return messages a second through broker and mosquitto_sub with QoS 1, under the saturating
    load.
    """
    broker = urlsplit(stage.variables["MQTT_URL"])
    where = ["-h", "127.0.0.1", "-p", str(broker.port), "-u", "ingest", "-P", broker.password or ""]
    how = ["-V", "5", "-D", "connect", "receive-maximum", "65535", "-q", "1", "-t", "city/#"]
    command = ["mosquitto_sub", *where, *how, "-C", str(messages)]
    reader = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    meter = Meter(stage, {})
    load = Load(stage, {"messages": messages, "seconds": PATIENCE_S, "vehicles": vehicles})
    reader.wait(PATIENCE_S)
    ended = time.time()
    load.wait()
    seconds = ended - load.figures["begun"]
    return {"per_second": messages / seconds} | meter.per_message_us(messages)


def whole_path(stage: Stage, options: dict[str, Any], processes: int) -> Run:
    """Send one load through the whole path and compare the end state with the truth."""
    with ingesting(stage, processes) as readers, Watch(stage.database) as watch:
        meter = Meter(stage, {reader.name: reader.pid for reader in readers})
        load = Load(stage, options)
        keys = load.wait()
        wait_for_rows(stage.database, len(np.unique(keys)))
        used = meter.per_message_us(len(keys))
        time.sleep(1)
    ended = watch.last_row_seen()
    verdict = verify(stage.database, truth_of(keys))
    with psycopg.connect(stage.database) as connection:
        refused = dead_letters(connection)
    verdict.expect("dead letters", sum(refused.values()))
    seconds = ended - load.figures["begun"]
    details = {
        "load": load.figures,
        "cpu_us_per_message": used,
        "polls": watch.polls,
        "commits": len(watch.snapshots),
        "problems": verdict.problems,
    }
    if "rate" in options:
        details |= quantiles(watch.latencies_ms())
    return Run(len(keys) / seconds, verdict, keys, details)


def bytes_per_fix(stage: Stage, rows: int) -> tuple[float, float]:
    """Return bytes a row of the history with and without indexes."""
    with psycopg.connect(stage.database) as connection:
        row = connection.execute(SIZES).fetchone()
    assert row is not None
    return row[0] / rows, row[1] / rows


def figures_of_runs(name: str, run: Run, *, goal: float) -> list[Figure]:
    """Return a run's figures that carry a goal."""
    return [
        Figure(f"{name}: messages/s", run.per_second, "/s", ">=" if goal else "", goal),
        Figure(f"{name}: rows lost", run.verdict.lost, "rows", "=", 0),
        Figure(f"{name}: rows doubled", run.verdict.doubled, "rows", "=", 0),
        Figure(
            f"{name}: other differences from the truth", len(run.verdict.problems), "kinds", "=", 0
        ),
    ]


def measure(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Run everything in turn, the limits between the runs that are compared with them."""
    vehicles, messages = arguments.vehicles, arguments.messages
    stage.register(vehicles)
    limits = [subscriber_limit(stage, messages, vehicles)]
    common = {"vehicles": vehicles}
    saturated = whole_path(
        stage, common | {"messages": messages, "seconds": PATIENCE_S}, arguments.processes
    )
    limits.append(subscriber_limit(stage, messages, vehicles))
    limit = max(one["per_second"] for one in limits)
    copies = {
        batch: copy_limit(stage.database, saturated.keys, batch) for batch in (1_000, 4_000, 10_000)
    }
    paced = common | {"rate": arguments.latency_rate, "seconds": min(arguments.seconds, 60)}
    calm = whole_path(stage, paced, arguments.processes)
    lasting = whole_path(
        stage, common | {"rate": arguments.rate, "seconds": arguments.seconds}, arguments.processes
    )
    size, heap = bytes_per_fix(stage, lasting.verdict.rows)
    name = f"paced {arguments.rate:,.0f}/s for {arguments.seconds:,.0f} s"
    reached = lasting.details["load"]["per_second"]
    figures = [
        Figure("limit: mosquitto_sub, QoS 1, messages/s", limit, "/s"),
        *[
            Figure(f"limit: COPY, {batch:,} a batch, rows/s", rate, "/s")
            for batch, rate in copies.items()
        ],
        *figures_of_runs("saturated", saturated, goal=0),
        Figure(
            "saturated: share of the C subscriber", saturated.per_second / limit, "", ">=", 0.75
        ),
        Figure("saturated: share of COPY", saturated.per_second / max(copies.values()), ""),
        *figures_of_runs(f"paced {arguments.latency_rate:,.0f}/s", calm, goal=0),
        Figure("  publish to visible, p50", calm.details["p50_ms"], "ms", "<=", 80),
        Figure("  publish to visible, p99", calm.details["p99_ms"], "ms", "<=", 200),
        *figures_of_runs(name, lasting, goal=0),
        Figure("  the load held its rate, to", reached / arguments.rate, "", ">=", 0.99),
        Figure("  publish to visible, p50", lasting.details["p50_ms"], "ms"),
        Figure("  publish to visible, p99", lasting.details["p99_ms"], "ms"),
        Figure("bytes a fix, with indexes", size, "bytes", "<=", 220),
        Figure("bytes a fix, without", heap, "bytes"),
    ]
    runs = {"saturated": saturated.details, "calm": calm.details, "lasting": lasting.details}
    return figures, {"limits": limits, "copy": copies, "arguments": vars(arguments), **runs}


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ingest", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=300, help="of the lasting run (300)")
    parser.add_argument(
        "--rate", type=float, default=20_000, help="of the lasting run, messages/s (20000)"
    )
    parser.add_argument(
        "--latency-rate", type=float, default=10_000, help="of the calm run (10000)"
    )
    parser.add_argument(
        "--messages", type=int, default=800_000, help="of each saturated run (800000)"
    )
    parser.add_argument("--vehicles", type=int, default=2_000)
    parser.add_argument("--processes", type=int, default=1, help="ingest processes (1)")
    parser.add_argument("--scratch", type=Path, help="folder for the throw-away services")
    arguments = parser.parse_args()
    with staged(scratch=arguments.scratch) as stage:
        figures, details = measure(stage, arguments)
    return finish("ingest", figures, details)


if __name__ == "__main__":
    sys.exit(main())
