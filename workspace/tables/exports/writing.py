"""From a reading of a table to a file, at once while that is quick, else as a job."""

import tempfile
import time
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.audit import record
from people.models import User
from people.permissions import Actor, can_somewhere
from workspace.jobs import JobFailedError, Running
from workspace.tables.declarations import find
from workspace.tables.exports.formats import FORMATS, DoesNotFitError
from workspace.tables.reading import Reading, read

PATIENCE_S: Final = 2.0
"""Longer than this nobody waits for a page: the export becomes a job."""
CHUNK: Final = 500
IN_MEMORY: Final = 5_000_000
"""Bytes above which an export that is made at once goes to a file on disk."""
TASK: Final = "workspace.export_table"
ACTION: Final = "workspace.export_table"
DOES_NOT_FIT: Final = _(
    "An Excel sheet does not hold all of it. Narrow the filters, or choose CSV."
)

Tick = Callable[[int], None]
"""Told how many rows are written; raises to stop."""


class OutOfTimeError(Exception):
    """The export takes longer than a page may."""


def write_rows(reading: Reading, name: str, file: IO[bytes], tick: Tick) -> int:
    """Write every row of a reading in a format, and return how many there are.

    Raises DoesNotFitError, and whatever `tick` raises.
    """
    columns = [column for column in reading.table.columns if column.in_exports]
    titles = [str(column.title) for column in columns]
    names = [column.name for column in columns]
    writer = FORMATS[name](file, str(reading.table.title), names, titles)
    written = 0
    try:
        for written, (row, geometry) in enumerate(_rows(reading, name), start=1):
            writer.row([_typed(column.of(row)) for column in columns], geometry)
            if written % CHUNK == 0:
                tick(written)
    except BaseException:
        writer.abandon()
        raise
    writer.close()
    return written


def _rows(reading: Reading, name: str) -> "Iterator[tuple[Any, str | None]]":
    rows = reading.rows
    if name == "geojson":
        rows = rows.annotate(as_geojson=AsGeoJSON(reading.table.geometry, precision=7))
    for row in rows.iterator(chunk_size=CHUNK):
        yield row, getattr(row, "as_geojson", None)


def _typed(value: Any) -> Any:
    """Return a value as the writers know it; whatever else there is speaks for itself."""
    if hasattr(value, "astimezone"):
        return timezone.localtime(value)
    return value


def export_at_once(reading: Reading, name: str) -> "tuple[IO[bytes], int]":
    """Return a file with the whole export, and its rows.

    Raises OutOfTimeError after `PATIENCE_S`, and DoesNotFitError.
    """
    end = time.monotonic() + PATIENCE_S

    def tick(_written: int) -> None:
        if time.monotonic() > end:
            raise OutOfTimeError

    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        written = write_rows(reading, name, file, tick)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, written


def record_export(
    *, actor: Actor, reading: Reading, name: str, rows: int, request: HttpRequest | None = None
) -> None:
    """Leave in the audit trail who took which rows out of the system."""
    data = reading.filters.data
    asked = {key: str(data[key]) for key in reading.filters.filters if data.get(key)}
    new = {"format": name, "rows": rows, "filters": asked}
    record(actor=actor, action=ACTION, subject=reading.table.name, new=new, request=request)


def export_table(job: Running, *, table: str, query: str, format: str) -> None:
    """Export a registered table as a job; what its owner may read is decided anew."""
    shown = find(table)
    owner = User.objects.get(pk=job.owner.pk)
    if shown.capability and not can_somewhere(owner, shown.capability):
        raise JobFailedError(_("You may no longer read this table."))
    reading = read(shown, owner, QueryDict(query))
    total = reading.rows.count()
    job.progress(0, total)
    try:
        with job.result(file_name(reading, format)) as file:
            rows = write_rows(reading, format, file, lambda n: job.progress(n, total))
    except DoesNotFitError:
        raise JobFailedError(DOES_NOT_FIT) from None
    record_export(actor=owner, reading=reading, name=format, rows=rows)


def file_name(reading: Reading, name: str) -> str:
    """Return what the file is called on the reader's disk: the table, the day, the format."""
    room_and_table = reading.table.name.replace(".", "-")
    return f"{room_and_table}-{timezone.localdate():%Y-%m-%d}.{FORMATS[name].suffix}"
