"""What a file is, by its content; its name must not claim anything else."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gis.imports.child.archives import opened
from gis.imports.child.problems import Code, RefusedError

HEAD: Final = 65_536
FORMATS: Final = {
    "shapefile": (".zip",),
    "geopackage": (".gpkg",),
    "geojson": (".geojson", ".json"),
    "kml": (".kml",),
    "kmz": (".kmz",),
    "csv": (".csv", ".tsv", ".txt"),
    "xlsx": (".xlsx",),
    "geoparquet": (".parquet", ".geoparquet"),
    "osm": (".pbf",),
}
"""Every format that is read, with the endings of its names."""
SUFFIXES: Final = tuple(suffix for each in FORMATS.values() for suffix in each)


def recognise(path: Path, name: str) -> str:
    """Return the format of a file; raise RefusedError where it is none, or not what it says."""
    claimed = claimed_format(name)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise RefusedError(Code.EMPTY)
    if not claimed:
        raise RefusedError(Code.UNKNOWN_TYPE, suffix=Path(name).suffix[:12])
    found = _by_content(head, path)
    if found != claimed:
        raise RefusedError(Code.NOT_WHAT_IT_SAYS, suffix=Path(name).suffix[:12])
    return found


def claimed_format(name: str) -> str:
    """Return the format that the ending of a name stands for, or nothing."""
    suffix = Path(name.lower()).suffix
    return next((each for each, suffixes in FORMATS.items() if suffix in suffixes), "")


def _by_content(head: bytes, path: Path) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(path)
    return next(_by_head(head), "") or _text(head)


def _by_head(head: bytes) -> Iterator[str]:
    if head.startswith(b"SQLite format 3\0"):
        yield "geopackage" if head[68:72] in {b"GPKG", b"GP10", b"GP11"} else "sqlite"
    if head.startswith(b"PAR1"):
        yield "geoparquet"
    if b"OSMHeader" in head[:32] and head[:2] == b"\0\0":
        yield "osm"


def _archive(path: Path) -> str:
    with opened(path) as archive:
        names = {member.filename.lower() for member in archive.infolist()}
    if "[content_types].xml" in names:
        return "xlsx" if "xl/workbook.xml" in names else "office"
    if any(name.endswith(".kml") for name in names):
        return "kmz"
    return "shapefile"


def _text(head: bytes) -> str:
    """Return which text it is: by its first character, if it is text at all."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in {b"{", b"["}:
        return "geojson"
    if start[:1] == b"<":
        return "kml" if b"<kml" in start[:4096].lower() or b":kml" in start[:4096] else "markup"
    controls = sum(byte < 32 and byte not in b"\t\r\n\f\x1b" for byte in head)
    return "csv" if not controls else "binary"


def is_archive(path: Path) -> bool:
    """Tell whether a file is a ZIP archive."""
    return zipfile.is_zipfile(path)
