"""What this process may use: set before anything of the file is looked at."""

import ctypes
import resource
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
"""Flags of unshare(2): a name space of users, and of networks."""


def confine(limits: Mapping[str, int]) -> None:
    """Bound memory, processor time and written bytes, for good; and leave the network.

    Where the kernel lets nobody make name spaces the network stays, but none of the drivers that
    are left can speak over it.
    """
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_s"]),
        (resource.RLIMIT_FSIZE, limits["written_bytes"]),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).unshare(NEW_USER | NEW_NETWORK)


def peak_bytes() -> int:
    """Return the most memory that this program held until now.

    The kernel's figure of the process as a whole begins with what its parent held when it was born.
    """
    told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(
        int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM:")
    )
