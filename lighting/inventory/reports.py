"""The report of an import as a table of text, and as a summary for the terminal."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Count
from django.utils.translation import gettext as _

from lighting.enums import Grade, Reason
from lighting.models import InventoryImport

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text."""


def write_report(record: InventoryImport, folder: Path) -> Path:
    """Write every finding of an import to a CSV file in `folder`, in the reader's language."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"lighting-{record.started_at:%Y%m%d-%H%M%S}-{record.pk}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                _("row"),
                _("column"),
                _("grade"),
                _("reason"),
                _("explanation"),
                _("was"),
                _("became"),
            ]
        )
        for f in record.findings.iterator():
            explained = (f.get_grade_display(), f.reason, f.get_reason_display())
            cells = (f.row or "", f.column, *explained, f.was, f.became)
            writer.writerow([_as_text(cell) for cell in cells])
    return path


def summary(record: InventoryImport) -> Iterator[str]:
    """Yield the lines of a summary: what came of the rows, why, and what changed here."""
    yield _("%(name)s, rows: %(count)d") % {"name": record.source_name, "count": record.row_count}
    for grade in Grade:
        yield f"  {getattr(record, f'{grade.value}_count'):>7}  {grade.label}"
    yield from _reasons(record)
    if outside := outside_count(record):
        yield _("points outside every territory known here: %(count)d") % {"count": outside}
    counted = (record.lamp_count, record.control_point_count, record.cabinet_count)
    named = dict(zip(("lamps", "control", "contracts"), counted, strict=True))
    yield _("lamps: %(lamps)d, control points: %(control)d, contracts: %(contracts)d") % named
    yield from _changes(record)


def outside_count(record: InventoryImport) -> int:
    """Return how many points lie outside every known territory; one finding may stand for all."""
    found = record.findings.filter(reason__in=[Reason.OUTSIDE_TERRITORY, Reason.NO_TERRITORY])
    return sum(
        1 if row else int(was.partition(" / ")[0]) for row, was in found.values_list("row", "was")
    )


def _reasons(record: InventoryImport) -> Iterator[str]:
    counted = record.findings.order_by().values("reason").annotate(count=Count("id"))
    counts = {row["reason"]: row["count"] for row in counted}
    if counts:
        yield _("Findings by reason:")
    for reason in Reason:
        if reason in counts:
            yield f"  {counts[reason]:>7}  {reason.value:<22} {reason.label}"


def _changes(record: InventoryImport) -> Iterator[str]:
    if record.is_dry_run:
        yield _("Trial: nothing was changed. An import would do this:")
    if record.changed_nothing:
        yield _("Nothing to change: all of it is known already.")
        return
    yield _("points: %(created)d created, %(updated)d updated, %(unchanged)d unchanged") % {
        "created": record.created_count,
        "updated": record.updated_count,
        "unchanged": record.unchanged_count,
    }
    yield _("cabinets: %(created)d created, %(updated)d updated") % {
        "created": record.cabinets_created_count,
        "updated": record.cabinets_updated_count,
    }


def _as_text(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
