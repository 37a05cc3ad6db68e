"""`municipality ingest`: the process between the broker and the database."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ingest.broker import session_name
from ingest.decoders import SUBSCRIPTIONS
from ingest.live import LiveFeed
from ingest.pipeline import Pipeline
from ingest.service import IngestService
from ingest.transports import SHARED, Subscriber


class Command(BaseCommand):
    """Run one ingest process; several under different names share the load."""

    help = "Store what devices send; several with --shared and different --name share the load."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the session's name and the broker's address."""
        parser.add_argument("--name", default="ingest-1", help="name of the persistent session")
        parser.add_argument("--url", default=settings.MQTT_URL, help="broker, mqtt:// or mqtts://")
        parser.add_argument(
            "--shared",
            action="store_true",
            help="share the load with other processes (MQTT 5 shared subscription)",
        )
        parser.add_argument("--window", type=int, default=20_000, help="messages not acknowledged")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGINT or SIGTERM."""
        prefix = SHARED if options["shared"] else ""
        filters = [prefix + name for name in SUBSCRIPTIONS]
        url = options["url"]
        feed = LiveFeed(settings.REDIS_URL)
        service = IngestService(
            Subscriber(url, session_name(options["name"], url), filters, window=options["window"]),
            Pipeline(feed),
            feed,
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: service.stop())
        service.run()
