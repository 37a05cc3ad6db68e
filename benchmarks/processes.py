"""Processes that are started, killed and started again; nothing outlives the one who started it."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Process:
    """One program with a log; `start` may be called again after its end."""

    name: str
    command: Sequence[str]
    folder: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    account: str | None = None
    stop_signal: int = signal.SIGTERM
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is told to stop when the calling process dies."""
        end = signal.Signals(self.stop_signal).name.removeprefix("SIG")
        launcher = ["setpriv", "--pdeathsig", end]
        if self.account:
            launcher += ["--reuid", self.account, "--regid", self.account, "--clear-groups"]
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [*launcher, *self.command],
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """Return the process identifier of the running program."""
        if self.child is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.child.pid

    @property
    def alive(self) -> bool:
        """Tell whether it runs."""
        return self.child is not None and self.child.poll() is None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.alive and self.child:
            self.child.kill()
        if self.child:
            self.child.wait()

    def stop(self, patience_s: float = 30) -> None:
        """Ask it to end, and end it when it does not."""
        if not self.alive or self.child is None:
            return
        self.child.send_signal(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(patience_s)
        self.kill()

    def cpu_seconds(self) -> float:
        """Return the processor time that it has used, without its children's."""
        return cpu_seconds(self.pid)


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def family_cpu_seconds(pid: int) -> float:
    """Return the processor time of a process with its living and its ended children."""
    total = 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    total += sum(int(fields[i]) for i in (11, 12, 13, 14)) / TICKS
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            total += cpu_seconds(int(child))
    return total


class KeptAlive:
    """Starts a process again whenever it ends, as a supervisor does."""

    def __init__(self, process: Process, pause_s: float = 0.2) -> None:
        """Take a process that is started by `__enter__`."""
        self.process = process
        self.starts = 0
        self._pause_s = pause_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._over.wait(self._pause_s):
            if not self.process.alive:
                self.process.start()
                self.starts += 1

    def __enter__(self) -> Process:
        """Start it and keep it alive."""
        self.process.start()
        self.starts = 1
        self._thread.start()
        return self.process

    def __exit__(self, *problem: object) -> None:
        """Let it end."""
        self._over.set()
        self._thread.join()
        self.process.stop()
