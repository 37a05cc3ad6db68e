"""Open deadlines are counted again by a job: in batches, watched, cancelled, and done twice."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.deadlines import recounting
from casework.deadlines.models import Deadline, ExceptionalDay
from casework.deadlines.recounting import recompute_deadlines, recount_everything, start_recount
from casework.enums import EventKind
from casework.models import Case, CaseEvent
from tests.casework.deadlines.test_clocks import MARCH_3, rule
from tests.casework.files import agent, clerk, make_case
from workspace import jobs
from workspace.enums import JobState
from workspace.models import Job

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2025, 3, 20), dt.date(2025, 3, 20)


@pytest.fixture
def files() -> list[Case]:
    """Return five open files of the third of March, whose day a decree then closes."""
    rule()
    made = [make_case(deposited_at=MARCH_3) for _n in range(5)]
    ExceptionalDay.objects.create(
        on=FIRST, name_ar="عطلة", name_fr="Jour chômé", legal_reference="Décret"
    )
    return made


def due_days(code: str = "information") -> set[str]:
    """Return the days on which the clocks of a rule run out."""
    rows = Deadline.objects.filter(rule__code=code)
    return {str(day) for day in rows.values_list("due_on", flat=True)}


def start() -> Job:
    """Start the job that the decree asks for."""
    return start_recount(actor=clerk(), title="Counted again", first=FIRST, last=LAST)


def test_a_job_counts_in_batches_and_says_how_far_it_is(files, monkeypatch):
    monkeypatch.setattr(recounting, "BATCH", 3)
    assert due_days() == {"2025-04-02"}
    job = start()
    assert due_days() == {"2025-04-02"}, "nothing is counted before the job runs"
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 10, 10)
    assert due_days() == {"2025-04-03"}
    assert {str(case.due_on) for case in Case.objects.all()} == {"2025-04-03"}
    assert CaseEvent.objects.filter(kind=EventKind.RECOMPUTED).count() == 5


def test_counted_twice_is_counted_once(files):
    for _turn in range(2):
        jobs.run(start().pk)
    assert due_days() == {"2025-04-03"}
    assert CaseEvent.objects.filter(kind=EventKind.RECOMPUTED).count() == 5


@contextmanager
def cancelled_after(job: Job, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cancel a job as soon as its first batch is done."""
    whole = recounting._recount

    def half(*arguments: Any) -> int:
        moved = whole(*arguments)
        jobs.cancel_job(job=job, actor=job.owner)
        return moved

    with monkeypatch.context() as patched:
        patched.setattr(recounting, "_recount", half)
        yield


def test_a_cancelled_job_stops_between_batches_and_another_goes_on(files, monkeypatch):
    monkeypatch.setattr(recounting, "BATCH", 4)
    job = start()
    with cancelled_after(job, monkeypatch):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert due_days() == {"2025-04-02", "2025-04-03"}
    jobs.run(start().pk)
    assert due_days() == {"2025-04-03"}
    assert CaseEvent.objects.filter(kind=EventKind.RECOMPUTED).count() == 5


def test_the_number_of_queries_grows_with_the_batches_only(files):
    with CaptureQueriesContext(connection) as few:
        recompute_deadlines(first=FIRST, last=LAST)
    for _n in range(10):
        make_case(deposited_at=MARCH_3)
    ExceptionalDay.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        assert recompute_deadlines(first=FIRST, last=LAST) == 15
    assert len(many) == len(few)


def test_only_who_sets_up_the_calendar_has_files_counted_again():
    with pytest.raises(PermissionDenied):
        recount_everything(actor=agent("reader", "casework.read"))


def test_the_button_starts_the_job_and_leads_to_it(client):
    client.force_login(clerk())
    answer = client.post(reverse("casework:holidays"), {"recount": "1"})
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("workspace:job", args=[job.pk])
    assert job.task == recounting.TASK
