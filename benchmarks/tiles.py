"""How fast vector tiles are drawn, beside raw SQL and beside tipg on the same tables.

    python -m benchmarks.tiles [--seconds 8] [--clients 2]

A million points and 200,000 lines lie over Marrakech. For each layer and zoom the same tiles, in
the same order, are asked for from three sides by the same number of clients: the statement alone,
through psycopg; the project's own web workers; tipg, with as many workers
(https://github.com/developmentseed/tipg). Nothing is cached. tipg is installed from PyPI into a
folder of the stage; with `--without-tipg` its figures are left out.
"""

import argparse
import http.client
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

from benchmarks.processes import Process
from benchmarks.push import wait_for_port
from benchmarks.results import Figure, finish
from benchmarks.stage import ROOT, Stage, staged
from gis.grid import cell_sql
from municipality.runtime.programs import WEB_WORKERS, Program, web_programs

TIPG = "tipg==1.6.1"
WEST, SOUTH, EAST, NORTH = -8.20, 31.50, -7.75, 31.78
"""Around Marrakech, in degrees."""
POINTS, LINES = 1_000_000, 200_000
NEAR = (14, 15, 16)
FAR = (8, 9, 10, 11, 12)
MAKE = """
CREATE TABLE tile_spot AS
SELECT n AS id, 'P-' || lpad(n::text, 7, '0') AS code,
       (ARRAY['lamp', 'tree', 'bench', 'meter'])[1 + n %% 4] AS kind,
       ST_SetSRID(ST_MakePoint(
           %(west)s + (%(east)s - %(west)s) * random(),
           %(south)s + (%(north)s - %(south)s) * random()
       ), 4326)::geometry(Point, 4326) AS geom
FROM generate_series(1, %(points)s) AS n;
ALTER TABLE tile_spot ADD COLUMN geom_3857 geometry(Point, 3857)
    GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED;
ALTER TABLE tile_spot ADD COLUMN cell bigint GENERATED ALWAYS AS ({cell}) STORED;
ALTER TABLE tile_spot ADD PRIMARY KEY (id);
CREATE INDEX tile_spot_near ON tile_spot USING gist (geom_3857);
SELECT keep_cell_counts('tile_spot');
CREATE TABLE tile_path AS
SELECT n AS id, 'زنقة ' || n AS name, kind,
       CASE kind WHEN 'primary' THEN 9 WHEN 'secondary' THEN 11 WHEN 'local' THEN 12 ELSE 13 END
           ::smallint AS seen_from,
       ST_MakeLine(ARRAY[
           ST_SetSRID(ST_MakePoint(x, y), 4326),
           ST_SetSRID(ST_MakePoint(x + dx / 2, y + dy / 2 + 0.0001), 4326),
           ST_SetSRID(ST_MakePoint(x + dx, y + dy), 4326)
       ])::geometry(LineString, 4326) AS geom
FROM (
    SELECT n, %(west)s + (%(east)s - %(west)s) * random() AS x,
           %(south)s + (%(north)s - %(south)s) * random() AS y,
           (random() - 0.5) * size AS dx, (random() - 0.5) * size AS dy,
           CASE WHEN n %% 500 = 0 THEN 'primary' WHEN n %% 100 = 0 THEN 'secondary'
                WHEN n %% 50 = 0 THEN 'local' ELSE 'alley' END AS kind
    FROM generate_series(1, %(lines)s) AS n,
         LATERAL (SELECT CASE WHEN n %% 500 = 0 THEN 0.03 WHEN n %% 100 = 0 THEN 0.01
                              ELSE 0.003 END AS size) AS sizes
) AS drawn;
ALTER TABLE tile_path ADD COLUMN geom_3857 geometry(LineString, 3857)
    GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED;
ALTER TABLE tile_path ADD PRIMARY KEY (id);
CREATE INDEX tile_path_near ON tile_path USING gist (geom_3857);
CREATE INDEX tile_path_far ON tile_path USING gist (geom_3857) WHERE seen_from <= 12;
"""
RAW = {
    "tile_spots": ("tile_spot", "code, kind"),
    "tile_paths": ("tile_path", "name, kind"),
}
STATEMENT = """
SELECT ST_AsMVT(drawn, 'default', 4096, 'geom', 'id') FROM (
    SELECT ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 128) AS geom,
           id, {columns}
    FROM {table} WHERE geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.03125)
) AS drawn WHERE geom IS NOT NULL
"""
Tile = tuple[int, int, int]


@dataclass(frozen=True)
class Side:
    """One who draws tiles: by SQL over a connection, or over HTTP at an address with places for
    z, x and y.
    """

    statement: str = ""
    database: str = ""
    port: int = 0
    path: str = ""

    @contextmanager
    def ready(self) -> Iterator[Callable[[Tile], int]]:
        """Yield what draws a tile and tells its bytes, with its connection open."""
        if self.statement:
            with psycopg.connect(self.database) as connection, connection.cursor() as cursor:
                yield lambda tile: _by_sql(cursor, self.statement, tile)
        else:
            server = http.client.HTTPConnection("127.0.0.1", self.port)
            yield lambda tile: _by_http(server, self.path, tile)
            server.close()


def _by_sql(cursor: "psycopg.Cursor[Any]", statement: str, tile: Tile) -> int:
    z, x, y = tile
    cursor.execute(statement.encode(), {"z": z, "x": x, "y": y}, binary=True)
    (content,) = cursor.fetchone() or (b"",)
    return len(content or b"")


def _by_http(server: http.client.HTTPConnection, path: str, tile: Tile) -> int:
    z, x, y = tile
    server.request("GET", path.format(z=z, x=x, y=y))
    answer = server.getresponse()
    content = answer.read()
    if answer.status not in {200, 204}:
        raise RuntimeError(f"{path}: {answer.status}")
    return len(content)


def tiles_at(zoom: int, seed: int) -> Iterator[Tile]:
    """Yield tiles over the middle of the city, at random and for ever."""
    chance, side = random.Random(seed), 1 << zoom
    while True:
        lon = chance.uniform(WEST + 0.06, EAST - 0.06)
        lat = chance.uniform(SOUTH + 0.04, NORTH - 0.04)
        y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
        yield zoom, int((lon + 180) / 360 * side), int(y * side)


def client(side: Side, zoom: int, seed: int, seconds: float) -> tuple[list[float], list[int]]:
    """Ask for tiles one after the other; return the milliseconds and the bytes of each."""
    times, sizes = [], []
    with side.ready() as draw:
        tiles = tiles_at(zoom, seed)
        for tile, _ in zip(tiles, range(20), strict=False):
            draw(tile)
        end = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < end:
            sizes.append(draw(next(tiles)))
            times.append((time.perf_counter() - begun) * 1000)
    return times, sizes


@dataclass(frozen=True)
class Result:
    """What one side did at one zoom."""

    a_second: float
    p50_ms: float
    alone_p50_ms: float
    slowest_ms: float
    largest: int


def measured(side: Side, zoom: int, clients: int, seconds: float) -> Result:
    """Let one client ask alone, then several at once."""
    alone, _ = client(side, zoom, 1, seconds / 2)
    with ProcessPoolExecutor(clients) as pool:
        asked = [pool.submit(client, side, zoom, 10 + n, seconds) for n in range(clients)]
        times, sizes = zip(*(each.result() for each in asked), strict=True)
    every, bytes_of = np.concatenate(times), np.concatenate(sizes)
    return Result(
        a_second=len(every) / seconds,
        p50_ms=float(np.median(every)),
        alone_p50_ms=float(np.median(alone)),
        slowest_ms=float(np.percentile(alone, 95)),
        largest=int(bytes_of.max()),
    )


def fill(stage: Stage) -> None:
    """Make the points and lines."""
    bounds = {"west": WEST, "south": SOUTH, "east": EAST, "north": NORTH}
    with psycopg.connect(
        stage.database, autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as database:
        made = MAKE.replace("{cell}", cell_sql("geom"))
        database.execute(made.encode(), {**bounds, "points": POINTS, "lines": LINES})
        database.execute("VACUUM (ANALYZE)")
    stage.checkpoint()


def started(stage: Stage, program: Program, environment: dict[str, str], port: int) -> Process:
    """Start a program and wait until it listens."""
    log = stage.places.log / f"{program.name}.log"
    process = Process(program.name, program.command, program.folder, log, environment, program.user)
    process.start()
    wait_for_port(port)
    return process


def own_side(stage: Stage) -> Process:
    """Start the project's own web workers with the two layers."""
    (web, _live) = web_programs(ROOT, stage.ports)
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.tile_settings"}
    return started(stage, web, stage.environment | settings, stage.ports["WSGI_PORT"])


def tipg_side(stage: Stage) -> Process:
    """Install tipg and start as many workers of it as the project has, caches off."""
    folder, port = stage.places.var / "tipg", stage.ports["LIVE_PORT"]
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/pip", "install", "--quiet", TIPG, "uvicorn"], check=True)
    command = f"uvicorn tipg.main:app --workers {WEB_WORKERS} --port {port} --no-access-log"
    variables = {
        "DATABASE_URL": stage.database,
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_TABLE_CONFIG__public_tile_spot__geomcol": "geom_3857",
        "TIPG_TABLE_CONFIG__public_tile_path__geomcol": "geom_3857",
        "TIPG_CACHE_DISABLE": "TRUE",
        "CACHE_DISABLE": "TRUE",
        "TIPG_MAX_FEATURES_PER_TILE": "1000000",
    }
    program = Program("tipg", (str(folder / "bin/python"), "-m", *command.split()), ROOT)
    return started(stage, program, {**os.environ, **variables}, port)


def sides(stage: Stage, *, with_tipg: bool) -> dict[str, Callable[[str], Side]]:
    """Return who draws, as functions of the layer's name."""

    def raw(layer: str) -> Side:
        table, columns = RAW[layer]
        return Side(STATEMENT.format(table=table, columns=columns, z="{z}"), stage.database)

    def own(layer: str) -> Side:
        return Side(port=stage.ports["WSGI_PORT"], path=f"/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt")

    def tipg(layer: str) -> Side:
        table, columns = RAW[layer]
        path = f"/collections/public.{table}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}"
        wanted = columns.replace(" ", "")
        more = f"?geom-column=geom_3857&properties={wanted}"
        return Side(port=stage.ports["LIVE_PORT"], path=path + more)

    found: dict[str, Callable[[str], Side]] = {"raw SQL": raw, "own": own}
    return found | ({"tipg": tipg} if with_tipg else {})


def figures_near(layer: str, zoom: int, found: dict[str, Result]) -> Iterator[Figure]:
    """Yield the figures of a layer at a near zoom, beside their goals."""
    own, raw = found["own"], found["raw SQL"]
    for name, each in found.items():
        yield Figure(f"{layer} z{zoom}: {name}", each.a_second, "tiles/s")
    share = own.a_second / raw.a_second
    goal = {14: 0.8, 16: 0.45}.get(zoom)
    bound = (">=", goal) if goal else ("", 0.0)
    yield Figure(f"{layer} z{zoom}: own beside raw SQL", share, "", *bound)
    if "tipg" in found:
        yield Figure(
            f"{layer} z{zoom}: own beside tipg", own.a_second / found["tipg"].a_second, "", ">=", 2
        )
    more = own.alone_p50_ms - raw.alone_p50_ms
    yield Figure(f"{layer} z{zoom}: one client, p50 above raw SQL", more, "ms", "<=", 1.0)


def figures_far(layer: str, zoom: int, own: Result) -> Iterator[Figure]:
    """Yield the figures of a layer at a far zoom, beside their goals."""
    yield Figure(f"{layer} z{zoom}: largest", own.largest / 1000, "kB", "<=", 100)
    yield Figure(f"{layer} z{zoom}: one client, p95", own.slowest_ms, "ms", "<=", 50)


def measure(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Ask every side for the same tiles."""
    figures: list[Figure] = []
    details: dict[str, Any] = {}
    of = sides(stage, with_tipg=not arguments.without_tipg)
    for layer in RAW:
        for zoom in NEAR:
            found = {
                name: measured(side(layer), zoom, arguments.clients, arguments.seconds)
                for name, side in of.items()
            }
            figures += figures_near(layer, zoom, found)
            details[f"{layer} z{zoom}"] = {name: vars(each) for name, each in found.items()}
        for zoom in FAR:
            own = measured(of["own"](layer), zoom, 1, arguments.seconds / 2)
            figures += figures_far(layer, zoom, own)
            details[f"{layer} z{zoom}"] = vars(own)
    return figures, details


def main() -> int:
    """Make the city, start the servers, ask, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--without-tipg", action="store_true")
    arguments = parser.parse_args()
    with staged() as stage:
        fill(stage)
        running = [own_side(stage)] + ([] if arguments.without_tipg else [tipg_side(stage)])
        try:
            figures, details = measure(stage, arguments)
        finally:
            for process in running:
                process.stop()
    return finish("tiles", figures, details)


if __name__ == "__main__":
    sys.exit(main())
