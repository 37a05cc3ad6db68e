"""From what is wanted of a layer to a file: at once while that is quick, else as a job."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Final, Protocol

from django.db import DataError, InternalError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.exports.enums import Format, suffix_of
from gis.exports.forms import ExportForm
from gis.exports.kml import Kml
from gis.exports.paper import EmptyError, Paper, TooManyError
from gis.exports.reading import Row, Wanted, pieces
from gis.exports.sheets import Sheet
from gis.exports.vectors import GeoPackage, Shapefile
from gis.layers import find
from people.audit import record
from people.models import User
from people.permissions import Actor
from workspace.jobs import JobFailedError, Running
from workspace.tables.exports.formats import DoesNotFitError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PATIENCE_S: Final = 2.0
"""Longer than this nobody waits for a page: the export becomes a job."""
PATIENCE_OF_VISITORS_S: Final = 10.0
"""Visitors have no jobs: they wait, or take less, or come by the OGC API page by page."""
IN_MEMORY: Final = 5_000_000
TASK: Final = "gis.export_layer"
ACTION: Final = "geodata.exported"
DOES_NOT_FIT: Final = _(
    "An Excel sheet does not hold all of it. Ask for less, or choose another format."
)
TOO_MANY: Final = _("A sheet shows at most 5,000 features. Ask for a territory, a box or a filter.")
NOTHING: Final = _("There is nothing to draw: no feature is as asked for.")
NOT_COMPUTED: Final = _("The database cannot compute this with these values.")
PROBLEMS: Final[Mapping[type[Exception], tuple[str, "_StrPromise"]]] = {
    DoesNotFitError: ("format", DOES_NOT_FIT),
    TooManyError: ("area", TOO_MANY),
    EmptyError: ("area", NOTHING),
    DataError: ("filter", NOT_COMPUTED),
    InternalError: ("filter", NOT_COMPUTED),
}
"""What may come in the way of an export: the field at which it is told, and the words."""
Tick = Callable[[int], None]
"""Told how many features are written; raises to stop."""


class Writer(Protocol):
    """Takes rows as `pieces` gives them, and ends or leaves the file."""

    def __init__(self, file: IO[bytes], wanted: Wanted) -> None: ...

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Write what comes last."""

    def abandon(self) -> None:
        """Leave nothing behind."""


WRITERS: Final[Mapping[Format, type[Writer]]] = {
    Format.GPKG: GeoPackage,
    Format.SHP: Shapefile,
    Format.GEOJSON: Sheet,
    Format.KML: Kml,
    Format.CSV: Sheet,
    Format.XLSX: Sheet,
    Format.PDF: Paper,
}


class OutOfTimeError(Exception):
    """The export takes longer than a page may."""


def write(wanted: Wanted, file: IO[bytes], tick: Tick) -> int:
    """Write the features that are wanted, and return how many there are.

    Raises those of `PROBLEMS`, and whatever `tick` raises.
    """
    writer, written = WRITERS[wanted.format](file, wanted), 0
    try:
        for rows in pieces(wanted):
            writer.add(rows)
            written += len(rows)
            tick(written)
        writer.close()
    except BaseException:
        writer.abandon()
        raise
    return written


def export_at_once(wanted: Wanted, patience_s: float) -> "tuple[IO[bytes], int]":
    """Return a file with the whole export, and its features.

    Raises OutOfTimeError after so many seconds, and those of `PROBLEMS`.
    """
    end = time.monotonic() + patience_s

    def tick(_written: int) -> None:
        if time.monotonic() > end:
            raise OutOfTimeError

    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        written = write(wanted, file, tick)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, written


def record_export(
    *, actor: Actor, wanted: Wanted, rows: int, request: HttpRequest | None = None
) -> None:
    """Leave in the audit trail who took which features out of the system."""
    new = {"features": rows, "asked": wanted.asked}
    record(actor=actor, action=ACTION, subject=wanted.layer.name, new=new, request=request)


def export_layer(job: Running, *, layer: str, query: str) -> None:
    """Export a layer as a job; what its owner may see is decided anew."""
    owner, found = User.objects.get(pk=job.owner.pk), find(layer)
    if found is None or not found.is_open_to(owner):
        raise JobFailedError(_("You may no longer see this layer."))
    form = ExportForm(QueryDict(query), layer=found, actor=owner)
    if not form.is_valid():
        raise JobFailedError(_("What was asked for is no longer possible."))
    wanted = form.wanted
    total = wanted.rows.count()
    job.progress(0, total)
    try:
        with job.result(file_name(wanted)) as file:
            rows = write(wanted, file, lambda n: job.progress(n, total))
    except tuple(PROBLEMS) as error:
        raise JobFailedError(PROBLEMS[type(error)][1]) from None
    record_export(actor=owner, wanted=wanted, rows=rows)


def file_name(wanted: Wanted) -> str:
    """Return what the file is called on the reader's disk: the layer, the day, the format."""
    return f"{wanted.layer.name}-{timezone.localdate():%Y-%m-%d}.{suffix_of(wanted.format)}"
