"""The supervisor as we use it: started, asked, watched and stopped."""

import http.client
import os
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from supervisor.xmlrpc import SupervisorTransport

from municipality.runtime.accounts import Account, write_for
from municipality.runtime.failures import StartError, last_lines
from municipality.runtime.places import Places
from municipality.runtime.programs import Program, supervisor_text

PAUSE = 0.1
STOP_SECONDS = 90
DEAD = {"FATAL", "EXITED", "UNKNOWN"}


class Supervision:
    """A supervisor that lives as long as the `with` block, whatever ends it."""

    def __init__(self, places: Places, groups: Mapping[str, Iterable[Program]]) -> None:
        """Write the configuration; nothing runs yet."""
        self.places = places
        self.configuration = places.var / "supervisord.conf"
        account = Account(None, os.geteuid(), os.getegid())
        write_for(self.configuration, supervisor_text(places, groups), account)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the supervisor and its first group."""
        command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "supervisor.supervisord"]
        log = (self.places.log / "supervisor.out").open("wb")
        with log:
            self.process = subprocess.Popen(
                [*command, "-n", "-c", str(self.configuration)],
                cwd=self.places.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every program, then the supervisor; a second Ctrl-C does not hurry it."""
        if self.process is None:
            return
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def alive(self) -> bool:
        """Tell whether the supervisor itself runs."""
        return self.process is not None and self.process.poll() is None

    def ask(self, method: str, *arguments: object) -> Any:
        """Call a method of the supervisor's interface."""
        transport = SupervisorTransport("", "", f"unix://{self.places.supervisor_socket}")
        with xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport) as server:
            return getattr(server.supervisor, method)(*arguments)

    def states(self) -> dict[str, str]:
        """Return the state of each program by name; nothing until the supervisor can tell."""
        try:
            return {info["name"]: info["statename"] for info in self.ask("getAllProcessInfo")}
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return {}

    def start_group(self, group: str) -> None:
        """Start the programs of a group without waiting for them."""
        self.ask("startProcessGroup", group, False)

    def wait_until(self, name: str, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for a program; raise `StartError` with its last words when it dies or is silent."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive:
                raise StartError(self.report("supervisor", "supervisor.out", "stopped"))
            state = self.states().get(name, "")
            if state in DEAD or state == "BACKOFF":
                raise StartError(self.report(name, f"{name}.log", "stopped"))
            if time.monotonic() > deadline:
                raise StartError(
                    self.report(name, f"{name}.log", f"did not answer within {seconds:.0f} s")
                )
            time.sleep(PAUSE)

    def report(self, name: str, log: str, what: str) -> str:
        path = self.places.log / log
        return f"{name} {what}; the last lines of {path}:\n{last_lines(path)}"
