"""The programs of the running system, and the supervisor's configuration made from them."""

import os
import resource
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from municipality.runtime.places import Places
from municipality.runtime.ports import LOOPBACK

OPEN_FILES = 65536
WEB_WORKERS, WEB_THREADS = 2, 16
"""How many requests are worked on at a time is the product; each holds a database connection, of
which there are a hundred for everything. More than that wait for their turn: left to itself, each
worker begins a thread for every one that comes, and the database refuses the last ones.
"""


@dataclass(frozen=True)
class Program:
    """One supervised program."""

    name: str
    command: tuple[str, ...]
    folder: Path
    user: str | None = None
    stop_signal: str = "TERM"
    stop_seconds: int = 10
    start_seconds: int = 1
    """How long it must run to count as started; one that dies sooner waits longer each time."""


def web_programs(root: Path, ports: Mapping[str, int]) -> list[Program]:
    """Return what a page needs: the WSGI workers, and the one ASGI process of the live stream."""
    granian = (
        f"granian --interface wsgi --workers {WEB_WORKERS} --blocking-threads {WEB_THREADS}"
        " --blocking-threads-idle-timeout 600 --no-ws --no-access-log --respawn-failed-workers"
        f" --workers-kill-timeout 5 --host {LOOPBACK} --port {ports['WSGI_PORT']}"
    )
    uvicorn = (
        "uvicorn --no-access-log --timeout-graceful-shutdown 2 --proxy-headers"
        f" --host {LOOPBACK} --port {ports['LIVE_PORT']}"
    )
    return [
        _own("web", f"{granian} municipality.wsgi:application", root),
        _own("live", f"{uvicorn} municipality.asgi:application", root),
    ]


def background_programs(root: Path, *, demonstration: bool) -> list[Program]:
    """Return what works behind the pages; the simulator only in a demonstration."""
    celery = "celery --app municipality"
    worker = f"{celery} worker --concurrency 1 --loglevel info --without-gossip --without-mingle"
    programs = [
        _own("ingest", "municipality.cli ingest", root, 15),
        _own("worker", worker, root, 15),
        _own("beat", f"{celery} beat --loglevel info", root),
    ]
    if demonstration:
        programs.append(_own("simulator", "municipality.cli simulate", root))
    return programs


def _module(command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *command.split())


def _own(name: str, command: str, root: Path, stop_seconds: int = 10) -> Program:
    """Return one of the project's own programs; a wrong setting ends those in a few seconds."""
    return Program(name, _module(command), root, stop_seconds=stop_seconds, start_seconds=5)


def supervisor_text(places: Places, groups: Mapping[str, Iterable[Program]]) -> str:
    """Return the supervisor's configuration; the first group starts with it."""
    sections = [_supervisor_section(places), _reaper_section(places)]
    for priority, (group, programs) in enumerate(groups.items()):
        programs = list(programs)
        names = ",".join(program.name for program in programs)
        sections.append(f"[group:{group}]\nprograms={names}\npriority={100 + priority}\n")
        sections.extend(
            _program_section(program, places, autostart=priority == 0) for program in programs
        )
    return "\n".join(sections)


def _supervisor_section(places: Places) -> str:
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = OPEN_FILES if most_files == resource.RLIM_INFINITY else min(OPEN_FILES, most_files)
    user = "user=root\n" if os.geteuid() == 0 else ""
    return (
        f"[supervisord]\nnodaemon=true\n{user}minfds={files}\n"
        f"logfile={places.log}/supervisor.log\nlogfile_maxbytes=5MB\nlogfile_backups=1\n"
        f"pidfile={places.run}/supervisor.pid\nchildlogdir={places.log}\nidentifier=municipality\n\n"
        f"[unix_http_server]\nfile={places.supervisor_socket}\nchmod=0700\n\n"
        "[rpcinterface:supervisor]\n"
        "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n\n"
        f"[supervisorctl]\nserverurl=unix://{places.supervisor_socket}\n"
    )


def _reaper_section(places: Places) -> str:
    return (
        f"[eventlistener:reaper]\ncommand={shlex.join(_module('municipality.runtime.reaper'))}\n"
        f"directory={places.root}\nevents=PROCESS_STATE_EXITED\nbuffer_size=100\npriority=1\n"
        f"stderr_logfile={places.log}/reaper.log\nstderr_logfile_maxbytes=1MB\nstderr_logfile_backups=0\n"
    )


def _program_section(program: Program, places: Places, *, autostart: bool) -> str:
    # The program is told when the supervisor dies, however it dies, so that nothing outlives it.
    command = shlex.join(["setpriv", "--pdeathsig", program.stop_signal, *program.command])
    user = f"user={program.user}\n" if program.user else ""
    return (
        f"[program:{program.name}]\ncommand={command}\ndirectory={program.folder}\n{user}"
        f"autostart={str(autostart).lower()}\nautorestart=true\nstartsecs={program.start_seconds}\nstartretries=30\n"
        f"stopsignal={program.stop_signal}\nstopwaitsecs={program.stop_seconds}\nkillasgroup=true\n"
        f"stdout_logfile={places.log}/{program.name}.log\nstdout_logfile_maxbytes=10MB\n"
        "stdout_logfile_backups=2\nredirect_stderr=true\n"
    )
