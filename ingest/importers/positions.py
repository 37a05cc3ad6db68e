"""`municipality import positions FILE`: recorded positions, straight into the history."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from ingest.backfill import import_positions
from ingest.importers.kinds import Importer
from ingest.recordings import UnreadableRecordingError


def _add_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, help="CSV or Parquet; instants stay as they are")
    parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
    parser.add_argument("--register", action="store_true", help="register unknown vehicles")
    parser.add_argument("--device-column", help="found by its usual names if not given")
    parser.add_argument("--time-column", help="found by its usual names if not given")
    parser.add_argument("--speed-unit", choices=["m/s", "km/h"], default="m/s")


def _run(options: dict[str, Any], say: Callable[[str], object]) -> None:
    try:
        report = import_positions(
            path=options["file"],
            dry_run=options["dry_run"],
            register=options["register"],
            device=options["device_column"],
            time_column=options["time_column"],
            unit=options["speed_unit"],
        )
    except UnreadableRecordingError as error:
        raise CommandError(str(error)) from error
    say(str(report))


POSITIONS = Importer("positions", "recorded positions of vehicles", _add_arguments, _run)
