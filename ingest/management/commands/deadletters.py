"""`municipality deadletters`: count and read what was refused, and play it again after a repair.

What devices sent is shown to the operator who asks, never written to a log.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Max, Sum
from django.utils import timezone

from ingest.models import DeadLetter
from ingest.pipeline import Pipeline
from ingest.rules import readable
from ingest.services import replay_dead_letters


class Command(BaseCommand):
    """List dead letters by reason, show them, or replay them."""

    help = "Count or show what was refused, or send it through the pipeline again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the subcommands."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="count them by reason")
        show = actions.add_parser("show", help="show the newest: topic, bytes, what was wrong")
        show.add_argument("--device", default="", metavar="IDENTITY", help="only of one device")
        show.add_argument("--reason", default="", help="only those of one reason")
        show.add_argument("--limit", type=int, default=10, metavar="COUNT", help="at most so many")
        replay = actions.add_parser(
            "replay", help="process them again, for instance after a repair"
        )
        replay.add_argument("--reason", default="", help="only those of one reason")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, show or replay."""
        if options["action"] == "list":
            self._list()
        elif options["action"] == "show":
            self._show(options["device"], options["reason"], max(options["limit"], 0))
        else:
            self._replay(options["reason"])

    def _list(self) -> None:
        reasons = DeadLetter.objects.values("reason").annotate(
            letters=Count("id"), times=Sum("occurrences"), last=Max("last_received_at")
        )
        for row in reasons.order_by("-times"):
            self.stdout.write(
                f"{row['reason']:24} {_counted(row['letters'], 'letter'):>17}, received "
                f"{_counted(row['times'], 'time')}, last {_local(row['last'])}"
            )
        self.stdout.write(_counted(DeadLetter.objects.count(), "dead letter"))

    def _show(self, device: str, reason: str, limit: int) -> None:
        letters = DeadLetter.objects.with_device().order_by("-last_received_at", "-pk")
        if device:
            letters = letters.filter(uid=device)
        if reason:
            letters = letters.filter(reason=reason)
        for letter in letters[:limit]:
            received = _counted(letter.occurrences, "time")
            self.stdout.write(
                f"{letter.topic}\n"
                f"  {letter.reason}: {letter.detail}\n"
                f"  received {received}, last {_local(letter.last_received_at)}\n"
                f"  {readable(bytes(letter.payload))}"
            )
        shown = min(limit, found := letters.count())
        self.stdout.write(f"{shown} of {_counted(found, 'dead letter')}")

    def _replay(self, reason: str) -> None:
        pipeline, letters, stored, refused = Pipeline(), 0, 0, 0
        for done in replay_dead_letters(pipeline, reason=reason):
            letters += done.letters
            stored += done.outcome.stored + done.outcome.known
            refused += len(done.outcome.refusals)
        pipeline.close()
        self.stdout.write(
            f"{letters} replayed: {_counted(stored, 'record')} stored, {refused} refused again"
        )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _local(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S %Z}"
