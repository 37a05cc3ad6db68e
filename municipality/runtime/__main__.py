"""`python -m municipality.runtime server|setup|test`: what the scripts of the same names start."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from municipality.runtime.checks import page_answers, port_answers
from municipality.runtime.failures import StartError
from municipality.runtime.places import prepare_places
from municipality.runtime.ports import chosen_ports, free_ports
from municipality.runtime.supervision import Supervision
from municipality.runtime.system import System, only_one

ROOT = Path(__file__).resolve().parents[2]
TEST_RUNS = 8
"""How many runs of the tests may go on beside each other."""
WATCH_SECONDS = 2.0
GRACE_SECONDS = 5.0
TROUBLED = {"BACKOFF", "FATAL"}


def var_folder() -> Path:
    """Return the folder of the running system."""
    return Path(os.environ.get("MUNICIPALITY_VAR") or ROOT / "var").resolve()


def say(line: str) -> None:
    """Show one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def warn_of_root() -> None:
    """Tell whoever starts as root that the services alone have accounts of their own."""
    if os.geteuid() == 0:
        say("The pages and the background programs run as root: fine for a look, not for service.")


def server(arguments: Sequence[str]) -> int:
    """Run the whole system until somebody stops it."""
    places = prepare_places(ROOT, var_folder())
    system = System(places, chosen_ports(os.environ), os.environ)
    with only_one(places.var / "lock", f"script/server at {system.page_url}"):
        warn_of_root()
        variables = system.settle()
        groups = {"services": system.services(variables), **system.applications(variables)}
        with Supervision(places, groups) as supervision:
            system.await_services(supervision, variables)
            system.prepare_data(variables)
            supervision.start_group("pages")
            supervision.wait_until("live", lambda: port_answers(system.ports["LIVE_PORT"]))
            supervision.wait_until("web", lambda: page_answers(system.page_url))
            supervision.start_group("background")
            say(f"The city is at {system.page_url} (Ctrl-C stops it; logs are in {places.log}).")
            say(f"Devices reach the MQTT broker at {system.broker_address} (docs/devices.md).")
            watch(supervision)
    return 1


def watch(supervision: Supervision) -> None:
    """Tell about programs that keep stopping, for as long as the supervisor lives."""
    told: set[str] = set()
    while supervision.alive:
        time.sleep(WATCH_SECONDS)
        for name, state in supervision.states().items():
            if state == "RUNNING":
                told.discard(name)
            elif state in TROUBLED and name not in told:
                told.add(name)
                say(supervision.report(name, f"{name}.log", "stopped and is started again"))
    raise StartError(supervision.report("supervisor", "supervisor.out", "stopped"))


def setup(arguments: Sequence[str]) -> int:
    """Start the services, bring the database up to date and stop them again."""
    places = prepare_places(ROOT, var_folder())
    system = System(places, chosen_ports(os.environ), os.environ)
    with only_one(places.var / "lock", "script/setup"):
        variables = system.settle()
        with Supervision(places, {"services": system.services(variables)}) as supervision:
            system.await_services(supervision, variables)
            system.prepare_data(variables)
    say("Set up. script/server starts it.")
    return 0


def test(arguments: Sequence[str]) -> int:
    """Run pytest against services of its own, which stop with it."""
    for number in range(1, TEST_RUNS + 1):
        var = var_folder() / ("test" if number == 1 else f"test-{number}")
        places = prepare_places(ROOT, var)
        try:
            with only_one(var / "lock", "script/test"):
                return _test(System(places, free_ports(), os.environ, durable=False), arguments)
        except StartError as failure:
            if number == TEST_RUNS or not str(failure).startswith("Already running"):
                raise
    return 1


def _test(system: System, arguments: Sequence[str]) -> int:
    variables = system.settle()
    with Supervision(system.places, {"services": system.services(variables)}) as supervision:
        system.await_services(supervision, variables)
        command = [sys.executable, "-m", "pytest", *_workers(arguments), *arguments]
        environment = system.program_environment(variables)
        pytest = subprocess.Popen(command, cwd=system.places.root, env=environment)
        try:
            return pytest.wait()
        finally:
            _end(pytest)


def _end(pytest: subprocess.Popen[bytes]) -> None:
    """Let pytest finish after Ctrl-C, which it heard too; interrupt it when only we were told."""
    for number in (0, signal.SIGINT, signal.SIGKILL):
        pytest.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.wait(GRACE_SECONDS)
            return


def _workers(arguments: Sequence[str]) -> list[str]:
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    return [] if chosen else ["-n", "2", "--maxschedchunk", "1"]


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "server": server,
    "setup": setup,
    "test": test,
}


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; what goes wrong is told in one line."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except StartError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
