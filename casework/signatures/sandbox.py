"""Has a stranger's file inspected by a process that may fail without harm."""

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from casework.signatures.inspection import FoundSignature, Inspection

SECONDS = 20
AT_A_TIME = 2
PATIENCE_S = 5.0


class BusyError(Exception):
    """So many files are being inspected that this one must wait."""


def inspect_safely(content: bytes) -> Inspection:
    """Return what is in a file; one that takes too much memory or time counts as unreadable.

    Raises BusyError where others are inspected already, as many as this machine may bear: whoever
    sends hard files cannot keep every core from those who sign and read.
    """
    with _turn():
        return _inspected(content)


def _inspected(content: bytes) -> Inspection:
    try:
        result = subprocess.run(
            [sys.executable, "-m", "casework.signatures.inspection"],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )
        found = json.loads(result.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Inspection(is_pdf=False)
    signatures = [FoundSignature(**each) for each in found.pop("signatures")]
    return Inspection(**found, signatures=signatures)


@contextmanager
def _turn() -> Iterator[None]:
    """Hold one of the few places; the lock goes with its process, whatever becomes of it."""
    until = time.monotonic() + PATIENCE_S
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        for number in range(AT_A_TIME):
            with (folder / f".inspection-{number}").open("ab") as place:
                if _taken(place.fileno()):
                    yield
                    return
        if time.monotonic() > until:
            raise BusyError
        time.sleep(0.05)


def _taken(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
