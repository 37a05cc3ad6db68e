"""The scripts say in one line what is wrong and what to do, before they change anything."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def run(*command: str | Path, **variables: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **{name: str(value) for name, value in variables.items()}}
    for name in ("DATABASE_URL", "MQTT_URL", "REDIS_URL"):
        if name not in variables:
            environment.pop(name, None)
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def server(**variables: str | Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "municipality.runtime", "server", **variables)


def an_old_python(folder: Path) -> Path:
    python = folder / "python3.10"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.13\nexit 1\n')
    python.chmod(0o755)
    return python


def test_an_old_python_is_told(tmp_path: Path) -> None:
    python = an_old_python(tmp_path)
    done = run("script/bootstrap", PYTHON=python)
    assert done.returncode == 1
    assert done.stderr == (
        f"PYTHON is {python} (Python 3.10.13); set it to a Python 3.11, 3.12 or 3.13.\n"
    )


def stand_ins(folder: Path, **scripts: str) -> str:
    """Return a search path on which these programs stand before the machine's own."""
    for name, script in scripts.items():
        program = folder / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_what_takes_long_is_said_before_it_begins(tmp_path: Path) -> None:
    sudo = '[ "$1 $2" = "-n true" ] && exit 0; echo no network >&2; exit 1'
    path = stand_ins(tmp_path, dpkg_query="echo not-installed", id="echo 1000", sudo=sudo)
    done = run("script/bootstrap", PATH=path, MUNICIPALITY_VAR=tmp_path / "var")
    assert done.returncode == 1
    assert done.stdout.startswith("==> Installing system packages, 2 to 10 minutes")
    assert "    no network\nThe system packages could not be installed" in done.stderr


def test_a_folder_without_the_right_to_write_is_told() -> None:
    done = run("script/bootstrap", MUNICIPALITY_VAR="/proc/var")
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot write in /proc/var")
    assert done.stderr.count("\n") == 1


def test_a_taken_port_is_told(open_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = server(MUNICIPALITY_VAR=open_folder / "taken", POSTGRES_PORT=port)
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 cannot be had (Address already in use): "
        "stop the program that uses it, or set POSTGRES_PORT to another port.\n"
    )


def test_a_database_that_does_not_answer_is_told(open_folder: Path) -> None:
    url = "postgis://nobody@127.0.0.1:1/nothing"
    done = server(MUNICIPALITY_VAR=open_folder / "silent", DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL does not lead to a database that answers: ")
    assert done.stderr.count("\n") == 1


def test_the_list_of_packages_is_plain() -> None:
    lines = (ROOT / "docker/system-packages.txt").read_text().splitlines()
    entries = [line.split() for line in lines if line and not line.startswith("#")]
    assert ["postgresql-postgis"] in entries
    assert all(entry[1:] in ([], ["test"]) for entry in entries)
    assert len({entry[0] for entry in entries}) == len(entries)
