"""`municipality basemap build FILE.osm.pbf`: a base map from an extract of OpenStreetMap."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gis.basemap.coast import Bounds
from gis.basemap.failures import BasemapError
from gis.basemap.reading import Limits
from gis.basemap.services import Built, build_basemap, name_of

PROGRESS_EVERY_S = 1.0


def bounds(text: str) -> Bounds:
    """Return west, south, east and north from four numbers with commas between them."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("four numbers: west,south,east,north") from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise argparse.ArgumentTypeError("west,south,east,north in degrees, in this order")
    return west, south, east, north


class Command(BaseCommand):
    """Builds the archive and says what it made."""

    help = "Build a base map (PMTiles) from an extract of OpenStreetMap, offline."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one thing that can be done, and its options."""
        actions = parser.add_subparsers(dest="action", required=True)
        build = actions.add_parser("build", help="build a base map from FILE.osm.pbf")
        build.add_argument("file", type=Path, help="an extract of OpenStreetMap (.osm.pbf)")
        build.add_argument(
            "--bounds", type=bounds, help="west,south,east,north in degrees; --bounds=-8.2,31.5,…"
        )
        build.add_argument("--name", help="name of the archive; the file's by default")
        build.add_argument("--title", default="", help="what readers see where they may choose")
        build.add_argument("--memory", type=int, default=4096, help="MB that reading may take")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build one base map."""
        begun = time.monotonic()
        try:
            built = build_basemap(
                source=options["file"],
                folder=settings.BASEMAP.folder,
                name=options["name"] or name_of(options["file"]),
                title=options["title"],
                bounds=options["bounds"],
                limits=Limits(memory_mb=options["memory"]),
                tell=Progress(self),
            )
        except BasemapError as error:
            raise CommandError(str(error)) from error
        self._report(built, time.monotonic() - begun)

    def _report(self, built: Built, seconds: float) -> None:
        size = built.path.stat().st_size
        self.stdout.write(
            f"{built.path}: {built.features} features, {built.tiles} tiles, {size / 1e6:.1f} MB in "
            f"{seconds:.1f} s; largest tile {built.largest_far / 1000:.0f} kB below zoom 13, "
            f"{built.largest_near / 1000:.0f} kB from it on; {built.thinned} thinned out."
        )


class Progress:
    """Tells each zoom when it is done, and on a terminal how far the present one is."""

    def __init__(self, command: BaseCommand) -> None:
        self.out = command.stdout
        self.told_at = 0.0

    def __call__(self, zoom: int, done: int, total: int) -> None:
        """Say how far the tiles of a zoom are."""
        is_late = time.monotonic() - self.told_at > PROGRESS_EVERY_S
        if done == total:
            self.out.write(f"{_return()}zoom {zoom:2}: {total} tiles")
        elif sys.stdout.isatty() and is_late:
            self.told_at = time.monotonic()
            self.out.write(f"\rzoom {zoom:2}: {done} of {total} tiles", ending="")
            self.out.flush()


def _return() -> str:
    return "\r" if sys.stdout.isatty() else ""
