"""The supervisor's configuration, and the reaper that clears up after a dead program."""

import configparser
import io
import re
import subprocess
from pathlib import Path

from municipality.runtime.places import Places
from municipality.runtime.ports import DEFAULTS
from municipality.runtime.postgres import settings_text
from municipality.runtime.programs import (
    WEB_THREADS,
    WEB_WORKERS,
    Program,
    background_programs,
    supervisor_text,
    web_programs,
)
from municipality.runtime.reaper import listen

PLACES = Places(Path("/a clone"), Path("/a clone/var"), Path("/srv"), Path("/run/city"))


def read(text: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"))
    parser.read_string(text)
    return parser


def test_the_first_group_starts_alone() -> None:
    groups = {
        "services": [Program("redis", ("redis-server",), Path("/srv"), user="redis")],
        "pages": web_programs(PLACES.root, DEFAULTS),
    }
    found = read(supervisor_text(PLACES, groups))
    assert found["program:redis"]["autostart"] == "true"
    assert found["program:redis"]["user"] == "redis"
    assert found["program:web"]["autostart"] == "false"
    assert found["group:pages"]["programs"] == "web,live"


def test_readers_cannot_use_up_the_connections_of_the_database() -> None:
    """Half of them stay for the other programs, and for whoever looks after the system."""
    text = settings_text(5432, Path("/run/city"), memory_mb=4000, free_mb=20_000)
    most = re.search(r"^max_connections = (\d+)$", text, re.MULTILINE)
    assert most
    assert int(most[1]) // 2 >= WEB_WORKERS * WEB_THREADS
    web = " ".join(web_programs(PLACES.root, DEFAULTS)[0].command)
    assert f"--workers {WEB_WORKERS} --blocking-threads {WEB_THREADS} " in web


def test_every_program_starts_again_and_never_outlives_the_supervisor() -> None:
    programs = background_programs(PLACES.root, demonstration=True)
    found = read(supervisor_text(PLACES, {"background": programs}))
    sections = [found[name] for name in found.sections() if name.startswith("program:")]
    assert len(sections) == 4
    assert {section["autorestart"] for section in sections} == {"true"}
    assert all(section["command"].startswith("setpriv --pdeathsig TERM ") for section in sections)
    assert all(section["directory"] == "/a clone" for section in sections)


def test_the_simulator_runs_in_a_demonstration_only() -> None:
    names = [program.name for program in background_programs(PLACES.root, demonstration=False)]
    assert names == ["ingest", "worker", "beat"]


def test_the_reaper_ends_what_a_dead_program_left_behind() -> None:
    shell = ["sh", "-c", "sleep 60 & echo $!; exec 1>&-; sleep 60"]
    with subprocess.Popen(shell, stdout=subprocess.PIPE, text=True, start_new_session=True) as left:
        assert left.stdout
        left.stdout.readline()
        payload = f"processname:web groupname:pages from_state:RUNNING expected:0 pid:{left.pid}"
        answers = io.StringIO()
        listen(io.StringIO(f"ver:3.0 len:{len(payload)}\n{payload}"), answers)
        assert left.wait(10) == -9
    assert answers.getvalue() == "READY\nRESULT 2\nOKREADY\n"
