"""Where the services' programs lie: Debian keeps servers in `sbin`, which an ordinary user's
search path leaves out.
"""

import os
import shutil

from municipality.runtime.failures import StartError

SBIN = ("/usr/local/sbin", "/usr/sbin", "/sbin")
PACKAGES = {"nginx": "nginx-light"}
"""The Debian package of a program whose package has another name."""


def installed(name: str) -> str | None:
    """Return the path of a program, or None; the person's own search path is asked first."""
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which(name, path=os.pathsep.join([*path, *SBIN]))


def executable(name: str) -> str:
    """Return the path of a program; raise `StartError` where it is not installed."""
    found = installed(name)
    if not found:
        raise StartError(
            f"The program {name} is not installed: as root, run "
            f"apt-get install --no-install-recommends {PACKAGES.get(name, name)}"
        )
    return found
