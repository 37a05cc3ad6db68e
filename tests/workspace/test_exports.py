"""Exports hold every row that the page's filters keep, and nothing that the reader may not see."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from celery import current_app
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from gis.models import Street
from people.models import AuditEntry, User
from tests.workspace import urls
from workspace import jobs
from workspace.enums import JobState
from workspace.models import Job, Notification
from workspace.tables import find
from workspace.tables.exports import writing

pytestmark = [pytest.mark.urls("tests.workspace.urls"), pytest.mark.django_db]
ADDRESS = "/tests/streets/"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_csv_holds_all_pages(desk: Client, streets: list[Street]) -> None:
    answer = desk.post(f"{ADDRESS}?sort=-code&page=2", {"export": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="tests-streets-' in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert rows[0] == ["Code", "Name", "Length", "Territory", "Arabic"]
    assert [row[0] for row in rows[1:]] == sorted((s.code for s in streets), reverse=True)
    assert rows[1][1].startswith("'=HYPERLINK")
    assert rows[2][2] == "100.5"


def test_filters_hold_in_every_format(desk: Client, streets: list[Street]) -> None:
    for name in ("csv", "xlsx", "geojson"):
        data = body(desk.post(f"{ADDRESS}?q=S11", {"export": name}))
        if name == "csv":
            codes = [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))][1:]
        elif name == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
            codes = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
        else:
            features = json.loads(data)["features"]
            codes = [each["properties"]["code"] for each in features]
            assert features[0]["geometry"]["coordinates"] == [[-8, 31.6], [-8, 31.61]]
        assert codes == [f"S{number}" for number in range(110, 119)], name


def test_an_export_is_written_in_the_audit_trail(desk: Client, streets: list[Street]) -> None:
    body(desk.post(f"{ADDRESS}?q=S11", {"export": "csv"}))
    entry = AuditEntry.objects.get(action="workspace.export_table")
    assert entry.subject == "tests.streets"
    assert entry.new == {"format": "csv", "rows": 9, "filters": {"q": "S11"}}


def test_a_wrong_filter_exports_nothing(desk: Client, streets: list[Street]) -> None:
    assert desk.post(f"{ADDRESS}?category=moon", {"export": "csv"}).status_code == 422
    assert not AuditEntry.objects.filter(action="workspace.export_table").exists()


def test_other_formats_there_are_none(desk: Client, streets: list[Street]) -> None:
    assert desk.post(ADDRESS, {"export": "exe"}).status_code == 404


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Make every export too slow for a page; return what was sent to the workers."""
    monkeypatch.setattr(writing, "PATIENCE_S", -1.0)
    monkeypatch.setattr(writing, "CHUNK", 10)
    sent: list[object] = []
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: sent.append(args))
    return sent


def test_what_takes_long_becomes_a_job(
    desk: Client,
    clerk: User,
    streets: list[Street],
    slow: list[object],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(f"{ADDRESS}?q=rue&sort=code", {"export": "csv"})
    job = Job.objects.get()
    assert answer["Location"] == f"/desk/jobs/{job.pk}/"
    assert slow == [(jobs.RUN_TASK, [str(job.pk)])]

    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 110, 119)
    assert job.result_name.endswith(".csv")
    text = body(desk.get(f"/desk/jobs/{job.pk}/result/")).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [
        f"S{number:03}" for number in range(119)
    ]
    assert Notification.objects.of(clerk).get().url == f"/desk/jobs/{job.pk}/"


@pytest.mark.parametrize("name", ["csv", "xlsx", "geojson"])
def test_what_is_broken_off_leaves_nothing_behind(
    desk: Client,
    streets: list[Street],
    slow: list[object],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert desk.post(ADDRESS, {"export": name}).status_code == 302
    assert list(tmp_path.iterdir()) == []


def test_who_lost_the_right_meanwhile_gets_nothing(clerk: User, streets: list[Street]) -> None:
    arguments = {"table": "tests.streets", "query": "", "format": "csv"}
    job = jobs.start_job(owner=clerk, title="x", task=writing.TASK, arguments=arguments)
    table = find(urls.STREETS.name)
    object.__setattr__(table, "capability", "tests.never")
    try:
        jobs.run(job.pk)
    finally:
        object.__setattr__(table, "capability", "")
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not jobs.result_path(job.pk).exists()
