"""`municipality replay FILE`: a recording of positions, published over MQTT."""

import datetime as dt
import signal
import threading
from math import inf
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fleet.enums import VehicleKind
from fleet.series import POSITIONS
from ingest.broker import session_name
from ingest.recordings import Recording, UnreadableRecordingError, read_recording, whole_weeks
from ingest.replay import play, register_vehicles, remove_played, too_old
from ingest.transports import Publisher
from telemetry.database import connect
from telemetry.retention import keep_days

LEARNING_S = 3.5
"""An ingest process looks for devices that it does not know every three seconds at most."""


def _speed(text: str) -> float:
    return inf if text == "max" else float(text)


class Command(BaseCommand):
    """Plays the part of the vehicles of a recording."""

    help = (
        "Publish a CSV or Parquet file of positions as the vehicles would have. Vehicles that are "
        "not known are registered first, with codes REC- and as simulated; --remove takes them out "
        "again. A recording older than what is kept is moved by whole weeks to end just before now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--remove",
            action="store_true",
            help="remove the vehicles of earlier replays and all that they sent",
        )
        parser.add_argument("--speed", type=_speed, default=inf, help="times real time, or max")
        parser.add_argument("--no-shift", action="store_true", help="keep the recorded times")
        parser.add_argument("--device-column", help="found by its usual names if not given")
        parser.add_argument("--time-column", help="found by its usual names if not given")
        parser.add_argument("--speed-unit", choices=["m/s", "km/h"], default="m/s")
        parser.add_argument("--kind", choices=VehicleKind.values, default=VehicleKind.BUS.value)
        parser.add_argument("--url", default=settings.SIMULATOR_MQTT_URL, help="the broker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Register, publish, report; or remove what earlier replays left."""
        if options["remove"]:
            self.stdout.write(f"recorded vehicles removed: {remove_played()}")
            return
        if not options["file"]:
            raise CommandError("Name a file, or --remove what earlier replays left.")
        if not options["url"]:
            raise CommandError("SIMULATOR_MQTT_URL is not set: give the broker with --url")
        if options["speed"] <= 0:
            raise CommandError("--speed must be positive")
        recording = self._read(options)
        shift = self._shift(recording, may_move=not options["no_shift"])
        stop = threading.Event()
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        new = register_vehicles(recording.devices, VehicleKind(options["kind"]), is_simulated=True)
        self.stdout.write(f"vehicles:             {len(recording.devices)}, {new} of them new")
        if new:
            stop.wait(LEARNING_S)
        with Publisher(options["url"], session_name("replay", options["url"])) as publisher:
            report = play(
                recording,
                publisher,
                stop,
                shift=shift,
                speed=options["speed"],
                confirm=publisher.drain,
            )
        self.stdout.write(str(report))

    def _read(self, options: dict[str, Any]) -> Recording:
        try:
            return read_recording(
                options["file"],
                device=options["device_column"],
                time=options["time_column"],
                unit=options["speed_unit"],
            )
        except UnreadableRecordingError as error:
            raise CommandError(str(error)) from error

    def _shift(self, recording: Recording, *, may_move: bool) -> dt.timedelta:
        """Return by how much the times are moved, and say what that means for the recording."""
        first, last = recording.span()
        now = dt.datetime.now(dt.UTC)
        with connect() as connection:
            days = keep_days(connection, POSITIONS.table, now.date())
        weeks = whole_weeks(first, last, now, days) if may_move else 0
        if weeks:
            self.stdout.write(
                f"recorded {first:%Y-%m-%d} to {last:%Y-%m-%d}, and only {days} days are kept: "
                f"all times are moved by {weeks} weeks"
            )
        shift = dt.timedelta(weeks=weeks)
        if old := too_old(recording, shift, now - dt.timedelta(days=days)):
            self.stdout.write(
                f"older than {days} days:   {old} of {len(recording.at)} rows, "
                "which ingest will refuse as expired"
            )
        return shift
