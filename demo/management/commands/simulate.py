"""`municipality simulate`: the demonstration city's devices, sending over MQTT."""

import datetime as dt
import signal
import threading
import time
from math import inf
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.inventory import Options, build_city
from demo.services import last_heard, loaded_city
from demo.simulation.engine import Engine, SimulatedClock, Since, drive
from ingest.broker import session_name
from ingest.outlets import send
from ingest.transports import Publisher


class Command(BaseCommand):
    """Stands in for every device of the demonstration city."""

    help = (
        "Send what the demonstration city's devices say: vehicles every few seconds, lamps when "
        "they switch, meters each quarter of an hour. Makes up for the recent past first: half an "
        "hour of vehicles, a day of lamps and meters."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--from", dest="start", metavar="TIME", help="begin then: ISO 8601, or HH:MM today"
        )
        parser.add_argument(
            "--speed",
            type=float,
            default=inf,
            help="how many times faster than life to make up for the past (default: at once)",
        )
        parser.add_argument("--vehicles", type=int, help="drive only the first so many")
        parser.add_argument(
            "--interval", type=float, default=5.0, help="seconds between a moving vehicle's fixes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        city = loaded_city()
        url = settings.SIMULATOR_MQTT_URL
        if city is None:
            raise CommandError(
                "no demonstration city is loaded: run `municipality demo load` first"
            )
        if not url:
            raise CommandError("SIMULATOR_MQTT_URL is not set: which broker, and as whom?")
        if options["speed"] <= 0 or options["interval"] < 1:
            raise CommandError("--speed must be positive, and --interval at least one second")
        start = _instant(options["start"]) if options["start"] else None
        self.stdout.write("simulator: inventing the city")
        engine = Engine(build_city(city.options), options["interval"], options["vehicles"])
        stop = _stop_on_signal()
        with Publisher(url, session_name("simulator", url)) as publisher:
            clock = self._begin(engine, city.options, publisher, stop, start, options["speed"])
            drive(engine, publisher, clock, stop)
            publisher.drain(3.0)
        self.stdout.write("simulator: stopped")

    def _begin(
        self,
        engine: Engine,
        size: Options,
        publisher: Publisher,
        stop: threading.Event,
        start: float | None,
        speed: float,
    ) -> SimulatedClock:
        """Send what came before the clock starts."""
        if start is not None or speed != inf:
            begin = time.time() - 1800 if start is None else start
            send(engine.lamps.snapshot(begin), publisher, stop)
            return SimulatedClock(begin, speed)
        clock = SimulatedClock(time.time())
        since = Since.made_up(clock.start, last_heard(), size)
        sent = send(engine.past(since, clock.start), publisher, stop)
        self.stdout.write(f"simulator: made up for the past with {sent} messages")
        return clock


def _instant(text: str) -> float:
    try:
        if len(text) <= 5:
            at = dt.datetime.combine(timezone.localdate(), dt.time.fromisoformat(text))
        else:
            at = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--from {text}: not a time like 2026-03-01T06:30 or 06:30") from error
    at = at if at.tzinfo else timezone.make_aware(at)
    if at > timezone.now():
        raise CommandError("--from lies in the future")
    return at.timestamp()


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
