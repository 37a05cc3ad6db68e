"""What every run does: start a load beside the programs under test, wait for its rows, read who
used which processor.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from benchmarks.fleet_day import Ints
from benchmarks.load import Plan, forget_session
from benchmarks.load import run as run_load
from benchmarks.processes import Process, cpu_seconds, family_cpu_seconds
from benchmarks.stage import ROOT, Stage
from benchmarks.verification import dead_letters
from municipality.runtime.failures import last_lines

STALLED_S = 30.0


@dataclass
class Load:
    """A load in a process of its own; `options` as on the command line of `benchmarks.load`."""

    stage: Stage
    options: Mapping[str, Any]
    figures: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start it."""
        self._truth = self.stage.places.var / f"truth-{time.monotonic_ns()}.npy"
        words = [f"--{name}={value}" for name, value in self.options.items()]
        command = [sys.executable, "-m", "benchmarks.load", "--url", self.stage.publisher]
        self._child = subprocess.Popen(
            [*command, f"--truth={self._truth}", *words], cwd=ROOT, stdout=subprocess.PIPE
        )

    @property
    def running(self) -> bool:
        """Tell whether it still sends."""
        return self._child.poll() is None

    def end(self) -> Ints:
        """Send no more; return as `wait` does."""
        self._child.terminate()
        return self.wait()

    def wait(self) -> Ints:
        """Wait until everything was acknowledged; return the keys of the valid messages."""
        answer, _ = self._child.communicate()
        if self._child.returncode:
            raise RuntimeError("the load failed")
        self.figures = json.loads(answer)
        keys: Ints = np.load(self._truth)
        Path(self._truth).unlink()
        return keys


def committed(connection: psycopg.Connection) -> int:
    """Return how many rows are visible, by the rollup that is kept with them: counting the history
    itself would take a good part of a processor from what is being measured.
    """
    row = connection.execute("SELECT coalesce(sum(fix_count), 0) FROM fleet_device_day").fetchone()
    return int(row[0]) if row else 0


def wait_for_rows(url: str, expected: int, stalled_s: float = STALLED_S) -> float:
    """Wait until `expected` rows are visible or nothing moves any more; return the time of the last
    change.
    """
    before, changed = -1, time.time()
    while time.time() - changed < stalled_s:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                while time.time() - changed < stalled_s:
                    now = committed(connection)
                    if now != before:
                        before, changed = now, time.time()
                    if now >= expected:
                        return changed
                    time.sleep(0.05)
        except psycopg.OperationalError:
            time.sleep(0.5)
    return changed


def probe(stage: Stage, patience_s: float = 60) -> None:
    """Publish until a fix arrives in the database: then ingest is connected. Leaves empty
    tables.
    """
    stage.empty()
    deadline = time.monotonic() + patience_s
    with psycopg.connect(stage.database, autocommit=True) as connection:
        while not committed(connection):
            if time.monotonic() > deadline:
                log = last_lines(stage.places.log / "ingest-1.log", 20)
                raise TimeoutError(
                    f"ingest stores nothing; refused: {dead_letters(connection)}\n{log}"
                )
            run_load(Plan(stage.publisher, messages=1, vehicles=1))
            time.sleep(0.3)
    time.sleep(0.5)
    stage.empty()


@contextmanager
def ingesting(stage: Stage, processes: int = 1) -> Iterator[list[Process]]:
    """Yield running and connected ingest processes; afterwards the broker forgets their
    sessions.
    """
    running = [
        stage.program(f"ingest-{number}", "ingest", "--name", f"ingest-{number}")
        for number in range(1, processes + 1)
    ]
    try:
        for process in running:
            process.start()
        probe(stage)
        yield running
    finally:
        for process in running:
            process.stop()
            forget_session(stage.variables["MQTT_URL"], process.name)


class Meter:
    """Processor time that each part used since the meter was made."""

    def __init__(self, stage: Stage, programs: Mapping[str, int]) -> None:
        """Measure the broker, the database with its backends, and `programs` by their process
        identifiers.
        """
        self._stage, self._programs = stage, dict(programs)
        self._before = self._now()

    def _now(self) -> dict[str, float]:
        used = {name: cpu_seconds(pid) for name, pid in self._programs.items()}
        used["broker"] = self._stage.services["mosquitto"].cpu_seconds()
        used["database"] = family_cpu_seconds(self._stage.services["postgres"].pid)
        return used

    def per_message_us(self, messages: int) -> dict[str, float]:
        """Return microseconds a message for each part."""
        now = self._now()
        return {name: (now[name] - self._before[name]) / messages * 1e6 for name in now}
