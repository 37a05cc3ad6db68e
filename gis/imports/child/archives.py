"""Archives, opened with suspicion: nothing in one decides where its bytes are written."""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from gis.imports.child.problems import Code, RefusedError

MOST_MEMBERS: Final = 2_000
MOST_UNPACKED_BYTES: Final = 2 * 1024**3
MOST_RATIO: Final = 250
FREE_BYTES: Final = 20 * 1024**2
"""Below this size it does not matter how tightly something was packed."""
ARCHIVES: Final = {".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".kmz"}
PIECE: Final = 1024**2


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose members are safe to look at; raise RefusedError otherwise."""
    try:
        with zipfile.ZipFile(path) as archive:
            _examine(archive.infolist())
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise RefusedError(Code.DAMAGED) from error


def _examine(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise RefusedError(Code.EMPTY)
    if len(members) > MOST_MEMBERS:
        raise RefusedError(Code.TOO_MANY_MEMBERS, most=MOST_MEMBERS)
    for member in members:
        _examine_member(member)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_tight = unpacked > FREE_BYTES and unpacked > MOST_RATIO * max(packed, 1)
    if unpacked > MOST_UNPACKED_BYTES or too_tight:
        raise RefusedError(Code.BOMB)


def _examine_member(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        raise RefusedError(Code.UNSAFE_PATH)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise RefusedError(Code.LINK)
    if member.flag_bits & 0x1:
        raise RefusedError(Code.ENCRYPTED)
    if path.suffix.lower() in ARCHIVES:
        raise RefusedError(Code.NESTED)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> None:
    """Write one member to `target`, and stop where it is larger than it said."""
    written = 0
    with archive.open(member) as source, target.open("xb") as file:
        while piece := source.read(PIECE):
            written += len(piece)
            if written > min(most, member.file_size):
                raise RefusedError(Code.BOMB)
            file.write(piece)
