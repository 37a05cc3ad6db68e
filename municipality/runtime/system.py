"""The running system put together: which services, which programs, in which order."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from municipality.hosts import EVERY_INTERFACE
from municipality.runtime.checks import CHECKS, check_redis, mqtt_answer
from municipality.runtime.environment import (
    complete_environment,
    given_servers,
    is_behind_tls,
    read_environment,
    write_environment,
)
from municipality.runtime.failures import StartError, last_lines
from municipality.runtime.mosquitto import prepare_mosquitto
from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK, check_ports
from municipality.runtime.postgres import open_database, postgres_answers, prepare_postgres
from municipality.runtime.programs import Program, background_programs, web_programs
from municipality.runtime.proxy import prepare_proxy
from municipality.runtime.redis import prepare_redis
from municipality.runtime.supervision import Supervision

SECRET_NAMES = ("DATABASE_ADMIN_PASSWORD",)


@dataclass(frozen=True)
class System:
    """One system on this machine: its places, ports, settings and servers."""

    places: Places
    ports: Mapping[str, int]
    environment: Mapping[str, str]
    durable: bool = True

    @property
    def given(self) -> dict[str, str]:
        """Return the addresses of existing servers."""
        return given_servers(self.environment)

    @property
    def address(self) -> str:
        """Return the address on which pages are offered."""
        return self.environment.get("LISTEN_ADDRESS") or LOOPBACK

    @property
    def page_url(self) -> str:
        """Return the address of the first page, as seen from this machine."""
        host = LOOPBACK if self.address in EVERY_INTERFACE else self.address
        return f"http://{f'[{host}]' if ':' in host else host}:{self.ports['WEB_PORT']}/"

    @property
    def broker_address(self) -> str:
        """Return host and port of the MQTT broker, and not who we are there."""
        if "MQTT_URL" not in self.given:
            return f"{LOOPBACK}:{self.ports['MQTT_PORT']}"
        return urlsplit(self.given["MQTT_URL"]).netloc.rpartition("@")[2]

    def settle(self) -> dict[str, str]:
        """Check the given servers, write the settings of this start and return them."""
        for name, url in self.given.items():
            CHECKS[name](url)
        path, broker = self.places.environment_file, self.places.services / "mosquitto"
        variables = complete_environment(
            read_environment(path), self.environment, self.ports, broker
        )
        write_environment(path, variables)
        return variables

    def services(self, variables: Mapping[str, str]) -> list[Program]:
        """Prepare the private services that no existing server stands in for."""
        wanted = {
            "DATABASE_URL": "POSTGRES_PORT",
            "MQTT_URL": "MQTT_PORT",
            "REDIS_URL": "REDIS_PORT",
        }
        private = {url: port for url, port in wanted.items() if url not in self.given}
        check_ports(self.ports, private.values())
        programs = []
        if "DATABASE_URL" in private:
            password = variables["DATABASE_ADMIN_PASSWORD"]
            port = self.ports["POSTGRES_PORT"]
            programs.append(prepare_postgres(self.places, port, password, durable=self.durable))
        if "MQTT_URL" in private:
            programs.append(prepare_mosquitto(self.places, self.ports["MQTT_PORT"], variables))
        if "REDIS_URL" in private:
            programs.append(prepare_redis(self.places, self.ports["REDIS_PORT"]))
        return programs

    def applications(self, variables: Mapping[str, str]) -> dict[str, list[Program]]:
        """Return the programs of the pages and those behind them."""
        check_ports(self.ports, ("WEB_PORT", "LIVE_PORT", "WSGI_PORT"), self.address)
        behind_tls = is_behind_tls(self.environment, variables)
        known = {**variables, **self.environment}
        proxy = prepare_proxy(
            self.places, self.ports, self.address, behind_tls=behind_tls, variables=known
        )
        pages = [*web_programs(self.places.root, self.ports), proxy]
        demonstration = variables["DEMONSTRATION"] == "1"
        behind = background_programs(self.places.root, demonstration=demonstration)
        return {"pages": pages, "background": behind}

    def await_services(self, supervision: Supervision, variables: Mapping[str, str]) -> None:
        """Wait for the private services, and open the database for the project."""
        if "REDIS_URL" not in self.given:
            supervision.wait_until("redis", lambda: _answers_redis(variables["REDIS_URL"]))
        if "MQTT_URL" not in self.given:
            supervision.wait_until("mosquitto", lambda: _answers_mqtt(variables["MQTT_URL"]))
        if "DATABASE_URL" not in self.given:
            port, password = self.ports["POSTGRES_PORT"], variables["DATABASE_ADMIN_PASSWORD"]
            # A crash leaves a log to be read through first, which may take a while.
            supervision.wait_until("postgres", lambda: postgres_answers(port, password), 600)
            open_database(port, variables)

    def program_environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of the project's own programs."""
        shown = {name: value for name, value in variables.items() if name not in SECRET_NAMES}
        folder = str(self.places.var)
        return {**os.environ, **self.environment, **shown, "MUNICIPALITY_VAR": folder}

    def prepare_data(self, variables: Mapping[str, str]) -> None:
        """Bring the database up to date."""
        log = self.places.log / "prepare.log"
        with log.open("wb") as out:
            done = subprocess.run(
                [sys.executable, "-m", "municipality.cli", "prepare"],
                cwd=self.places.root,
                env=self.program_environment(variables),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise StartError(
                f"'municipality prepare' failed; the last lines of {log}:\n{last_lines(log)}"
            )


def _answers_redis(url: str) -> bool:
    try:
        check_redis(url)
    except StartError:
        return False
    return True


def _answers_mqtt(url: str) -> bool:
    try:
        return mqtt_answer(urlsplit(url)) == 0
    except OSError:
        return False


@contextmanager
def only_one(lock: Path, what: str) -> Iterator[None]:
    """Hold a lock, or raise `StartError` saying who runs already."""
    with lock.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held.seek(0)
            who = held.read().strip() or "another process"
            raise StartError(
                f"Already running here: {who}. Stop it before a second one."
            ) from error
        held.truncate(0)
        held.write(f"{what}, process {os.getpid()}")
        held.flush()
        try:
            yield
        finally:
            held.truncate(0)
