"""Play a recording of positions over MQTT, as if its vehicles were driving."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

from fleet import services
from fleet.enums import VehicleKind
from ingest.outlets import Outgoing, Outlet, Stop, send
from ingest.recordings import PREFIX, Recording, identity

FITTED_AT = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
"""Before any recording."""


@dataclass(frozen=True)
class Report:
    """What a replay did."""

    rows: int
    nameless: int
    published: int
    confirmed: bool
    seconds: float

    def __str__(self) -> str:
        rate = self.published / self.seconds if self.seconds else 0.0
        lines = [
            f"rows read:            {self.rows}",
            f"without a device:     {self.nameless} (not published)",
            f"published:            {self.published} (refusals, if any, are ingest's)",
            f"confirmed by broker:  {'all' if self.confirmed else 'not all'}",
            f"messages a second:    {rate:.0f} over {self.seconds:.1f} s",
        ]
        return "\n".join(lines)


def register_vehicles(
    names: list[str], kind: VehicleKind = VehicleKind.BUS, *, is_simulated: bool = False
) -> int:
    """Register the recorded vehicles not known yet, with a device each; returns how many."""
    codes = {
        identity(name): f"{PREFIX.upper()}{identity(name).removeprefix(PREFIX)}"[:40]
        for name in names
    }
    return services.register_vehicles(
        codes=codes, kind=kind, fitted_at=FITTED_AT, is_simulated=is_simulated
    )


def remove_played() -> int:
    """Remove the vehicles that replays registered, and all that they sent; returns how many."""
    return services.remove_simulated_trackers(prefix=PREFIX)


def too_old(recording: Recording, shift: dt.timedelta, earliest: dt.datetime) -> int:
    """How many rows lie before `earliest` once moved by `shift`; ingest refuses those."""
    limit_ms = (earliest - shift).timestamp() * 1000
    return sum(at is not None and at < limit_ms for at in recording.at)


def play(
    recording: Recording,
    outlet: Outlet,
    stop: Stop,
    *,
    shift: dt.timedelta = dt.timedelta(0),
    speed: float = inf,
    confirm: Callable[[], bool] = lambda: True,
) -> Report:
    """Publish every row, `speed` times as fast as it was recorded; `confirm` waits for the broker
    at the end.
    """
    began = time.monotonic()
    sent = send(_paced(recording.messages(shift), speed, stop), outlet, stop)
    confirmed = confirm()
    rows = len(recording.device) + recording.nameless
    return Report(rows, recording.nameless, sent, confirmed, time.monotonic() - began)


def _paced(
    messages: Iterator[tuple[int, Outgoing]], speed: float, stop: Stop
) -> Iterator[Outgoing]:
    """Hold each message back until its time has come."""
    began, first = time.monotonic(), None
    for at_ms, message in messages:
        first = at_ms if first is None else first
        wait = (at_ms - first) / 1000 / speed - (time.monotonic() - began)
        if wait > 0:
            stop.wait(wait)
        yield message
