"""Long work outside the pages: started, watched, cancelled, with a file at its end.

A room registers its work under a name in `AppConfig.ready()`; `start_job` keeps the request in the
database, and a Celery worker calls the work by its name. What is kept in `arguments` is JSON.
"""

import datetime as dt
import logging
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from people.models import User
from people.permissions import Actor
from workspace.enums import JobState
from workspace.models import Job
from workspace.notifications import notify
from workspace.wording import for_reader, in_every_language

logger = logging.getLogger(__name__)

RUN_TASK = "workspace.tasks.run_job"
KEPT_FOR = dt.timedelta(days=7)
LOST_AFTER = dt.timedelta(minutes=15)
"""Work that gives no sign of life for so long has lost its worker: it must report more often."""


class JobCancelledError(Exception):
    """The person no longer wants it, or it was given up as lost."""


class JobFailedError(Exception):
    """The work cannot be done; the message is for the person."""

    def __init__(self, message: "str | Promise") -> None:
        super().__init__(message)
        self.words = in_every_language(message)


@dataclass
class Running:
    """What a work holds of its job while it runs."""

    pk: uuid.UUID
    owner: User
    file_name: str = ""

    def progress(self, done: int, total: int = 0) -> None:
        """Say how far it is; call it at least each minute, outside of long transactions.

        Raises JobCancelledError as soon as nobody wants the result any more.
        """
        wanted = Job.objects.filter(pk=self.pk, state=JobState.RUNNING, is_cancelling=False)
        done = min(done, total) if total else done
        if not wanted.update(done=done, total=total, seen_at=timezone.now()):
            raise JobCancelledError

    @contextmanager
    def result(self, file_name: str) -> Iterator[IO[bytes]]:
        """Open the file that the person will download under `file_name`."""
        path = result_path(self.pk)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("wb") as file:
            path.chmod(0o600)
            yield file
        self.file_name = file_name


Work = Callable[..., None]
"""`work(job: Running, **arguments)`."""

_works: Final[dict[str, Work]] = {}


def register(name: str, work: Work) -> None:
    """Make a work known under "room.verb_noun"."""
    _works[name] = work


def result_path(pk: uuid.UUID) -> Path:
    """Return where a job's file lies: below `var/`, which no web server shows."""
    return Path(settings.VAR_DIR) / "results" / str(pk)


def start_job(*, owner: User, title: "str | Promise", task: str, arguments: dict[str, Any]) -> Job:
    """Queue a registered work for a person, once the present transaction is committed.

    Raises KeyError where no work has the name `task`.
    """
    if task not in _works:
        raise KeyError(task)
    job = Job.objects.create(
        owner=owner,
        words=in_every_language(title),
        task=task,
        arguments=arguments,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    transaction.on_commit(lambda: _send(job.pk))
    return job


def _send(pk: uuid.UUID) -> None:
    try:
        current_app.send_task(RUN_TASK, [str(pk)], retry=False)
    except OperationalError:
        logger.warning("job %s waits in vain: no broker", pk)
        _end(pk, JobState.FAILED, problem=_("Background work is interrupted. Try again later."))


def cancel_job(*, job: Job, actor: Actor) -> None:
    """Cancel a person's own job: at once if it waits, at its next sign of life if it runs.

    Raises PermissionError for somebody else's.
    """
    if job.owner_id != actor.pk:
        raise PermissionError(job.pk)
    if not _end(job.pk, JobState.CANCELLED, only=JobState.QUEUED):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(is_cancelling=True)


def run(pk: uuid.UUID) -> None:
    """Do the work of a queued job; any other is left alone, so that it is never done twice."""
    now = timezone.now()
    queued = Job.objects.filter(pk=pk, state=JobState.QUEUED)
    if not queued.update(state=JobState.RUNNING, started_at=now, seen_at=now):
        return
    job = Job.objects.select_related("owner").get(pk=pk)
    running = Running(job.pk, job.owner)
    try:
        with override(job.language):
            _works[job.task](running, **job.arguments)
    except JobCancelledError:
        _end(pk, JobState.CANCELLED)
    except JobFailedError as error:
        _end(pk, JobState.FAILED, problem=error.words)
    except Exception as error:  # noqa: BLE001 - a message of a database may quote personal data
        trace = "".join(traceback.format_tb(error.__traceback__))
        logger.error("job %s failed: %s\n%s", pk, type(error).__name__, trace)
        _end(pk, JobState.FAILED, problem=_("An error interrupted it. It has been recorded."))
    else:
        _end(pk, JobState.DONE, file_name=running.file_name)
    _tell(pk)


def _tell(pk: uuid.UUID) -> None:
    """Tell the owner how it ended, unless it was they who ended it."""
    job = Job.objects.select_related("owner").get(pk=pk)
    titles = {JobState.DONE: _("Finished: {title}"), JobState.FAILED: _("Failed: {title}")}
    title = titles.get(JobState(job.state))
    if title:
        name = lazy(for_reader, str)(job.words)
        url = reverse("workspace:job", args=[pk])
        notify(users=[job.owner], title=format_lazy(title, title=name), url=url)


def _end(
    pk: uuid.UUID,
    state: JobState,
    *,
    only: JobState | None = None,
    problem: "Promise | dict[str, str] | None" = None,
    file_name: str = "",
) -> int:
    now = timezone.now()
    jobs = Job.objects.filter(pk=pk, state=only) if only else Job.objects.filter(pk=pk).open()
    words = problem if isinstance(problem, dict) else in_every_language(problem) if problem else {}
    if not file_name:
        result_path(pk).unlink(missing_ok=True)
    return jobs.update(
        state=state,
        finished_at=now,
        expires_at=now + KEPT_FOR,
        problem=words,
        result_name=file_name,
    )


def give_up_lost(now: dt.datetime) -> int:
    """End the jobs whose worker died, and return how many there were."""
    lost = Job.objects.filter(state=JobState.RUNNING, seen_at__lt=now - LOST_AFTER)
    problem = _("It was interrupted. Start it again.")
    pks = list(lost.values_list("pk", flat=True))
    for pk in pks:
        _end(pk, JobState.FAILED, problem=problem)
        _tell(pk)
    return len(pks)


def purge_expired(now: dt.datetime) -> int:
    """Delete the jobs that are past their date, with their files."""
    old = list(Job.objects.expired(now).values_list("pk", flat=True))
    for pk in old:
        with suppress(FileNotFoundError):
            result_path(pk).unlink()
    return Job.objects.filter(pk__in=old).delete()[0]
