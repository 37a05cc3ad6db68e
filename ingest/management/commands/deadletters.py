"""`municipality deadletters`: count what was refused, and play it again after a repair."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Max, Sum

from ingest.models import DeadLetter
from ingest.pipeline import Pipeline
from ingest.services import replay_dead_letters


class Command(BaseCommand):
    """List dead letters by reason, or replay them."""

    help = "Count dead letters by reason, or send them through the pipeline again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the subcommands."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="count them by reason")
        replay = actions.add_parser(
            "replay", help="process them again, for instance after a repair"
        )
        replay.add_argument("--reason", default="", help="only those of one reason")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count or replay."""
        if options["action"] == "list":
            self._list()
        else:
            self._replay(options["reason"])

    def _list(self) -> None:
        reasons = DeadLetter.objects.values("reason").annotate(
            letters=Count("id"), times=Sum("occurrences"), last=Max("last_received_at")
        )
        for row in reasons.order_by("-times"):
            self.stdout.write(
                f"{row['reason']:24} {row['letters']:>8} letters, received {row['times']} times,"
                f" last {row['last']:%Y-%m-%d %H:%M:%S %Z}"
            )
        self.stdout.write(f"{DeadLetter.objects.count()} dead letters")

    def _replay(self, reason: str) -> None:
        pipeline, letters, stored, refused = Pipeline(), 0, 0, 0
        for done in replay_dead_letters(pipeline, reason=reason):
            letters += done.letters
            stored += done.outcome.stored + done.outcome.known
            refused += len(done.outcome.refusals)
        pipeline.close()
        self.stdout.write(f"{letters} replayed: {stored} records stored, {refused} refused again")
