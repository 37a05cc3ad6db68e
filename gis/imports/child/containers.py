"""Binary files whose frame is walked through before a driver relies on it."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import IO, Final

from gis.imports.child.archives import opened
from gis.imports.child.problems import Code, RefusedError

LARGEST_HEADER: Final = 64 * 1024
LARGEST_BLOB: Final = 32 * 1024**2
LAYERS: Final = "SELECT data_type, count(*) FROM gpkg_contents GROUP BY data_type"
MARKS: Final = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
PIECE: Final = 1024**2
OVERLAP: Final = 32


def check_geopackage(path: Path) -> None:
    """Raise RefusedError where a GeoPackage is damaged or has no layer of features."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as base:
            counts = dict(base.execute(LAYERS).fetchall())
    except sqlite3.Error as error:
        raise RefusedError(Code.DAMAGED) from error
    if not counts.get("features"):
        raise RefusedError(Code.NO_COORDINATES if counts.get("attributes") else Code.NO_LAYER)


def check_extract(path: Path) -> None:
    """Raise RefusedError where the blobs of an OSM extract do not end where the file ends."""
    left = path.stat().st_size
    with path.open("rb") as file:
        while left:
            size = int.from_bytes(file.read(4), "big")
            header = file.read(size) if 0 < size <= LARGEST_HEADER else b""
            blob = _data_size(header)
            left -= 4 + size + blob
            if len(header) != size or not 0 < blob <= LARGEST_BLOB or left < 0:
                raise RefusedError(Code.DAMAGED)
            file.seek(blob, 1)


def _data_size(header: bytes) -> int:
    """Return field 3 of a BlobHeader: how many bytes follow it."""
    at = 0
    while at < len(header):
        key, at = _varint(header, at)
        value, at = _varint(header, at)
        if key == 3 << 3:
            return value
        if key & 7 == 2:
            at += value
    return 0


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of protocol buffers, and where the next one begins."""
    value = shift = 0
    for byte in data[at : at + 10]:
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
        if byte < 0x80:
            return value, at
    raise RefusedError(Code.DAMAGED)


def check_workbook(path: Path) -> None:
    """Raise RefusedError where a part of a workbook defines entities: none of Excel's does."""
    with opened(path) as archive:
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels", ".vml")):
                _check_part(archive, member)


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    kept = b""
    with archive.open(member) as file:
        while piece := _read(file):
            if any(mark in kept + piece for mark in MARKS):
                raise RefusedError(Code.ENTITIES)
            kept = piece[-OVERLAP:]


def _read(file: IO[bytes]) -> bytes:
    return file.read(PIECE)
