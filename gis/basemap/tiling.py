"""Tiles of an extract, made by PostGIS from tables that live as long as its connection."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from pmtiles.tile import zxy_to_tileid

from gis.basemap.rules import LAYERS, MAX_ZOOM

SQL = Path(__file__).parent / "sql"
HALF_WORLD_M = 20_037_508.342789244
TILE_PIXELS = 512
SMALLEST_PIXELS = 2.0
DETAIL_PIXELS = 0.4
BUFFER = 64
"""Of 4096: what is drawn beyond the edge of a tile, so that lines meet without a seam."""
UNTOLD = {
    12: ["name", "name:ar", "name:fr", "name:en"],
    13: ["is_bridge", "is_tunnel", "is_link", "min_zoom"],
}
"""What tiles do not tell of roads below a zoom: so more of them are one line."""
FAR_BYTES, NEAR_BYTES = 100_000, 400_000
FIRST_NEAR = 13
"""Below this zoom a tile has at most `FAR_BYTES`, from it on `NEAR_BYTES`, both compressed."""
LIGHTEST, HEAVIEST = 0, 9
COLUMNS = "layer, shape, min_zoom, weight, sort, props, geom"
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Tile:
    """A tile: its address, its bytes compressed by gzip, and whether something was left out."""

    z: int
    x: int
    y: int
    content: bytes
    is_thinned: bool

    @property
    def number(self) -> int:
        """Return its place in the order of an archive."""
        return int(zxy_to_tileid(self.z, self.x, self.y))


class Stage:
    """The temporary tables of one build; with statements open them and clear them away."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        self.statement = (SQL / "tile.sql").read_bytes()

    def __enter__(self) -> "Stage":
        self._clear()
        self.connection.execute((SQL / "stage.sql").read_bytes())
        return self

    def __exit__(self, *_: object) -> None:
        if not self.connection.broken:
            self._clear()

    def _clear(self) -> None:
        self.connection.execute(b"DROP TABLE IF EXISTS pg_temp.basemap_read, pg_temp.basemap_drawn")

    def load(self, blocks: Iterable[bytes]) -> None:
        """Take in what an extract holds."""
        with self.connection.cursor() as cursor:
            with cursor.copy(f"COPY basemap_read ({COLUMNS}) FROM STDIN".encode()) as copy:
                for block in blocks:
                    copy.write(block)
            cursor.execute((SQL / "load.sql").read_bytes())

    def count(self) -> int:
        """Return how much is drawn, beside the land itself."""
        sql = b"SELECT count(*) FROM basemap_drawn WHERE layer <> 'earth'"
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def bounds(self) -> tuple[Box, Box]:
        """Return the box that is drawn, in degrees and in Web Mercator."""
        degrees, metres = self.connection.execute((SQL / "bounds.sql").read_bytes()).fetchall()
        return degrees, metres

    def tile(self, z: int, x: int, y: int) -> Tile | None:
        """Return a tile within its bounds of size, or nothing where there is nothing."""
        most = FAR_BYTES if z < FIRST_NEAR else NEAR_BYTES
        content = b""
        for heaviest in range(HEAVIEST, LIGHTEST - 1, -1):
            content = self._drawn(z, x, y, heaviest)
            if len(content) <= most:
                return Tile(z, x, y, content, heaviest < HEAVIEST) if content else None
        return Tile(z, x, y, content, is_thinned=True)

    def _drawn(self, z: int, x: int, y: int, heaviest: int) -> bytes:
        pixel_m = 2 * HALF_WORLD_M / (TILE_PIXELS << z)
        is_last = z == MAX_ZOOM
        values = {
            "z": z,
            "x": x,
            "y": y,
            "layers": list(LAYERS),
            "heaviest": heaviest,
            "margin": BUFFER / 4096,
            "buffer": BUFFER,
            "least_m": 0 if is_last else SMALLEST_PIXELS * pixel_m,
            "detail_m": pixel_m * (DETAIL_PIXELS / 4 if is_last else DETAIL_PIXELS),
            "untold": [each for first, names in UNTOLD.items() if z < first for each in names],
        }
        with psycopg.Cursor[tuple[bytes]](self.connection) as cursor:
            cursor.execute(self.statement, values, prepare=True, binary=True)
            row = cursor.fetchone()
        raw = bytes(row[0]) if row and row[0] else b""
        return gzip.compress(raw, compresslevel=6, mtime=0) if raw else b""


def addresses(box: Box, zoom: int) -> Iterator[tuple[int, int, int]]:
    """Yield the tiles of a zoom that touch a box in Web Mercator, in the order of an archive."""
    side = 2 * HALF_WORLD_M / (1 << zoom)
    last = (1 << zoom) - 1
    west, south, east, north = box
    columns = range(_cell(west, side, last), _cell(east, side, last) + 1)
    rows = range(last - _cell(north, side, last), last - _cell(south, side, last) + 1)
    yield from sorted(
        ((zoom, x, y) for x in columns for y in rows), key=lambda each: zxy_to_tileid(*each)
    )


def _cell(metres: float, side: float, last: int) -> int:
    return min(max(int((metres + HALF_WORLD_M) / side), 0), last)
