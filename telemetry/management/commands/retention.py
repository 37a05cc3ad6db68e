"""`municipality retention`: how long each series is kept, and by which decision."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from telemetry.database import connect
from telemetry.maintenance import known_series
from telemetry.models import RetentionRule
from telemetry.retention import keep_days
from telemetry.services import set_retention


class Command(BaseCommand):
    """List what is kept for how long, or set a rule."""

    help = "Show how many days each series is kept, or set it from a date on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the subcommands."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="days kept today, and the rules")
        rule = actions.add_parser("set", help="keep a series for so many days from a date on")
        rule.add_argument("series")
        rule.add_argument("days", type=int)
        rule.add_argument("--from", dest="valid_from", type=dt.date.fromisoformat, required=True)
        rule.add_argument("--reference", required=True, help="the decision or law that says so")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or set."""
        if options["action"] == "list":
            self._list()
        else:
            self._set(**options)

    def _list(self) -> None:
        today = dt.datetime.now(dt.UTC).date()
        with connect() as connection:
            for series in known_series():
                self.stdout.write(f"{series:32} {keep_days(connection, series, today):>6} days")
        for rule in RetentionRule.objects.order_by("series", "valid_from"):
            until = rule.valid_to or "further notice"
            self.stdout.write(
                f"{rule.series}: {rule.keep_days} days from {rule.valid_from} until {until}"
                f" ({rule.legal_reference})"
            )

    def _set(
        self, series: str, days: int, valid_from: dt.date, reference: str, **options: Any
    ) -> None:
        try:
            rule = set_retention(
                series=series, keep_days=days, valid_from=valid_from, legal_reference=reference
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{rule.series} is kept for {rule.keep_days} days from {valid_from} on.")
