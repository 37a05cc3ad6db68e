"""Takes an import one step on: at once where the file is small, as a job where it is not."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gis.imports import services
from gis.imports.enums import State
from gis.imports.models import Import
from people.models import User
from workspace.jobs import JobCancelledError, JobFailedError, Running, start_job
from workspace.models import Job

AT_ONCE_BYTES: Final = 4 * 1024**2
TASK: Final = "geodata.step"
OPEN, READ, CHECK, COMMIT, UNDO = "open", "read", "check", "commit", "undo"
TITLES: Final = {
    OPEN: _("Opening {name}"),
    READ: _("Reading {name}"),
    CHECK: _("Checking {name}"),
    COMMIT: _("Importing {name}"),
    UNDO: _("Taking back {name}"),
}


def take(
    *, imported: Import, step: str, actor: User, choice: Mapping[str, Any] | None = None
) -> bool:
    """Take a step; return whether it is done, and not only begun.

    Raises what the step's service raises, where it is done at once.
    """
    if imported.size_bytes <= AT_ONCE_BYTES:
        _do(imported, step, actor, choice or {}, None)
        return True
    with transaction.atomic():
        job = start_job(
            owner=actor,
            title=format_lazy(TITLES[step], name=imported.name),
            task=TASK,
            arguments={"imported": str(imported.pk), "step": step, "choice": dict(choice or {})},
        )
        Import.objects.filter(pk=imported.pk).update(job=job.pk)
    return False


def job_of(imported: Import) -> Job | None:
    """Return the job that is at work on an import, if one is."""
    if imported.job is None:
        return None
    found: Job | None = Job.objects.filter(pk=imported.job).first()
    return found if found and found.is_open else None


def run(job: Running, *, imported: str, step: str, choice: Mapping[str, Any]) -> None:
    """Take the step of a job."""
    standing = Import.objects.get(pk=imported)
    job.progress(0, max(standing.counts.get("rows", 0), 0))
    try:
        _do(standing, step, job.owner, choice, job)
    except ValidationError as error:
        raise JobFailedError(" ".join(error.messages)) from error


def _do(
    imported: Import, step: str, actor: User, choice: Mapping[str, Any], job: Running | None
) -> None:
    if step == OPEN:
        services.open_file(imported=imported, actor=actor)
    elif step == READ:
        told = job.progress if job else services.nothing_told
        services.read_layer(imported=imported, choice=choice, actor=actor, told=told)
    elif step == CHECK:
        services.check_rows(imported=imported, actor=actor, told=_asking(job))
    elif step == COMMIT:
        services.commit_import(imported=imported, actor=actor)
    else:
        services.roll_back_import(imported=imported, actor=actor)


def _asking(job: Running | None) -> services.Told:
    """Return what asks within a transaction whether the work is still wanted, without writing."""

    def ask(_rows: int) -> None:
        if job and Job.objects.filter(pk=job.pk, is_cancelling=True).exists():
            raise JobCancelledError

    return ask


def next_step(imported: Import) -> str:
    """Return the step that waits for nobody but us, as after a job that was broken off."""
    return {State.UPLOADED: OPEN, State.MATCHED: CHECK}.get(State(imported.state), "")
