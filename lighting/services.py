"""Changes to the lighting inventory."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lighting.enums import Grade
from lighting.inventory.columns import match
from lighting.inventory.judging import Verdict, judge
from lighting.inventory.loading import (
    Changes,
    load,
    refuse_other_kinds,
    refuse_other_marks,
    save_findings,
)
from lighting.inventory.reading import read_file
from lighting.inventory.refusals import ImportRefusedError
from lighting.models import Cabinet, InventoryImport, Lamp
from telemetry.enums import DeviceKind
from telemetry.models import Device

_TURN = 7_204_113
"""The key of the lock under which one inventory at a time is imported."""


def import_inventory(
    *,
    path: Path,
    dry_run: bool = False,
    columns: Mapping[str, str] | None = None,
    encoding: str = "",
    is_simulated: bool = False,
) -> InventoryImport:
    """Load an inventory of lamps from a CSV or XLSX file, wholly or not at all; store the report.

    `columns` names the heading of a column outright. A dry run stores its report and nothing else.
    Raises ImportRefusedError, in the reader's language, when the file as a whole cannot be used.
    """
    started_at = timezone.now()
    sheet = read_file(path, encoding)
    matching = match(sheet.headings, columns or {})
    if not sheet.rows:
        raise ImportRefusedError(_("The file has headings but no rows."))
    verdict = judge(sheet, matching)
    record = InventoryImport(
        source_name=path.name[-255:],
        sha256=sheet.sha256,
        started_at=started_at,
        is_dry_run=dry_run,
        is_simulated=is_simulated,
        columns={name: matching.heading(name) for name in matching.places},
    )
    with _all_or_nothing():
        refuse_other_kinds(verdict)
        refuse_other_marks(verdict, is_simulated=is_simulated)
        _save_report(record, verdict, _write(verdict, record))
    return record


@contextlib.contextmanager
def _all_or_nothing() -> Iterator[None]:
    """One transaction, one import at a time; the database's refusal becomes one clear line."""
    try:
        with transaction.atomic():
            _take_turn()
            yield
    except DatabaseError as error:
        why = " ".join(str(error).split())[:300]
        raise ImportRefusedError(
            _("The database refused the import and nothing was changed: %(why)s") % {"why": why}
        ) from error


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TURN])
        (is_ours,) = cursor.fetchone() or (False,)
    if not is_ours:
        raise ImportRefusedError(_("Another import is running. Try again when it has finished."))


def _write(verdict: Verdict, record: InventoryImport) -> Changes:
    """Write the points, and take them back at once if this is a dry run."""
    with transaction.atomic():
        day = timezone.localdate(record.started_at)
        changes = load(verdict, day=day, is_simulated=record.is_simulated)
        transaction.set_rollback(record.is_dry_run)
    return changes


def _save_report(record: InventoryImport, verdict: Verdict, changes: Changes) -> None:
    """Store what an import decided and changed, with every finding."""
    grades = verdict.counts()
    lamps = sum(point.kind is None for point in verdict.points)
    record.row_count = verdict.row_count
    record.accepted_count = grades[Grade.ACCEPTED]
    record.repaired_count = grades[Grade.REPAIRED]
    record.refused_count = grades[Grade.REFUSED]
    record.lamp_count, record.control_point_count = lamps, len(verdict.points) - lamps
    record.cabinet_count = changes.cabinets
    record.created_count, record.updated_count = changes.created, changes.updated
    record.unchanged_count = len(verdict.points) - changes.created - changes.updated
    record.cabinets_created_count = changes.cabinets_created
    record.cabinets_updated_count = changes.cabinets_updated
    record.finished_at = timezone.now()
    record.save()
    save_findings(record.pk, verdict.in_words_of_the_file())


@transaction.atomic
def assign_device(*, uid: str, lamp_code: str = "", cabinet_code: str = "") -> Lamp | Cabinet:
    """Give a lamp or a cabinet its device, in the place of any other; it leaves where it was.

    Raises ValidationError for what is not known, and for a device of another kind.
    """
    if bool(lamp_code) == bool(cabinet_code):
        raise ValidationError(_("Name either a lamp or a cabinet."))
    device = Device.objects.select_for_update().filter(uid=uid).first()
    if device is None:
        raise ValidationError(_("There is no device %(uid)s.") % {"uid": uid})
    asset = _lamp(lamp_code, device) if lamp_code else _cabinet(cabinet_code, device)
    type(asset)._default_manager.filter(device=device).exclude(pk=asset.pk).update(device=None)
    asset.device = device
    asset.save(update_fields=["device"])
    return asset


def _lamp(code: str, device: Device) -> Lamp:
    lamp: Lamp | None = Lamp.objects.select_for_update().filter(code=code).first()
    if lamp is None:
        raise ValidationError(_("There is no lamp %(code)s.") % {"code": code})
    if device.kind != DeviceKind.LAMP:
        raise ValidationError(_("%(uid)s is no controller of a lamp.") % {"uid": device.uid})
    return lamp


def _cabinet(code: str, device: Device) -> Cabinet:
    cabinet: Cabinet | None = Cabinet.objects.select_for_update().filter(code=code).first()
    if cabinet is None:
        raise ValidationError(_("There is no cabinet %(code)s.") % {"code": code})
    if device.kind != DeviceKind.CABINET:
        raise ValidationError(_("%(uid)s is no controller of a cabinet.") % {"uid": device.uid})
    return cabinet
