"""Reads an extract in a program of its own, which is all that a hostile file can harm."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from gis.basemap.coast import Bounds
from gis.basemap.failures import BasemapError

ROOT = Path(__file__).resolve().parents[2]
READER = "gis.basemap.extract"
BLOCK = 1 << 18
UNREADABLE = 3
MOST_WORDS = 300
REASONS = {
    "unexpected EOF": "the file is cut off; fetch it again",
    "truncated": "the file is cut off; fetch it again",
    "BlobHeader": "this is not an OSM PBF file",
    "blob contains no data": "this is not an OSM PBF file",
}
"""What libosmium says of the commonest faults, and what an operator makes of it."""


@dataclass(frozen=True)
class Limits:
    """What reading may take."""

    memory_mb: int = 4096
    seconds: int = 7200


@contextmanager
def reading(path: Path, bounds: Bounds | None, limits: Limits) -> Iterator[Iterator[bytes]]:
    """Yield what `gis.basemap.extract` writes, in blocks; raise BasemapError if it cannot read."""
    arguments = [str(path.resolve()), *([",".join(map(str, bounds))] if bounds else [])]
    with tempfile.TemporaryFile() as said, _reader(arguments, limits, said) as reader:
        output = cast("IO[bytes]", reader.stdout)
        try:
            yield iter(lambda: output.read(BLOCK), b"")
        except BaseException:
            reader.kill()
            raise
        code = reader.wait()
        said.seek(0)
        if code:
            raise BasemapError(f"{path} cannot be used: {_why(code, said.read(), limits)}.")


def _reader(arguments: list[str], limits: Limits, said: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", READER, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=said,
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
        preexec_fn=lambda: _limit(limits),
    )


def _limit(limits: Limits) -> None:
    memory = limits.memory_mb * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _why(code: int, said: bytes, limits: Limits) -> str:
    text = " ".join(said.decode(errors="replace").split())
    if "bad_alloc" in text or "MemoryError" in text:
        return f"reading it takes more than {limits.memory_mb} MB of memory; raise --memory"
    if code != UNREADABLE:
        return f"the program that reads it ended with code {code}"
    known = next((why for sign, why in REASONS.items() if sign in text), "")
    return known or text[:MOST_WORDS].rstrip(".")
