"""`municipality import lighting FILE`: an inventory of lamps."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ingest.importers.kinds import Importer
from lighting.inventory.refusals import ImportRefusedError
from lighting.inventory.reports import summary, write_report
from lighting.services import import_inventory

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _add_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, help="CSV or XLSX, at most 50 MB and 100,000 rows")
    parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=_choice,
        metavar="NAME=HEADING",
        help="take a column from this heading, for instance lamp_code=PUNTO",
    )
    parser.add_argument("--encoding", default="", help="of a CSV that is not UTF-8")
    parser.add_argument("--simulated", action="store_true", help="mark the lamps as simulated")
    parser.add_argument("--language", choices=LANGUAGES, help="of the report; else the console's")


def _choice(text: str) -> tuple[str, str]:
    name, equals, heading = text.partition("=")
    if not (name and equals and heading):
        raise argparse.ArgumentTypeError(f"write NAME=HEADING, not {text!r}")
    return name, heading


def _run(options: dict[str, Any], say: Callable[[str], object]) -> None:
    with override(options["language"] or get_language()):
        try:
            record = import_inventory(
                path=options["file"],
                dry_run=options["dry_run"],
                columns=dict(options["column"]),
                encoding=options["encoding"],
                is_simulated=options["simulated"],
            )
        except ImportRefusedError as error:
            raise CommandError(str(error)) from error
        for line in summary(record):
            say(line)
        try:
            path = write_report(record, settings.VAR_DIR / "reports")
            say(_("Full report: %(path)s") % {"path": path})
        except OSError as error:
            raise CommandError(
                _("The import is done and its report is stored, but no file of it: %(why)s")
                % {"why": error}
            ) from error


LIGHTING = Importer("lighting", "an inventory of street lamps", _add_arguments, _run)
