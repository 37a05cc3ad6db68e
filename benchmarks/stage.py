"""A private broker, database and Redis with the project's own configuration, in a folder that is
thrown away.

Each service can be killed and started again by itself. What is measured or broken here never
touches `var/services`.
"""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks.fleet_day import uid
from benchmarks.processes import Process
from municipality.runtime.checks import check_redis, mqtt_answer
from municipality.runtime.environment import complete_environment
from municipality.runtime.failures import StartError, last_lines
from municipality.runtime.mosquitto import prepare_mosquitto
from municipality.runtime.places import Places
from municipality.runtime.ports import free_ports
from municipality.runtime.postgres import open_database, postgres_answers, prepare_postgres
from municipality.runtime.programs import Program
from municipality.runtime.redis import prepare_redis

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("fleet_position", "fleet_position_latest", "fleet_device_day", "ingest_deadletter")
SIGNALS = {"TERM": signal.SIGTERM, "INT": signal.SIGINT, "QUIT": signal.SIGQUIT}


@dataclass
class Stage:
    """Running services and the environment in which the project's programs find them."""

    places: Places
    ports: Mapping[str, int]
    variables: Mapping[str, str]
    services: dict[str, Process]

    @property
    def database(self) -> str:
        """Return the address of the database for psycopg."""
        return "postgresql://" + self.variables["DATABASE_URL"].partition("://")[2]

    @property
    def publisher(self) -> str:
        """Return the address at which the load may write."""
        return self.variables["SIMULATOR_MQTT_URL"]

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of the project's own programs."""
        settings = {"DJANGO_SETTINGS_MODULE": "municipality.settings", "PYTHONUNBUFFERED": "1"}
        own = {"MUNICIPALITY_VAR": str(self.places.var)}
        return {**os.environ, **self.variables, **settings, **own}

    def program(self, name: str, *arguments: str) -> Process:
        """Return a command of the project as a process that is not yet started."""
        command = [sys.executable, "-m", "municipality.cli", *arguments]
        log = self.places.log / f"{name}.log"
        return Process(name, command, ROOT, log, self.environment)

    def run(self, *arguments: str, patience_s: float = 600) -> None:
        """Run a command of the project to its end."""
        process = self.program(arguments[0], *arguments)
        process.start()
        assert process.child is not None
        if process.child.wait(patience_s):
            raise StartError(f"municipality {arguments[0]} failed:\n{last_lines(process.log)}")

    def start(self, name: str, patience_s: float = 120) -> None:
        """Start a service, again and again if what was killed still holds its files, until it
        answers.
        """
        process, answers = self.services[name], self._answers()[name]
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            if not process.alive:
                process.start()
            time.sleep(0.05)
            if process.alive and answers():
                return
        raise StartError(f"{name} does not answer:\n{last_lines(process.log)}")

    def _answers(self) -> dict[str, Callable[[], bool]]:
        password = self.variables["DATABASE_ADMIN_PASSWORD"]
        return {
            "postgres": lambda: postgres_answers(self.ports["POSTGRES_PORT"], password),
            "mosquitto": lambda: _broker_answers(self.variables["MQTT_URL"]),
            "redis": lambda: _redis_answers(self.variables["REDIS_URL"]),
        }

    def register(self, vehicles: int, first: int = 0) -> None:
        """Register the devices of the invented fleet."""
        rows = [(uid(vehicle),) for vehicle in range(first, vehicles)]
        with psycopg.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO telemetry_device (uid, kind, is_active, is_simulated)"
                " VALUES (%s, 'vehicle', true, true) ON CONFLICT DO NOTHING",
                rows,
            )

    def empty(self) -> None:
        """Forget every measurement and dead letter, and settle what that leaves behind."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(f"TRUNCATE {', '.join(TABLES)}")
        self.checkpoint()

    def checkpoint(self) -> None:
        """Let the database write out what it holds back, so that no later run pays for it."""
        password, port = self.variables["DATABASE_ADMIN_PASSWORD"], self.ports["POSTGRES_PORT"]
        admin = f"host=127.0.0.1 port={port} user=postgres password={password} dbname=postgres"
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CHECKPOINT")


def _broker_answers(url: str) -> bool:
    try:
        return mqtt_answer(urlsplit(url)) == 0
    except OSError:
        return False


def _redis_answers(url: str) -> bool:
    try:
        check_redis(url)
    except StartError:
        return False
    return True


def _process(program: Program, log: Path) -> Process:
    return Process(
        program.name,
        program.command,
        program.folder,
        log / f"{program.name}.log",
        account=program.user,
        stop_signal=SIGNALS[program.stop_signal],
    )


@contextlib.contextmanager
def staged(
    *, durable: bool = True, scratch: Path | None = None, migrated: bool = True
) -> Iterator[Stage]:
    """Yield a running stage in a new folder below `scratch`, and clear it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="municipality-stage-", dir=scratch))
    folder.chmod(0o755)
    stage = _prepare(folder, durable=durable)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for name in stage.services:
            stage.start(name)
        open_database(stage.ports["POSTGRES_PORT"], stage.variables)
        if migrated:
            stage.run("migrate", "--no-input")
        yield stage
    finally:
        for process in stage.services.values():
            process.stop()
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def _prepare(folder: Path, *, durable: bool) -> Stage:
    places = Places(root=ROOT, var=folder, services=folder / "services", run=folder / "run")
    for part in (places.services, places.run, places.log):
        part.mkdir()
    places.services.chmod(0o755)
    ports = free_ports()
    variables = complete_environment({}, {}, ports, places.services / "mosquitto")
    password = variables["DATABASE_ADMIN_PASSWORD"]
    programs = [
        prepare_postgres(places, ports["POSTGRES_PORT"], password, durable=durable),
        prepare_mosquitto(places, ports["MQTT_PORT"], variables),
        prepare_redis(places, ports["REDIS_PORT"]),
    ]
    services = {program.name: _process(program, places.log) for program in programs}
    return Stage(places, ports, variables, services)
