"""From the publication of an event at the broker to its arrival on every open page.

    python -m benchmarks.push [--pages 500] [--events 60] [--url URL --mqtt URL --device UID]

Without `--url` it starts broker, database, ingest and live stream by itself; with it, a running
system is measured, in which the device must be registered. Pages are bare sockets that read
`/live/stream` as browsers do.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from benchmarks import packets
from benchmarks.driving import ingesting
from benchmarks.fleet_day import uid
from benchmarks.load import open_link
from benchmarks.processes import Process
from benchmarks.results import Figure, finish
from benchmarks.stage import ROOT, Stage, staged

SETTLE_S = 2.0
GOAL_P99_MS = 1000.0
MARK = "bench_event_"


@dataclass
class Page:
    """One open page; `arrivals` holds when each event came, by its number."""

    arrivals: dict[int, float] = field(default_factory=dict)

    def hear(self, text: bytes) -> None:
        """Note the events named in a piece of the stream."""
        now = time.time()
        for piece in text.split(MARK.encode())[1:]:
            number = int(piece[:6])
            self.arrivals.setdefault(number, now)

    async def read(self, reader: asyncio.StreamReader) -> None:
        """Read until the stream ends."""
        rest = b""
        while piece := await reader.read(65_536):
            text = rest + piece
            self.hear(text)
            cut = text.rfind(b"\n\n")
            rest = text[cut + 2 :] if cut >= 0 else text


@asynccontextmanager
async def opened(url: str, count: int) -> AsyncIterator[list[Page]]:
    """Yield that many open pages."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    request = (
        f"GET /live/stream HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n\r\n"
    )
    pages = [Page() for _ in range(count)]
    tasks, writers = [], []
    try:
        for page in pages:
            reader, writer = await asyncio.open_connection(host, port)
            writers.append(writer)
            writer.write(request.encode())
            status = await asyncio.wait_for(reader.readline(), 30)
            if b" 200 " not in status:
                raise ConnectionError(f"the live stream answered {status.decode().strip()}")
            tasks.append(asyncio.create_task(page.read(reader)))
        yield pages
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in writers:
            writer.close()


async def measure(
    url: str, mqtt: str, device: str, arguments: argparse.Namespace
) -> dict[str, Any]:
    """Publish events one after the other; return when each was sent and when it reached each
    page.
    """
    link = open_link(mqtt, f"push-{time.time_ns()}")
    sent: dict[int, float] = {}
    async with opened(url, arguments.pages) as pages:
        await asyncio.sleep(SETTLE_S)
        for number in range(arguments.events):
            code = f"{MARK}{number:06d}"
            body = json.dumps({"at": int(time.time() * 1000), "code": code, "severity": "info"})
            packet = packets.publish(f"city/{device}/event", body.encode(), number % 65_535 + 1)
            sent[number] = time.time()
            link.sendall(packet)
            await asyncio.sleep(arguments.pause)
        await asyncio.sleep(SETTLE_S)
    link.close()
    delays = [
        (page.arrivals[number] - when) * 1000
        for page in pages
        for number, when in sent.items()
        if number in page.arrivals
    ]
    return {"delays": np.array(delays), "expected": len(sent) * len(pages)}


@contextmanager
def live_stream(stage: Stage) -> Iterator[str]:
    """Yield the address of a live stream of the stage's own."""
    port = stage.ports["LIVE_PORT"]
    words = ["-m", "uvicorn", "--no-access-log", "--host", "127.0.0.1", "--port", str(port)]
    process = Process(
        "live",
        [sys.executable, *words, "municipality.asgi:application"],
        ROOT,
        stage.places.log / "live.log",
        stage.environment,
    )
    process.start()
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stop()


def wait_for_port(port: int, patience_s: float = 60) -> None:
    """Return when something listens."""
    deadline = time.monotonic() + patience_s
    while Path("/proc/net/tcp").read_text().find(f"0100007F:{port:04X} 00000000:0000 0A") < 0:
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing listens on port {port}")
        time.sleep(0.1)


def measure_own(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure a system started for the purpose."""
    with staged(scratch=arguments.scratch) as stage:
        stage.register(1)
        with ingesting(stage), live_stream(stage) as url:
            return asyncio.run(measure(url, stage.publisher, uid(0), arguments))


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.push", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--pages", type=int, default=500, help="(500)")
    parser.add_argument("--events", type=int, default=60, help="(60)")
    parser.add_argument("--pause", type=float, default=0.53, help="seconds between events (0.53)")
    parser.add_argument("--url", help="of a running system")
    parser.add_argument(
        "--mqtt", help="of its broker, with a user who may write city/<device>/event"
    )
    parser.add_argument("--device", default=uid(0), help="a registered device")
    parser.add_argument("--scratch", type=Path, help="folder for the throw-away services")
    arguments = parser.parse_args()
    if arguments.url:
        found = asyncio.run(measure(arguments.url, arguments.mqtt, arguments.device, arguments))
    else:
        found = measure_own(arguments)
    delays = found["delays"]
    p50, p99, longest = np.quantile(delays, [0.5, 0.99, 1]) if len(delays) else (0.0, 0.0, 0.0)
    figures = [
        Figure("open pages", arguments.pages, ""),
        Figure("arrivals missing", found["expected"] - len(delays), "", "=", 0),
        Figure("publish to arrival, p50", float(p50), "ms"),
        Figure("publish to arrival, p99", float(p99), "ms", "<=", GOAL_P99_MS),
        Figure("publish to arrival, longest", float(longest), "ms"),
    ]
    return finish("push", figures, {"arguments": vars(arguments)})


if __name__ == "__main__":
    sys.exit(main())
