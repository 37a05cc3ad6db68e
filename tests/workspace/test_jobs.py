"""Jobs are done once, tell how far they are, stop when asked, and leave nothing behind."""

import datetime as dt
from collections.abc import Iterator

import pytest
from celery import current_app
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import get_language, override
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from people.models import User
from workspace import jobs
from workspace.enums import JobState
from workspace.jobs import JobFailedError, Running
from workspace.models import Job, Notification

pytestmark = pytest.mark.django_db
seen: list[object] = []


def count(job: Running, *, parts: int) -> None:
    with job.result("figures.txt") as file:
        for part in range(parts):
            file.write(b"x")
            job.progress(part + 1, parts)
    seen.append(get_language())


def refuse(job: Running) -> None:
    with job.result("half.txt") as file:
        file.write(b"half")
    raise JobFailedError("Not possible")


def crash(job: Running) -> None:
    name = " ".join(["a", "resident"])
    raise ValueError(name)


def cancelled_half_way(job: Running) -> None:
    with job.result("half.txt"):
        job.progress(1, 2)
        jobs.cancel_job(job=Job.objects.get(pk=job.pk), actor=job.owner)
        job.progress(2, 2)
        seen.append("went on")


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    seen.clear()
    known = {f"tests.{work.__name__}": work for work in (count, refuse, crash, cancelled_half_way)}
    monkeypatch.setattr(jobs, "_works", known)
    yield
    for job in Job.objects.all():
        jobs.result_path(job.pk).unlink(missing_ok=True)


def start(owner: User, name: str = "count", **arguments: object) -> Job:
    return jobs.start_job(owner=owner, title="Work", task=f"tests.{name}", arguments=arguments)


def test_an_unknown_work_is_not_started(clerk: User) -> None:
    with pytest.raises(KeyError):
        start(clerk, "unknown")


def test_a_job_is_done_once_and_in_its_owners_language(clerk: User) -> None:
    with override("ar"):
        job = start(clerk, parts=3)
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert seen == ["ar"]
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert jobs.result_path(job.pk).read_bytes() == b"xxx"


def test_a_failure_says_why_and_leaves_no_file(clerk: User) -> None:
    job = start(clerk, "refuse")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.FAILED, "Not possible")
    assert not jobs.result_path(job.pk).exists()
    assert Notification.objects.of(clerk).exists()


def test_a_crash_logs_no_personal_data(clerk: User, caplog: pytest.LogCaptureFixture) -> None:
    job = start(clerk, "crash")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ValueError" in caplog.text
    assert "in crash" in caplog.text
    assert "a resident" not in caplog.text


def test_what_waits_is_cancelled_at_once(clerk: User) -> None:
    job = start(clerk, parts=3)
    jobs.cancel_job(job=job, actor=clerk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert seen == []


def test_what_runs_stops_at_its_next_sign_of_life(clerk: User) -> None:
    job = start(clerk, "cancelled_half_way")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 1)
    assert seen == []
    assert not jobs.result_path(job.pk).exists()
    assert not Notification.objects.exists()


def test_nobody_cancels_for_others(clerk: User, colleague: User) -> None:
    with pytest.raises(PermissionError):
        jobs.cancel_job(job=start(clerk, parts=1), actor=colleague)


def test_without_a_broker_the_owner_is_told(
    clerk: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def refuse_to_send(*_args: object, **_options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", refuse_to_send)
    with django_capture_on_commit_callbacks(execute=True):
        job = start(clerk, parts=1)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.reason


def test_a_lost_job_is_given_up(clerk: User) -> None:
    job = start(clerk, parts=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, seen_at=timezone.now())
    assert jobs.give_up_lost(timezone.now() + dt.timedelta(minutes=14)) == 0
    assert jobs.give_up_lost(timezone.now() + dt.timedelta(minutes=16)) == 1
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_results_expire(clerk: User) -> None:
    job, waiting = start(clerk, parts=1), start(clerk, parts=1)
    jobs.run(job.pk)
    assert jobs.purge_expired(timezone.now() + dt.timedelta(days=6)) == 0
    assert jobs.purge_expired(timezone.now() + dt.timedelta(days=8)) == 1
    assert list(Job.objects.all()) == [waiting]
    assert not jobs.result_path(job.pk).exists()


@pytest.mark.parametrize(
    "values",
    [{"state": JobState.DONE}, {"finished_at": timezone.now()}, {"done": 3, "total": 2}],
)
def test_the_database_refuses_nonsense(clerk: User, values: dict[str, object]) -> None:
    job = start(clerk, parts=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


def test_the_page_polls_while_it_runs_and_stops_after(desk: Client, clerk: User) -> None:
    job = start(clerk, parts=2)
    page = desk.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert f'hx-get="/desk/jobs/{job.pk}/state/"' in page
    assert f'action="/desk/jobs/{job.pk}/cancel/"' in page
    jobs.run(job.pk)
    part = desk.get(f"/desk/jobs/{job.pk}/state/").content.decode()
    assert "hx-get" not in part
    assert f'href="/desk/jobs/{job.pk}/result/"' in part
    assert "<html" not in part
    assert "figures.txt" in desk.get("/desk/jobs/").content.decode()


def test_cancelling_by_the_page(desk: Client, clerk: User) -> None:
    job = start(clerk, parts=2)
    assert desk.post(f"/desk/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_jobs_are_private(client: Client, clerk: User, colleague: User) -> None:
    job = start(clerk, parts=1)
    jobs.run(job.pk)
    client.force_login(colleague)
    for part in ("", "state/", "result/"):
        assert client.get(f"/desk/jobs/{job.pk}/{part}").status_code == 404
    assert client.post(f"/desk/jobs/{job.pk}/cancel/").status_code == 404
