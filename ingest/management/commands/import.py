"""`municipality import KIND FILE`: load a file into the database, and report on it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ingest.importers.registry import IMPORTERS


class Command(BaseCommand):
    """Hands a file to the importer of its kind."""

    help = "Load a file into the database and write a report of every odd value in it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add each kind of file with its options."""
        kinds = parser.add_subparsers(dest="kind", required=True)
        for importer in IMPORTERS.values():
            importer.add_arguments(kinds.add_parser(importer.name, help=importer.help))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one file."""
        IMPORTERS[options["kind"]].run(options, self.stdout.write)
