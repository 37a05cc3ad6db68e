"""The private services, really started: they answer, come back, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from municipality.runtime.checks import check_broker, check_database, check_redis
from municipality.runtime.executables import installed
from municipality.runtime.failures import StartError
from municipality.runtime.places import Places
from municipality.runtime.ports import DEFAULTS, free_ports
from municipality.runtime.programs import Program
from municipality.runtime.supervision import Supervision
from municipality.runtime.system import System, only_one
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.broker,
    pytest.mark.skipif(
        not all(installed(name) for name in ("mosquitto", "redis-server", "setpriv")),
        reason="the services' packages are not installed",
    ),
]
CHECKS = {
    "postgres": ("DATABASE_URL", check_database),
    "mosquitto": ("MQTT_URL", check_broker),
    "redis": ("REDIS_URL", check_redis),
}
Running = tuple[Supervision, dict[str, str]]


@pytest.fixture(scope="module")
def running(places: Places) -> Iterator[Running]:
    """Return started services and the settings that lead to them."""
    system = System(places, free_ports(), {}, durable=False)
    variables = system.settle()
    with Supervision(places, {"services": system.services(variables)}) as supervision:
        system.await_services(supervision, variables)
        yield supervision, variables


def eventually(check: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            check()
        except StartError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def pid_of(supervision: Supervision, name: str) -> int:
    found = {info["name"]: info["pid"] for info in supervision.ask("getAllProcessInfo")}
    return int(found[name])


@pytest.mark.parametrize("name", CHECKS)
def test_a_killed_service_comes_back(running: Running, name: str) -> None:
    supervision, variables = running
    variable, check = CHECKS[name]
    check(variables[variable])
    killed = pid_of(supervision, name)
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: check(variables[variable]))
    assert pid_of(supervision, name) != killed


def test_the_project_is_no_superuser_and_may_make_databases(running: Running) -> None:
    url = running[1]["DATABASE_URL"].replace("postgis://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, True)
        connection.execute("CREATE DATABASE another")
        with psycopg.connect(url.rpartition("/")[0] + "/another", autocommit=True) as other:
            other.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            other.execute("CREATE EXTENSION pg_trgm")
            assert other.execute("SELECT ST_AsText(ST_Point(1, 2))").fetchone() == ("POINT(1 2)",)
        connection.execute("DROP DATABASE another")


def test_a_wrong_password_is_refused(running: Running) -> None:
    url = running[1]["MQTT_URL"].replace("ingest:", "ingest:x")
    with pytest.raises(StartError, match="does not let us in"):
        check_broker(url)


def test_a_service_that_dies_shows_its_last_words(open_folder: Path, places: Places) -> None:
    elsewhere = replace(places, var=open_folder / "dying", run=open_folder / "dying")
    (elsewhere.var / "log").mkdir(parents=True)
    program = Program("ingest", ("sh", "-c", "echo no such device; exit 3"), open_folder)
    stopped = pytest.raises(StartError, match="ingest stopped; the last lines of")
    with Supervision(elsewhere, {"services": [program]}) as supervision, stopped as told:
        supervision.wait_until("ingest", lambda: False, 20)
    assert "    no such device" in str(told.value)


def test_nothing_is_left_when_the_starter_is_killed(open_folder: Path) -> None:
    mark = "31.6295"
    var = open_folder / "orphan"
    (var / "log").mkdir(parents=True)
    code = (
        "import time; from pathlib import Path\n"
        "from municipality.runtime.places import Places\n"
        "from municipality.runtime.programs import Program\n"
        "from municipality.runtime.supervision import Supervision\n"
        f"var = Path({str(var)!r})\n"
        f"with Supervision(Places(Path({str(ROOT)!r}), var, var, var), "
        f"{{'s': [Program('sleeper', ('sleep', {mark!r}), var)]}}) as s:\n"
        "    s.wait_until('sleeper', lambda: s.states().get('sleeper') == 'RUNNING')\n"
        "    print('up', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        assert starter.stdout.readline() == "up\n"
        assert sleepers(mark)
        starter.kill()
    deadline = time.monotonic() + 20
    while sleepers(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not sleepers(mark)


def sleepers(mark: str) -> list[str]:
    found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True)
    return [line for line in found.stdout.splitlines() if line.endswith(f" sleep {mark}")]


def test_a_second_start_says_who_runs(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    told = pytest.raises(StartError, match="script/server at http://city/, process")
    with only_one(lock, "script/server at http://city/"), told, only_one(lock, "script/setup"):
        pass
    with only_one(lock, "script/setup"):
        pass


def test_the_address_of_the_broker_holds_no_password(places: Places) -> None:
    private = System(places, {**DEFAULTS, "MQTT_PORT": 4711}, {})
    assert private.broker_address == "127.0.0.1:4711"
    given = System(places, DEFAULTS, {"MQTT_URL": "mqtts://ingest:s3cr%40t@mqtt.example:8883"})
    assert given.broker_address == "mqtt.example:8883"


def test_a_given_server_is_not_started_beside(running: Running, places: Places) -> None:
    given = {name: running[1][name] for name, _ in CHECKS.values()}
    system = System(places, DEFAULTS, given)
    assert system.services({}) == []
