"""How smooth the live page is with 5,000 vehicles, 60,000 lamps and 1,000 positions a second.

    python -m benchmarks.live_page [--seconds 60] [--url URL --redis URL]

Without `--url` it starts database, Redis, pages, live stream and proxy by itself and fills them
with the demonstration city; with it, a running system is measured, whose vehicles are then moved
by messages of ours. Chromium draws without a graphics card, so a desk does better.
"""

import argparse
import itertools
import json
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import psycopg
from playwright.sync_api import Page, sync_playwright
from redis import Redis

from benchmarks.processes import Process
from benchmarks.push import wait_for_port
from benchmarks.results import Figure, finish
from benchmarks.stage import ROOT, Stage, staged
from municipality.runtime.failures import StartError
from municipality.runtime.programs import web_programs
from municipality.runtime.proxy import prepare_proxy

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
TICK_S = 0.25
SMOOTH_P95_MS = 100.0
STATES = """
    INSERT INTO fleet_position_latest (device_id, at, received_at, geom, speed_kmh, heading_deg)
    SELECT f.device_id, now(), now(), ST_LineInterpolatePoint(s.geom, random()), 20, 90
    FROM (SELECT device_id, row_number() OVER () AS n FROM fleet_fitting) AS f
    JOIN (SELECT geom, row_number() OVER () AS n, count(*) OVER () AS total
          FROM territory_street) AS s ON s.n = 1 + f.n * 7 % s.total;
    INSERT INTO lighting_lamp_state_latest (device_id, at, received_at, is_on, dim_percent, fault)
    SELECT device_id, now(), now(), device_id % 20 > 0, 100, (device_id % 70 = 0)::int
    FROM lighting_lamp;
    ANALYZE;
"""
WATCH = """() => {
  const seen = { gaps: [], long: [] };
  let before = performance.now();
  const frame = (now) => {
    seen.gaps.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => seen.long.push(...list.getEntries().map((e) => e.duration)))
    .observe({ entryTypes: ["longtask"] });
  window.benchmark = seen;
}"""


class Driver(threading.Thread):
    """Moves every vehicle by messages as ingest publishes them: some at each tick, all in turn."""

    def __init__(self, redis_url: str, vehicles: list[list[Any]], rate: int) -> None:
        """Take the vehicles of a snapshot and the positions to send each second."""
        super().__init__(daemon=True)
        self._redis = Redis.from_url(redis_url)
        self._places = [[row[0], row[5], row[6]] for row in vehicles if row[5] is not None]
        self._each_tick = max(1, int(rate * TICK_S))
        self.over = threading.Event()
        self.sent = 0

    def run(self) -> None:
        """Publish until told that it is over."""
        chance = np.random.default_rng(1)
        turn = itertools.cycle(self._places)
        while not self.over.wait(TICK_S):
            at = int(time.time() * 1000)
            rows = []
            for place in itertools.islice(turn, self._each_tick):
                place[1] += float(chance.normal(0, 3e-4))
                place[2] += float(chance.normal(0, 3e-4))
                heading = int(chance.integers(0, 360))
                rows.append([place[0], at, *(round(part, 6) for part in place[1:]), 25.0, heading])
            self._redis.publish("live:positions", orjson.dumps(rows))
            self.sent += len(rows)


@contextmanager
def site(stage: Stage) -> Iterator[str]:
    """Yield the address of pages, tiles and stream behind the project's own proxy.

    The static files are collected first; the front end must have been built (`script/build`).
    """
    if not (ROOT / "public" / "vendor").is_dir():
        raise StartError("The front end is not built: run script/build first.")
    stage.run("collectstatic", "--no-input")
    programs = [
        *web_programs(ROOT, stage.ports),
        prepare_proxy(stage.places, stage.ports, "127.0.0.1"),
    ]
    processes = [
        Process(
            program.name,
            program.command,
            program.folder,
            stage.places.log / f"{program.name}.log",
            stage.environment,
            program.user,
        )
        for program in programs
    ]
    try:
        for process in processes:
            process.start()
        for name in ("WSGI_PORT", "LIVE_PORT", "WEB_PORT"):
            wait_for_port(stage.ports[name])
        yield f"http://127.0.0.1:{stage.ports['WEB_PORT']}"
    finally:
        for process in reversed(processes):
            process.stop()


def fill(stage: Stage, arguments: argparse.Namespace) -> None:
    """Load the demonstration city and let everything in it have spoken a moment ago."""
    sizes = ("--lamps", str(arguments.lamps), "--vehicles", str(arguments.vehicles))
    stage.run("demo", "load", *sizes)
    with psycopg.connect(stage.database, autocommit=True) as connection:
        connection.execute(STATES)


def travel(page: Page, seconds: float) -> None:
    """Pan the map in a square, and zoom now and then, as somebody does who looks around."""
    steps = itertools.cycle([(300, 0), (0, 200), (-300, 0), (0, -200)])
    end = time.monotonic() + seconds
    for number in itertools.count(1):
        if time.monotonic() > end:
            return
        across, down = next(steps)
        page.evaluate(f"liveCity.map.panBy([{across}, {down}], {{ duration: 0.8 }})")
        if number % 8 == 0:
            page.evaluate(f"liveCity.map.setZoom({13 + number // 8 % 3})")
        page.wait_for_timeout(1000)


def watch(url: str, redis_url: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Open the page, move what is on it, look around, and return what was measured."""
    with urllib.request.urlopen(f"{url}/live/snapshot.json") as answer:  # noqa: S310 our own page
        vehicles = json.load(answer)["vehicles"]
    driver = Driver(redis_url, vehicles, arguments.rate)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        started = time.monotonic()
        page.goto(url)
        while not page.evaluate("window.liveCity?.fleet.vehicles.size ?? 0"):
            page.wait_for_timeout(20)
        shown_s = time.monotonic() - started
        driver.start()
        page.wait_for_timeout(5000)
        page.evaluate(f"({WATCH})()")
        travel(page, arguments.seconds)
        seen = page.evaluate("window.benchmark")
        memory = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")
        drawn = page.evaluate("liveCity.vehicles.drawn.length")
        browser.close()
    driver.over.set()
    driver.join()
    extra = {"vehicles": len(vehicles), "shown_s": shown_s, "sent": driver.sent, "drawn": drawn}
    return {**seen, **extra, "heap_mb": memory["usedSize"] / 1e6}


def measure_own(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure a system started for the purpose."""
    with staged(scratch=arguments.scratch) as stage:
        fill(stage, arguments)
        with site(stage) as url:
            return watch(url, stage.variables["REDIS_URL"], arguments)


def figures_of(found: dict[str, Any], seconds: float) -> list[Figure]:
    """Return the figures of a run."""
    gaps = np.array(found["gaps"])
    p50, p95, p99 = np.quantile(gaps, [0.5, 0.95, 0.99])
    long = found["long"]
    return [
        Figure("vehicles on the page", found["vehicles"], ""),
        Figure("positions sent a second", found["sent"] / (seconds + 5), ""),
        Figure("address entered to vehicles shown", found["shown_s"], "s"),
        Figure("frame to frame, p50", float(p50), "ms"),
        Figure("frame to frame, p95", float(p95), "ms", "<=", SMOOTH_P95_MS),
        Figure("frame to frame, p99", float(p99), "ms"),
        Figure("tasks over 50 ms, a minute", len(long) * 60 / seconds, ""),
        Figure("longest task", max(long, default=0.0), "ms"),
        Figure("memory of the page's scripts", found["heap_mb"], "MB"),
    ]


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.live_page", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=60, help="(60)")
    parser.add_argument("--vehicles", type=int, default=5_000, help="(5,000)")
    parser.add_argument("--lamps", type=int, default=60_000, help="(60,000)")
    parser.add_argument("--rate", type=int, default=1_000, help="positions a second (1,000)")
    parser.add_argument("--url", help="of a running system")
    parser.add_argument("--redis", help="of its Redis")
    parser.add_argument("--scratch", type=Path, help="folder for the throw-away services")
    arguments = parser.parse_args()
    if arguments.url:
        found = watch(arguments.url, arguments.redis, arguments)
    else:
        found = measure_own(arguments)
    return finish("live_page", figures_of(found, arguments.seconds), {"arguments": vars(arguments)})


if __name__ == "__main__":
    sys.exit(main())
