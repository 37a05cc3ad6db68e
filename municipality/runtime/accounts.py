"""Which system account runs a private service.

PostgreSQL refuses to run as root. When root starts the system, each service runs as the account
that its Debian package made; otherwise everything runs as the person who started it.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from municipality.runtime.failures import StartError


@dataclass(frozen=True)
class Account:
    """A system account; `name` is None for the one that we already are."""

    name: str | None
    uid: int
    gid: int


def account_of(service: str) -> Account:
    """Return the account for a service, of the package's name when we are root."""
    if os.geteuid() != 0:
        return Account(None, os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(service)
    except KeyError as error:
        raise StartError(
            f"There is no system account '{service}': install the packages of "
            "docker/system-packages.txt (script/bootstrap does it)."
        ) from error
    return Account(service, entry.pw_uid, entry.pw_gid)


def own_folder(folder: Path, account: Account, mode: int = 0o700) -> Path:
    """Make a folder that belongs to the account."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(mode)
    if os.geteuid() == 0:
        os.chown(folder, account.uid, account.gid)
    return folder


def write_for(path: Path, text: str, account: Account) -> Path:
    """Write a file that the account alone may read, in one step."""
    draft = path.with_name(f".{path.name}.new")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    if os.geteuid() == 0:
        os.chown(draft, account.uid, account.gid)
    return draft.replace(path)


def can_enter(folder: Path, account: Account) -> bool:
    """Tell whether the account may reach what lies in the folder: /root is closed to others."""
    if account.name is None:
        return True
    test = shutil.which("test") or "/usr/bin/test"
    command = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    return subprocess.run([*command, test, "-x", folder], check=False).returncode == 0
