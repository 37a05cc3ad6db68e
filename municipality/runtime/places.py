"""Where the running system keeps its files.

`var/` holds the settings, the logs and the supervisor. The services' own data lie in
`var/services`, or, when root started the system from a folder that other accounts cannot enter,
under `/var/lib` with `var/services` pointing there. Sockets lie in `var/run` unless that path is
too long for one.
"""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from municipality.runtime.accounts import account_of, can_enter
from municipality.runtime.failures import StartError

LONGEST_SOCKET = 107
"""Bytes that Linux leaves for the path of a Unix socket."""
LONGEST_SOCKET_NAME = len("/supervisor.sock.4194304")
"""The longest socket name below the run folder: the supervisor's, while it is being made."""
FORBIDDEN = set("\"'\n\\#;$%{}")
"""Characters that the configuration languages of the services give a meaning of their own."""
STATE_HOME = Path("/var/lib")
FIRST_START_BYTES = 2 * 1024**3
LATER_START_BYTES = 256 * 1024**2


@dataclass(frozen=True)
class Places:
    """The folders of one running system."""

    root: Path
    var: Path
    services: Path
    run: Path

    @property
    def log(self) -> Path:
        """Return the folder of the programs' logs."""
        return self.var / "log"

    @property
    def environment_file(self) -> Path:
        """Return the file of settings and secrets."""
        return self.var / "env"

    @property
    def supervisor_socket(self) -> Path:
        """Return the socket through which the supervisor is asked."""
        return self.run / "supervisor.sock"


def prepare_places(root: Path, var: Path) -> Places:
    """Make the folders of a running system; raise `StartError` when that cannot work."""
    check_path(var)
    try:
        for folder in (var, var / "log"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".writable").touch()
            (folder / ".writable").unlink()
    except OSError as error:
        raise StartError(
            f"Cannot write in {var} ({error.strerror}): give yourself the right with "
            f"'sudo chown -R $(id -un) {var}', or set MUNICIPALITY_VAR to a folder of yours."
        ) from error
    services = _services_folder(var)
    check_space(services)
    return Places(root=root, var=var, services=services, run=_run_folder(var))


def check_path(var: Path) -> None:
    """Refuse paths that the services' configuration files cannot express."""
    found = FORBIDDEN.intersection(str(var))
    if found:
        raise StartError(
            f"The path {str(var)!r} holds {' '.join(sorted(map(repr, found)))}, "
            "which the services cannot read in a path: "
            "move the clone, or set MUNICIPALITY_VAR to a plain path."
        )


def check_space(services: Path) -> None:
    """Refuse to start on a disk that is full or nearly so."""
    needed = LATER_START_BYTES if (services / "postgres").exists() else FIRST_START_BYTES
    free = shutil.disk_usage(services).free
    if free < needed:
        raise StartError(
            f"The disk of {services} has {free // 1024**2} MB free "
            f"and {needed // 1024**2} MB are needed: "
            "free some space, or set MUNICIPALITY_VAR to a folder on another disk."
        )


def _services_folder(var: Path) -> Path:
    here = var / "services"
    if here.is_symlink():
        return _adopt(here.resolve(), var)
    if here.is_dir() or can_enter(var, account_of("nobody")):
        here.mkdir(exist_ok=True)
        here.chmod(0o755)
        return here
    elsewhere = STATE_HOME / f"municipality-{_mark(var)}"
    elsewhere.mkdir(exist_ok=True)
    elsewhere.chmod(0o755)
    here.symlink_to(elsewhere)
    return _adopt(elsewhere, var)


def _adopt(elsewhere: Path, var: Path) -> Path:
    """Take over services that lie elsewhere, unless they belong to a clone that still exists."""
    elsewhere.mkdir(exist_ok=True)
    note = elsewhere / "belongs-to"
    owner = Path(note.read_text().strip()) if note.exists() else var
    if owner != var and (owner / "services").resolve() == elsewhere:
        raise StartError(
            f"{var / 'services'} points at the services of {owner}: "
            "remove that link to give this clone its own."
        )
    note.write_text(f"{var}\n")
    return elsewhere


def _run_folder(var: Path) -> Path:
    run = var / "run"
    if len(os.fsencode(run)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET:
        run = Path(tempfile.gettempdir()) / f"municipality-{os.geteuid()}-{_mark(var)}"
    run.mkdir(mode=0o700, exist_ok=True)
    if run.is_symlink() or run.stat().st_uid != os.geteuid():
        raise StartError(
            f"{run} belongs to someone else: remove it, or set TMPDIR to a folder of yours."
        )
    run.chmod(0o700)
    return run


def _mark(var: Path) -> str:
    return hashlib.sha256(os.fsencode(var)).hexdigest()[:10]
