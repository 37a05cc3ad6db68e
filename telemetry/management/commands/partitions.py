"""`municipality partitions`: what the periodic task does, at once and with a report."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telemetry.database import connect
from telemetry.maintenance import PartitionsFailedError, keep_partitions


class Command(BaseCommand):
    """Make the coming week's partitions; drop those past their retention."""

    help = "Make telemetry partitions ahead and drop those past the retention rule."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        with connect() as connection:
            try:
                report = keep_partitions(connection, dt.datetime.now(dt.UTC).date())
            except PartitionsFailedError as error:
                raise CommandError(" ".join(str(error).split())) from error
        for verb, done in (("made", report.made), ("dropped", report.dropped)):
            for partition in done:
                self.stdout.write(f"{verb} {partition.name}")
        self.stdout.write(f"{len(report.made)} made, {len(report.dropped)} dropped")
