"""Starts the process that reads files from outside, watches it, and takes its answer.

What it may use is counted here; what it says is only ever numbers and texts.
"""

import json
import logging
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from gis.imports.child.problems import Code, RefusedError

logger = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[2]
MEMORY_BYTES: Final = 1536 * 1024**2
WRITTEN_BYTES: Final = 6 * 1024**3
CPU_S: Final = 900
WALL_S: Final = 1200
LOOK_CPU_S: Final = 120
LONGEST_ANSWER: Final = 64 * 1024**2
SKIPPED: Final = (
    *("MEM", "PCIDSK", "PDS4", "VICAR", "PDF", "MBTiles", "EEDA", "OGCAPI", "GDALG", "LVBAG"),
    *(
        "MapInfo File",
        "S57",
        "DGN",
        "OGR_VRT",
        "CSV",
        "GML",
        "GPX",
        "KML",
        "GeoJSONSeq",
        "ESRIJSON",
    ),
    *("TopoJSON", "OGR_GMT", "SQLite", "WAsP", "OpenFileGDB", "DXF", "FlatGeobuf", "GeoRSS", "VFK"),
    *("PGDUMP", "GPSBabel", "OGR_PDS", "WFS", "OAPIF", "EDIGEO", "Idrisi", "ODS", "XLSX", "Carto"),
    *("Elasticsearch", "AmigoCloud", "SXF", "Selafin", "JML", "PLSCENES", "CSW", "VDV", "MVT"),
    *("NGW", "MapML", "GTFS", "PMTiles", "JSONFG", "MiraMonVector", "ADBC", "AVCBin", "AVCE00"),
    *("AIVector", "HTTP", "Parquet", "Arrow", "netCDF", "Memory", "UK .NTF", "SVG", "Tiger"),
)
"""Drivers of GDAL that are not even registered; the process stops where another one is."""
START: Final = (
    "import runpy, sys; sys.modules.update(dict.fromkeys(('geopandas', 'pandas'))); "
    "runpy.run_module('gis.imports.child', run_name='__main__')"
)
"""pyogrio would import two large libraries that are not used here, at three times the cost."""
Told = Callable[[int], None]
"""Takes the number of rows so far; what it raises ends the process."""


@dataclass(frozen=True)
class Limits:
    """What a process may use, and how long it may take."""

    memory_bytes: int = MEMORY_BYTES
    cpu_s: int = CPU_S
    wall_s: float = WALL_S
    written_bytes: int = WRITTEN_BYTES

    def as_json(self) -> dict[str, int]:
        """Return what the process sets for itself."""
        return {
            "memory_bytes": self.memory_bytes,
            "cpu_s": self.cpu_s,
            "written_bytes": self.written_bytes,
        }


LOOKING: Final = Limits(cpu_s=LOOK_CPU_S, wall_s=2 * LOOK_CPU_S)
READING: Final = Limits()


def environment(folder: Path) -> dict[str, str]:
    """Return all that the process knows of its surroundings: no secret, and no way out."""
    return {
        "PATH": "/nonexistent",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CPL_TMPDIR": str(folder),
        "TMPDIR": str(folder),
        "GDAL_SKIP": ",".join(SKIPPED),
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_PAM_ENABLED": "NO",
        "GDAL_CACHEMAX": "64",
        "GDAL_NUM_THREADS": "1",
        "GDAL_DRIVER_PATH": "disable",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
        "OGR_GEOJSON_MAX_OBJ_SIZE": "64",
        "OSM_MAX_TMPFILE_SIZE": "100",
        "PROJ_NETWORK": "OFF",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def look(path: Path, name: str, limits: Limits = LOOKING) -> dict[str, Any]:
    """Return what is in a file; raise RefusedError where it is not taken."""
    with _folder() as folder:
        request = {"ask": "look", "path": str(path), "name": name}
        return _asked(request, folder, limits)


@contextmanager
def reading(
    path: Path, name: str, choice: Mapping[str, Any], told: Told, limits: Limits = READING
) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    """Read a layer; give what was counted, and its lines for COPY, which are gone afterwards.

    `choice` names the `layer`, its `encoding`, and the `places` of a table. Raises RefusedError.
    """
    with _folder() as folder:
        lines = folder / "rows"
        request = {"ask": "read", "path": str(path), "name": name, "lines": str(lines), **choice}
        counts = _asked(request, folder, limits, told)
        with lines.open("rb") as file:
            yield counts, file


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="geodata-") as name:
        yield Path(name)


def _asked(
    request: Mapping[str, Any], folder: Path, limits: Limits, told: Told | None = None
) -> dict[str, Any]:
    work = folder / "work"
    work.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=work,
        env=environment(work),
        start_new_session=True,
    )
    with process:
        try:
            answer = _conversed(
                process,
                {**request, "folder": str(work), "limits": limits.as_json()},
                time.monotonic() + limits.wall_s,
                told,
            )
        finally:
            process.kill()
    if answer is None:
        raise RefusedError(Code.TOO_HEAVY)
    if "refused" in answer:
        refusal = RefusedError(Code(answer["refused"]), **answer["detail"])
        refusal.peak_bytes = answer["peak_bytes"]
        raise refusal
    return answer


def _conversed(
    process: "subprocess.Popen[bytes]",
    request: Mapping[str, Any],
    until: float,
    told: Told | None,
) -> dict[str, Any] | None:
    """Send the request and follow what is said; None where the process ended without an answer."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.close()
    for line in _said(process.stdout, until):
        if line.startswith(b"R "):
            answer: dict[str, Any] = json.loads(line[2:])
            return answer
        if line.startswith(b"P ") and told:
            told(int(line[2:]))
        if line.startswith(b"E "):
            peak, _, kind = line[2:].decode("ascii", "replace").partition(" ")
            logger.warning("a file could not be read: %s", kind[:40])
            refusal = RefusedError(Code.DAMAGED)
            refusal.peak_bytes = int(peak)
            raise refusal
    return None


def _said(pipe: IO[bytes], until: float) -> Iterator[bytes]:
    """Yield the lines of a process as they come; raise RefusedError when the time is over."""
    kept = b""
    os.set_blocking(pipe.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise RefusedError(Code.TOO_SLOW)
            piece: bytes | None = pipe.read(65_536)
            if piece is None:  # woken up for nothing
                continue
            if not piece:
                return
            *lines, kept = (kept + piece).split(b"\n")
            if len(kept) > LONGEST_ANSWER:
                raise RefusedError(Code.TOO_HEAVY)
            yield from lines
