"""An import from its file to the table, one step after the other, and the way back."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psycopg
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import DataError, IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.imports import sandbox
from gis.imports.checking import check
from gis.imports.child.problems import Code, RefusedError
from gis.imports.choosing import target_for
from gis.imports.datasets import keep_dataset, leave_dataset
from gis.imports.enums import STEPS, State
from gis.imports.models import Change, Dataset, Finding, Import, StagedRow
from gis.imports.targets import Target
from gis.imports.writing import Writer
from people import audit
from people.models import User
from people.permissions import Actor, can_somewhere, scope_of

IMPORT: Final = "geodata.import"
MOST_BYTES: Final = 1024**3
COPY: Final = "COPY geodata_stagedrow (of_id, row, properties, source, problem, value) FROM STDIN"
KEPT_FOR: Final = dt.timedelta(days=30)
OPEN_STATES: Final = tuple(
    state for state, after in STEPS.items() if State.DISCARDED in after and state != State.REFUSED
)
Told = Callable[[int], None]


def nothing_told(_rows: int) -> None:
    """Take the number of rows so far, and do nothing with it."""


def path_of(imported: Import) -> Path:
    """Return where the file of an import lies: below `var/`, which no web server shows."""
    return Path(settings.VAR_DIR) / "geodata" / str(imported.pk)


def upload_geodata(*, upload: "File[bytes]", actor: Actor) -> Import:
    """Receive a file; nothing of it is looked at yet.

    Raises PermissionDenied, and RefusedError where it is empty or larger than 1 GB.
    """
    person = _allowed(actor)
    if not upload.size:
        raise RefusedError(Code.EMPTY)
    if upload.size > MOST_BYTES:
        raise RefusedError(Code.TOO_LARGE, most=MOST_BYTES // 1024**2)
    name = Path((upload.name or "").replace("\\", "/")).name[-200:]
    with transaction.atomic():
        imported = Import.objects.create(owner=person, name=name, size_bytes=upload.size)
        _keep(upload, path_of(imported))
        _note("uploaded", imported, actor, {"name": name, "size_bytes": upload.size})
    return imported


def open_file(*, imported: Import, actor: Actor) -> Import:
    """Look into a received file: its layers, or why it is refused."""
    _allowed(actor)
    try:
        found = sandbox.look(path_of(imported), imported.name)
    except RefusedError as error:
        with _locked(imported, State.REFUSED) as held:
            held.problem = {"code": error.code, "detail": error.detail}
        path_of(imported).unlink(missing_ok=True)
    else:
        with _locked(imported, State.OPENED) as held:
            held.format, held.layers = found["format"], found["layers"]
            held.problem = {}
    return held


def read_layer(
    *, imported: Import, choice: Mapping[str, Any], actor: Actor, told: Told = nothing_told
) -> Import:
    """Read one layer into the staging table, all of it or nothing.

    `choice`: `layer`, `encoding`, `places`, `srid`, `swapped`, `left_out`. Where it cannot be read
    the import stays as it was, with its problem.
    """
    _allowed(actor)
    layer = str(choice.get("layer", ""))
    asked = {key: choice[key] for key in ("encoding", "places") if choice.get(key)}
    request = {"layer": layer, **asked, "owner": str(imported.pk)}
    try:
        with sandbox.reading(path_of(imported), imported.name, request, told) as (counts, lines):
            names = _columns(imported, layer)
            with _locked(imported, State.READ) as held:
                StagedRow.objects.filter(of=imported).delete()
                Finding.objects.filter(of=imported).delete()
                with connection.cursor() as cursor, cursor.copy(COPY) as copy:
                    while piece := lines.read(1024**2):
                        copy.write(piece)
                held.choice, held.problem = dict(choice), {}
                held.counts = counts | {"names": names}
                held.report = {}
    except (RefusedError, psycopg.DataError, psycopg.InternalError) as error:
        # what a reader takes and the database does not is as good as damaged
        refusal = error if isinstance(error, RefusedError) else RefusedError(Code.DAMAGED)
        with _locked(imported) as held:
            held.choice = dict(choice)
            held.problem = {"code": refusal.code, "detail": refusal.detail}
    return held


def match_fields(
    *,
    imported: Import,
    target: str,
    matching: Mapping[str, Mapping[str, str]],
    options: Mapping[str, Any],
    actor: Actor,
    dataset: Dataset | None = None,
) -> Import:
    """Say where the rows go and which column fills which field. Raises ValidationError.

    An own layer is `dataset`, or a new one, of which `options["dataset"]` holds names and source.
    """
    _allowed(actor)
    with _locked(imported, State.MATCHED) as held:
        held.target, held.matching, held.options = target, dict(matching), dict(options)
        held.dataset, held.report = dataset, {}
        _demand(actor, target_for(held))
    return held


def check_rows(*, imported: Import, actor: Actor, told: Told = nothing_told) -> Import:
    """Make the dry run, and keep its report."""
    _allowed(actor)
    with _in_words(), _locked(imported, State.CHECKED) as held:
        held.report = check(held, target_for(held), told)
    return held


def commit_import(*, imported: Import, actor: Actor) -> Import:
    """Write what was accepted, in one transaction: all of it or nothing.

    Raises ValidationError where nothing was accepted, or where the table has changed since the dry
    run so that it no longer holds.
    """
    person = _allowed(actor)
    try:
        with _in_words(), _locked(imported, State.COMMITTED) as held:
            if not held.report.get("new", 0) + held.report.get("changed", 0):
                raise ValidationError(_("No row was accepted: there is nothing to import."))
            held.dataset = keep_dataset(held)
            target = target_for(held)
            _demand(actor, target)
            report = check(held, target, nothing_told)
            if (report["new"], report["changed"]) != (held.report["new"], held.report["changed"]):
                raise ValidationError(_("The table has changed since the check. Check again."))
            Writer(held, target).write()
            held.report = report
            held.committed_at, held.committed_by = timezone.now(), person
            StagedRow.objects.filter(of=held).delete()
            _note("committed", held, actor, {**_figures(report), "target": held.target})
    except IntegrityError as error:
        raise ValidationError(_("The database does not accept these rows together.")) from error
    path_of(imported).unlink(missing_ok=True)
    return held


def roll_back_import(*, imported: Import, actor: Actor) -> Import:
    """Take an import back as one: what was new goes, what was changed is again as before.

    Raises ValidationError where rows have changed since, and says which; or where others rest on
    them.
    """
    _allowed(actor)
    try:
        with _locked(imported, State.ROLLED_BACK) as held:
            target = target_for(held)
            _demand(actor, target)
            writer = Writer(held, target)
            writer.hold()
            if changed := writer.changed_since():
                raise ValidationError(
                    _("These rows have changed since: %(keys)s. Nothing was taken back."),
                    params={"keys": ", ".join(changed)},
                )
            writer.take_back()
            Change.objects.filter(of=held).delete()
            leave_dataset(held)
            held.rolled_back_at = timezone.now()
            _note("rolled_back", held, actor, _figures(held.report))
    except IntegrityError as error:
        raise ValidationError(
            _("Other records rest on rows of this import. Nothing was taken back.")
        ) from error
    return held


def discard_import(*, imported: Import, actor: Actor) -> Import:
    """Give an import up before it was committed; its file and its rows are deleted."""
    _allowed(actor)
    with _locked(imported, State.DISCARDED) as held:
        StagedRow.objects.filter(of=held).delete()
        Finding.objects.filter(of=held).delete()
        _note("discarded", held, actor, {})
    path_of(imported).unlink(missing_ok=True)
    return held


def forget_old(*, now: dt.datetime) -> int:
    """Delete the files and rows of imports that nobody went on with; return how many there were."""
    forgotten = 0
    for imported in Import.objects.filter(state__in=OPEN_STATES, created_at__lt=now - KEPT_FOR):
        with suppress(ValidationError):  # somebody has gone on with it meanwhile
            with _locked(imported, State.DISCARDED) as held:
                StagedRow.objects.filter(of=held).delete()
                Finding.objects.filter(of=held).delete()
            path_of(imported).unlink(missing_ok=True)
            forgotten += 1
    _sweep(now)
    return forgotten


def _sweep(now: dt.datetime) -> None:
    """Delete files that no import in work knows, as after a machine that went down."""
    known = Import.objects.filter(state__in=OPEN_STATES).values_list("pk", flat=True)
    kept = {str(pk) for pk in known}
    folder = Path(settings.VAR_DIR) / "geodata"
    for path in folder.iterdir() if folder.is_dir() else ():
        is_old = path.stat().st_mtime < (now - KEPT_FOR).timestamp()
        if is_old and path.is_file() and path.name not in kept:
            path.unlink(missing_ok=True)


def _allowed(actor: Actor) -> User:
    if not isinstance(actor, User) or not can_somewhere(actor, IMPORT):
        raise PermissionDenied
    return actor


def _demand(actor: Actor, target: Target) -> None:
    """Let only those write who may do so in the whole commune: rows lie anywhere in it."""
    wanted = {IMPORT, target.capability} - {""}
    if not all(scope_of(actor, each).everywhere for each in wanted):
        raise PermissionDenied


@contextmanager
def _in_words() -> Iterator[None]:
    """Say what the database cannot work with; nothing was written."""
    try:
        yield
    except (DataError, InternalError) as error:
        raise ValidationError(
            _("The database cannot work with these rows. Look at their values and geometries.")
        ) from error


@contextmanager
def _locked(imported: Import, to: State | None = None) -> Iterator[Import]:
    """Hold an import for a change, and move it on to a state at the end; all in a transaction.

    Raises ValidationError where it cannot go there any more: somebody else was quicker.
    """
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=imported.pk)
        if to and to not in STEPS[State(held.state)]:
            raise ValidationError(_("This import has gone on meanwhile. Look at where it is now."))
        yield held
        held.state = to or held.state
        held.save()


def _keep(upload: "File[bytes]", target: Path) -> None:
    """Move a received file to its place; a large one is already on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if isinstance(upload, TemporaryUploadedFile):
        shutil.move(upload.temporary_file_path(), target)
    else:
        with target.open("xb") as file:
            shutil.copyfileobj(upload, file)
    target.chmod(0o600)


def _columns(imported: Import, layer: str) -> list[str]:
    found = (each["columns"] for each in imported.layers if each["name"] == layer)
    return [str(column["name"]) for column in next(found, [])]


def _figures(report: Mapping[str, Any]) -> dict[str, Any]:
    return {name: report.get(name, 0) for name in ("read", "new", "changed", "refused")}


def _note(action: str, imported: Import, actor: Actor, new: Mapping[str, object]) -> None:
    audit.record(
        actor=actor, action=f"geodata.{action}", obj=imported, subject=imported.name, new=new
    )
