"""A QoS 1 load as cheap as Python allows: bare sockets, packets encoded thousands at a time,
acknowledgements counted.

    python -m benchmarks.load --url mqtt://simulator:secret@host --seconds 10 [--rate 20000]

Without a rate it saturates, with a bounded number of messages in flight. The summary goes to
standard output as JSON, the (vehicle, instant) of every acknowledged valid message to the file
named by `--truth`. SIGTERM ends the sending early.
"""

import argparse
import json
import resource
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from benchmarks import packets, rubbish
from benchmarks.fleet_day import Ints, keys_of
from benchmarks.journey import Block, Disorder, Journey
from ingest.broker import session_name

SLICE_S = 0.005
PAUSE_S = 0.001
BURST = 512
"""Messages in one send: larger ones wait for the broker anyway."""
VIRTUAL_STEP_S = 1.0
"""When saturating, each vehicle's clock advances by this from fix to fix, and ends about now."""
MOST_PER_SECOND = 120_000
CONNACK_WAIT_S = 10


@dataclass
class Link:
    """One connection with its stream, its window and what it has sent and heard back."""

    link: socket.socket
    blocks: Iterator[Block]
    vehicle_count: int
    window: int
    rows: packets.Bytes = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    position: int = 0
    sent: int = 0
    acknowledged: int = 0
    valid: int = 0
    heard: bytearray = field(default_factory=bytearray)
    pending: memoryview = field(default_factory=lambda: memoryview(b""))
    keys: list[Ints] = field(default_factory=list)

    def ready(self, most: int) -> bool:
        """Have up to `most` packets encoded and waiting to be written; tell whether any are."""
        if not self.pending:
            count = min(most, BURST, self.window - (self.sent - self.acknowledged))
            if count > 0:
                self._take(count)
        return bool(self.pending)

    def _take(self, count: int) -> None:
        if self.position >= len(self.rows):
            self._encode(next(self.blocks))
        taken = self.rows[self.position : self.position + count]
        self.position += len(taken)
        self.sent += len(taken)
        self.pending = memoryview(taken.tobytes())

    def _encode(self, block: Block) -> None:
        self.rows = packets.encode(
            self.vehicle_count, block.vehicles, block.at_ms, self.sent % 65535 + 1
        )
        self.position = 0
        bad = block.rubbish >= 0
        if bad.any():
            start = packets.payload_start(self.vehicle_count)
            length = self.rows.shape[1] - start
            self.rows[bad, start:] = rubbish.payloads(block.rubbish[bad], block.at_ms[bad], length)
        self.keys.append(np.where(bad, -1 - block.rubbish, keys_of(block.vehicles, block.at_ms)))

    def write(self) -> None:
        """Write what the socket takes."""
        try:
            self.pending = self.pending[self.link.send(self.pending) :]
        except BlockingIOError:
            return

    def read(self) -> None:
        """Count the acknowledgements that have arrived."""
        try:
            data = self.link.recv(262_144)
        except BlockingIOError:
            return
        if not data:
            raise ConnectionError("the broker closed the connection")
        self.heard += data
        self.acknowledged += packets.count_acknowledgements(self.heard)

    def serve(self, target: int, most: int) -> None:
        """Write until `target` packets are sent, `most` at once, as far as window and socket
        allow.
        """
        self.read()
        target = min(target, self.sent + most)
        while self.ready(target - self.sent):
            self.write()
            if self.pending:
                return

    def sent_keys(self) -> Ints:
        """Return the keys of the messages sent; -1 and below for the kinds of garbage."""
        return np.concatenate([np.zeros(0, np.int64), *self.keys])[: self.sent]


def open_link(url: str, client: str) -> socket.socket:
    """Connect and wait for the broker's consent."""
    parts = urlsplit(url)
    link = socket.create_connection(
        (parts.hostname or "127.0.0.1", parts.port or 1883), CONNACK_WAIT_S
    )
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.sendall(
        packets.connect(client, parts.username or "", parts.password or "", keep_alive_s=0)
    )
    answer = link.recv(1024)
    if len(answer) < 4 or answer[0] != 0x20 or answer[3] != 0:
        raise ConnectionError(f"the broker refused the load: {answer.hex()}")
    link.setblocking(False)
    return link


def forget_session(url: str, name: str) -> None:
    """Have the broker forget the session of an ingest process that has ended."""
    open_link(url, session_name(name, url)).close()


@dataclass(frozen=True)
class Plan:
    """What to send: `rate` in messages a second, or None to saturate."""

    url: str
    seconds: float = 10.0
    rate: float | None = None
    messages: int | None = None
    vehicles: int = 2000
    connections: int = 1
    window: int = 2000
    disorder: Disorder = field(default_factory=Disorder)
    seed: int = 1


def open_links(plan: Plan, start_ms: int) -> list[Link]:
    """Open the connections; each carries every n-th vehicle."""
    step_s = plan.vehicles / plan.rate * plan.disorder.growth if plan.rate else VIRTUAL_STEP_S
    links = []
    for number in range(plan.connections):
        own = np.arange(number, plan.vehicles, plan.connections)
        journey = Journey(own, start_ms, step_s * 1e6 / len(own), plan.disorder, plan.seed + number)
        link = open_link(plan.url, f"load-{number}-{start_ms}")
        links.append(Link(link, journey.blocks(), plan.vehicles, plan.window // plan.connections))
    return links


def run(plan: Plan, halt: threading.Event | None = None) -> tuple[dict[str, Any], Ints]:
    """Send the plan, or until `halt` is set; return its figures, and the keys of its valid
    messages.
    """
    most = plan.messages or plan.seconds * MOST_PER_SECOND
    lead_s = 0.2 if plan.rate else most / plan.vehicles * VIRTUAL_STEP_S + 5
    start = time.time()
    start_ms = int((start + lead_s if plan.rate else start - lead_s) * 1000)
    links = open_links(plan, start_ms)
    if plan.rate:
        time.sleep(max(0, start_ms / 1000 - time.time()))
    begun, cpu = time.time(), resource.getrusage(resource.RUSAGE_SELF)
    behind_s = send(links, plan, halt or threading.Event())
    finish(links)
    used = resource.getrusage(resource.RUSAGE_SELF)
    sent = sum(link.sent for link in links)
    cpu_s = used.ru_utime + used.ru_stime - cpu.ru_utime - cpu.ru_stime
    seconds = time.time() - begun
    keys = np.concatenate([link.sent_keys() for link in links])
    figures = {
        "sent": sent,
        "begun": begun,
        "seconds": seconds,
        "per_second": sent / seconds,
        "cpu_us_per_message": cpu_s / max(sent, 1) * 1e6,
        "most_behind_s": behind_s,
        "garbage": rubbish.reasons(-1 - keys[keys < 0]),
    }
    return figures, keys[keys >= 0]


def send(links: list[Link], plan: Plan, halt: threading.Event) -> float:
    """Send what is planned; return how many seconds the load was behind its schedule at worst."""
    begun = time.monotonic()
    rate = plan.rate / len(links) if plan.rate else None
    most = (plan.messages or sys.maxsize) // len(links)
    behind_s = 0.0
    while not halt.is_set() and any(link.sent < most for link in links):
        now = time.monotonic() - begun
        if now >= plan.seconds:
            break
        target = int((now + SLICE_S) * rate) if rate else sys.maxsize
        for link in links:
            link.serve(min(target, most), BURST * 8)
            if rate:
                behind_s = max(behind_s, now - link.sent / rate)
        time.sleep(SLICE_S - now % SLICE_S if rate else PAUSE_S)
    return behind_s


def finish(links: list[Link], patience_s: float = 60) -> None:
    """Write what was begun and wait until everything is acknowledged."""
    deadline = time.monotonic() + patience_s
    for link in links:
        while link.pending or link.acknowledged < link.sent:
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"{link.sent - link.acknowledged} messages were never acknowledged"
                )
            select.select([link.link], [link.link] if link.pending else [], [], 0.1)
            if link.pending:
                link.write()
            link.read()
        link.link.close()


def plan_of(arguments: argparse.Namespace) -> Plan:
    """Return the plan of a command line."""
    shares = {
        name: getattr(arguments, name) for name in ("shuffled", "duplicated", "late", "garbage")
    }
    return Plan(
        url=arguments.url,
        seconds=arguments.seconds,
        rate=arguments.rate,
        messages=arguments.messages,
        vehicles=arguments.vehicles,
        connections=arguments.connections,
        window=arguments.window,
        disorder=Disorder(**shares),
        seed=arguments.seed,
    )


def main() -> None:
    """Send a load and print what it was."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--url", required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument(
        "--rate", type=float, help="messages a second; without it the load saturates"
    )
    parser.add_argument("--messages", type=int, help="stop after so many")
    parser.add_argument("--vehicles", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument(
        "--window", type=int, default=2000, help="messages in flight, over all connections"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--truth", type=Path, help="where to write the keys of the valid messages")
    for name in ("shuffled", "duplicated", "late", "garbage"):
        parser.add_argument(
            f"--{name}", type=float, default=0.0, help="share of the messages, 0 to 1"
        )
    arguments = parser.parse_args()
    halt = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: halt.set())
    figures, keys = run(plan_of(arguments), halt)
    if arguments.truth:
        np.save(arguments.truth, keys)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
