"""How fast the council's overview answers over 20 million rows of telemetry.

    python -m benchmarks.overview [--rows 20000000] [--pages 300]

The history is made on the server, on every core: positions of 500 vehicles, states of 60,000 lamps
and readings of 300 cabinets over 30 days, and as many rows of rollups as belong to them. Pages
are asked for with other filters, in three languages, through the project's own proxy and web
workers, one after the other, by someone who signed in; nothing is kept between two requests but
the ten seconds that the ages of sources are.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from benchmarks.live_page import fill, site
from benchmarks.results import Figure, finish
from benchmarks.stage import ROOT, Stage, staged
from telemetry.partitions import Partition, partition_of

DAYS = 30
LAMPS, VEHICLES = 60_000, 500
READINGS_A_DAY = 96
P95_GOAL_MS = 200.0
LANGUAGES = ("ar", "fr", "en")
LAMPS_PAGE = "lighting.reporting/"
READER = """
import django
django.setup()
from datetime import date
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from people.models import Grant, Role, User
user = User.objects.create_user("reader")
role = Role.objects.create(code="reader", capabilities=["dashboard.read_overview"])
Grant.objects.create(role=role, user=user, valid_from=date(2000, 1, 1))
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""
"""Makes an account with the one right to read the overview; prints its session's cookie."""

HISTORY = (
    "DROP TABLE IF EXISTS {partition}",
    "CREATE TABLE {partition} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
    """
    INSERT INTO {partition} SELECT d.id, {values} FROM telemetry_device AS d CROSS JOIN LATERAL (
        SELECT step, {begin}::timestamptz + step * ({end}::timestamptz - {begin}) / {steps} AS at
        FROM generate_series(0, {steps} - 1) AS step
    ) AS spoken WHERE d.kind = {kind} ORDER BY at, d.id
    """,
    "ALTER TABLE {partition} ADD PRIMARY KEY (device_id, at)",
    "ALTER TABLE {table} ATTACH PARTITION {partition} FOR VALUES FROM ({begin}) TO ({end})",
)
"""How a partition is made: filled first and indexed then, which takes a third of the time."""

POINT = "ST_SetSRID(ST_MakePoint(-7.98 + sin(step / 50.0 + d.id) / 100, 31.63), 4326)"
SERIES = {
    "fleet_position": ("vehicle", "day", f"at, at, {POINT}, 39, 90, 5"),
    "lighting_lamp_state": (
        "lamp",
        "day",
        "at, at, step % 2 = 0, 100, 60, (d.id % 70 = 0)::int",
    ),
    "lighting_meter_reading": ("cabinet", "month", "at, at, step * 3000 + d.id, 9000"),
}
"""Kind of the devices, length of a partition, and what a device says at each step, by table."""

ROLLUPS = """
    INSERT INTO fleet_device_day
    SELECT d.id, day, %(positions)s, %(positions)s * 60000, %(positions)s * 9000
    FROM telemetry_device AS d CROSS JOIN days WHERE d.kind = 'vehicle';
    INSERT INTO lighting_lamp_day
    SELECT d.id, day, %(states)s, 39600000
    FROM telemetry_device AS d CROSS JOIN days WHERE d.kind = 'lamp';
    INSERT INTO lighting_cabinet_hour
    SELECT d.id, day + step * interval '1 hour', 4, 12000
    FROM telemetry_device AS d CROSS JOIN days CROSS JOIN generate_series(0, 23) AS step
    WHERE d.kind = 'cabinet'
"""


def fill_telemetry(stage: Stage, rows: int) -> int:
    """Make the history and its rollups; return how many rows of history there are."""
    steps = {
        "fleet_position": max(2, -(-rows * 6 // (10 * VEHICLES * DAYS))),
        "lighting_lamp_state": max(2, -(-rows * 4 // (10 * LAMPS * DAYS))),
        "lighting_meter_reading": READINGS_A_DAY,
    }
    today = dt.datetime.now(dt.UTC).date()
    days = [today - dt.timedelta(days=back) for back in range(1, DAYS + 1)]
    wanted = {
        (partition_of(table, every, day), steps[table])
        for table, (_, every, _) in SERIES.items()
        for day in days
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda each: _fill_partition(stage.database, *each), sorted(wanted)))
    with psycopg.connect(
        stage.database, autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as db:
        db.execute("CREATE TEMPORARY TABLE days (day date)")
        db.cursor().executemany("INSERT INTO days VALUES (%s)", [(day,) for day in days])
        counts = {
            "positions": steps["fleet_position"],
            "states": steps["lighting_lamp_state"],
        }
        db.execute(ROLLUPS, counts)
        db.execute("VACUUM (ANALYZE)")
        found = [db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in SERIES]
    stage.checkpoint()
    return sum(int(row[0]) for row in found if row)


def _fill_partition(database: str, partition: Partition, steps_a_day: int) -> None:
    kind, _, values = SERIES[partition.table]
    words = {
        "partition": sql.Identifier(partition.name),
        "table": sql.Identifier(partition.table),
        "begin": sql.Literal(f"{partition.start} 00:00+00"),
        "end": sql.Literal(f"{partition.end} 00:00+00"),
        "steps": sql.Literal(steps_a_day * (partition.end - partition.start).days),
        "kind": sql.Literal(kind),
        "values": sql.SQL(values),
    }
    with psycopg.connect(database, autocommit=True) as db:
        for statement in HISTORY:
            db.execute(sql.SQL(statement).format(**words))


def signed_in(stage: Stage) -> str:
    """Return the cookie of somebody who may read the overview and nothing else."""
    made = subprocess.run(
        [sys.executable, "-c", READER],
        cwd=ROOT,
        env=stage.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


def ask(address: str, cookie: str, language: str, expected: bytes) -> float:
    """Return the milliseconds until a page is there, whole."""
    request = urllib.request.Request(  # noqa: S310 - an address of ours
        address, headers={"Cookie": f"{cookie}; language={language}"}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        page = answer.read()
    passed_ms = (time.perf_counter() - begun) * 1000
    if expected not in page:
        raise RuntimeError(f"{address} answers with another page")
    return passed_ms


def measured(
    base: str, cookie: str, paths: Sequence[str], expected: str, pages: int
) -> list[float]:
    """Return the milliseconds of each of so many pages, after one of each to warm up."""
    asked: Iterator[tuple[str, str]] = cycle(product(paths, LANGUAGES))
    for path in paths[:4]:
        ask(base + path, cookie, LANGUAGES[0], expected.encode())
    return [
        ask(base + path, cookie, lang, expected.encode()) for path, lang in islice(asked, pages)
    ]


def filters(stage: Stage) -> list[str]:
    """Return the ends of addresses: each usual period in each territory."""
    with psycopg.connect(stage.database) as db:
        found = db.execute(
            "SELECT code FROM territory_territory WHERE level = 'arrondissement' ORDER BY 1"
        ).fetchall()
    places = ["", *(code for (code,) in found)]
    return [f"?period={p}&territory={t}" for p, t in product(("today", "7", "30", "month"), places)]


def timed(work: Callable[[], Any]) -> float:
    """Return how many seconds something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ask_all(stage: Stage, pages: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of the overview's pages, and of those that list the lamps."""
    cookie, ends = signed_in(stage), filters(stage)
    tiles, lamps = ([f"/overview/{page}{end}" for end in ends] for page in ("", LAMPS_PAGE))
    with site(stage) as base:
        return (
            measured(base, cookie, tiles, 'class="card figure"', pages),
            measured(base, cookie, lamps, 'id="records"', pages // 3),
        )


def measure(stage: Stage, arguments: argparse.Namespace) -> tuple[list[Figure], dict[str, Any]]:
    """Fill, compute the indicators, and ask for pages."""
    fill(stage, argparse.Namespace(lamps=LAMPS, vehicles=VEHICLES))
    begun = time.perf_counter()
    rows = fill_telemetry(stage, arguments.rows)
    filled_s = time.perf_counter() - begun
    month_s = timed(lambda: stage.run("indicators", patience_s=1800))
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    minute_s = timed(lambda: stage.run("indicators", "--from", str(yesterday)))
    load = os.getloadavg()[0]
    times, drilled = ask_all(stage, arguments.pages)
    p50, p95, p99 = np.percentile(times, (50, 95, 99))
    figures = [
        Figure("rows of telemetry", rows, "rows", ">=", arguments.rows),
        Figure("  made in", filled_s, "s"),
        Figure("31 days of every indicator computed anew", month_s, "s"),
        Figure("2 days of every indicator, as each minute", minute_s, "s", "<=", 60),
        Figure("load of the machine before the pages", load, ""),
        Figure("the overview, p50", p50, "ms"),
        Figure("the overview, p95", p95, "ms", "<=", P95_GOAL_MS),
        Figure("the overview, p99", p99, "ms"),
        Figure("from a figure to the lamps behind it, p95", np.percentile(drilled, 95), "ms"),
    ]
    return figures, {"arguments": vars(arguments), "times_ms": times, "drilled_ms": drilled}


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.overview", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--rows", type=int, default=20_000_000, help="of telemetry (20000000)")
    parser.add_argument("--pages", type=int, default=300, help="asked for (300)")
    parser.add_argument("--scratch", type=Path, help="folder for the throw-away services")
    arguments = parser.parse_args()
    with staged(scratch=arguments.scratch) as stage:
        figures, details = measure(stage, arguments)
    return finish("overview", figures, details)


if __name__ == "__main__":
    sys.exit(main())
