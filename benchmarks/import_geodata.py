"""How long geodata take from the file to the table, and what a file of 1 GB costs.

    python -m benchmarks.import_geodata --map ../shared/data/streets/marrakech_roads_osm.gpkg

The import runs in the database of the set-up, inside a transaction that is rolled back at the end.
The file of 1 GB is made in a temporary folder: a table of points with more rows than are taken.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from benchmarks.results import Figure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")
MB = 1024**2
LINE = b"31.6295;-7.9811;" + "شارع محمد الخامس".encode() * 24 + b"\n"


def imported(path: Path) -> list[Figure]:
    """Bring a map in as a layer of our own; return the seconds of each step."""
    from django.core.files import File
    from django.db import transaction

    from gis.imports import services
    from people.models import User

    figures = []
    with transaction.atomic():
        actor = User.objects.create_superuser("benchmark", "b@example.ma", "never used")
        began = time.monotonic()

        def done(name: str) -> None:
            nonlocal began
            figures.append(Figure(name, round(time.monotonic() - began, 2), "s"))
            began = time.monotonic()

        with path.open("rb") as file:
            made = services.upload_geodata(upload=File(file, name=path.name), actor=actor)
        made = services.open_file(imported=made, actor=actor)
        done("open")
        layer = made.layers[0]
        choice = {"layer": layer["name"], "srid": 4326}
        made = services.read_layer(imported=made, choice=choice, actor=actor)
        done(f"read {made.counts['rows']} rows")
        figures.append(Figure("peak memory of reading", made.counts["peak_bytes"] / MB, "MB"))
        names = {"name_ar": "طرق", "name_fr": "Voies", "visibility": "staff"}
        services.match_fields(
            imported=made,
            target="own-layer",
            matching={each: {"column": each} for each in made.counts["names"]},
            options={"outside": "keep", "dataset": names},
            actor=actor,
        )
        made = services.check_rows(imported=made, actor=actor)
        done("check")
        made = services.commit_import(imported=made, actor=actor)
        done("commit")
        services.roll_back_import(imported=made, actor=actor)
        done("take back")
        transaction.set_rollback(True)
    return figures


def large(folder: Path, size: int) -> list[Figure]:
    """Look at and read a table of `size` bytes."""
    from gis.imports import sandbox
    from gis.imports.child.problems import RefusedError

    path = folder / "large.csv"
    with path.open("wb") as file:
        file.write(b"lat;lon;nom\n")
        while file.tell() < size:
            file.write(LINE * 1_000)
    began = time.monotonic()
    places = {"x": "lon", "y": "lat"}
    peak, said = 0, ""
    try:
        found = sandbox.look(path, path.name)
        peak = found["peak_bytes"]
        choice = {"layer": "", "encoding": "utf-8", "places": places}
        with sandbox.reading(path, path.name, choice, lambda _: None) as (counts, _lines):
            peak, said = counts["peak_bytes"], f"{counts['rows']} rows"
    except RefusedError as error:
        peak, said = max(peak, error.peak_bytes), f"refused: {error.code}"
    seconds = round(time.monotonic() - began, 1)
    name = f"{path.stat().st_size / MB:.0f} MB ({said})"
    return [Figure(name, seconds, "s"), Figure("its peak memory", peak / MB, "MB", "<=", 400)]


def main() -> None:
    """Run what is asked."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--map", type=Path)
    parser.add_argument("--megabytes", type=int, default=1024)
    options = parser.parse_args()
    django.setup()
    figures = imported(options.map) if options.map else []
    if options.megabytes:
        with tempfile.TemporaryDirectory() as folder:
            figures += large(Path(folder), options.megabytes * MB)
    for figure in figures:
        print(figure.line)


if __name__ == "__main__":
    main()
