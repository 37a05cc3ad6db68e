"""PMTiles archives (version 3): a new one takes the place of the old one when it is whole."""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from gis.basemap.failures import BasemapError

SUFFIX = ".pmtiles"
SPARE_BYTES = 256 * 1024**2
OPENLY_READABLE = 0o644
DEGREE = 10_000_000


@dataclass(frozen=True)
class Header:
    """What an archive says of itself, beside its tiles."""

    bounds: tuple[float, float, float, float]
    metadata: Mapping[str, Any]
    first_zoom: int = 11

    def fields(self) -> dict[str, Any]:
        """Return the fields of the header as PMTiles has them."""
        west, south, east, north = (round(degrees * DEGREE) for degrees in self.bounds)
        return {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_lon_e7": west,
            "min_lat_e7": south,
            "max_lon_e7": east,
            "max_lat_e7": north,
            "center_zoom": self.first_zoom,
            "center_lon_e7": (west + east) // 2,
            "center_lat_e7": (south + north) // 2,
        }


def check_room(folder: Path, source_bytes: int) -> None:
    """Raise BasemapError where an archive of such an extract may not have room."""
    wanted = SPARE_BYTES + 3 * source_bytes
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise BasemapError(
            f"The disk of {folder} has {free // 1024**2} MB free and the build wants "
            f"{wanted // 1024**2} MB: free some space."
        )


@contextmanager
def replacing(path: Path, header: Header) -> Iterator[Writer]:
    """Yield a writer of tiles; its archive takes the place of the old one only if all went well."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as draft:
            try:
                writer: Any = Writer(draft)
                writer.tile_f.close()  # in the system's own folder, which may be small
                with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-") as tiles:
                    writer.tile_f = tiles
                    yield writer
                    writer.finalize(header.fields(), dict(header.metadata))
                draft.flush()
                os.fsync(draft.fileno())
                Path(draft.name).chmod(OPENLY_READABLE)
                Path(draft.name).replace(path)
            finally:
                Path(draft.name).unlink(missing_ok=True)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise BasemapError(f"The disk of {path.parent} is full: free some space.") from error
