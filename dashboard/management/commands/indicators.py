"""`municipality indicators`: compute the overview's figures of some days anew."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dashboard.overview.periods import DAY, Period
from dashboard.overview.refreshing import refresh_indicators


class Command(BaseCommand):
    """After an import of old data, for example."""

    help = "Compute the indicators of the overview anew for a range of days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the first and the last day."""
        today = timezone.localdate()
        day = dt.date.fromisoformat
        parser.add_argument("--from", dest="first", type=day, default=today - 30 * DAY)
        parser.add_argument("--to", dest="last", type=day, default=today)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh a week at a time, so that nothing is locked for long."""
        first, last = options["first"], options["last"]
        if first > last:
            raise CommandError("the first day lies after the last one")
        changed, at = 0, first
        while at <= last:
            changed += refresh_indicators(period=Period(at, min(at + 6 * DAY, last)))
            at += 7 * DAY
        self.stdout.write(f"{changed} figures changed")
