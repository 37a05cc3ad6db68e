"""The invented requests: whole, by the services, once, marked, reaching nobody, and gone again."""

import datetime as dt
import itertools
import time
from pathlib import Path

import phonenumbers
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from casework.builtin import REQUEST_WORKFLOW
from casework.deadlines.enums import Progress
from casework.deadlines.models import Deadline
from casework.documents.models import Document, StoredFile
from casework.messages.enums import State
from casework.messages.models import LocalDelivery, Message
from casework.models import Case, CaseEvent, CaseKind, Reference
from casework.rules import tidy_reference
from casework.signatures import authority
from casework.signatures.models import Circuit, IssuedDocument
from casework.signatures.verification import check_code
from demo import tasks
from demo.cases import services
from demo.cases.cast import HANDS, NOT_A_NUMBER, applicant
from demo.cases.clock import clock_at
from demo.cases.courses import COURSES, REASONS
from demo.cases.parapheurs import ROUNDS
from demo.cases.services import CasesRefusedError, load_cases, remove_cases
from demo.cases.stories import STORIES
from demo.organisation.people import Person, invented_people
from demo.organisation.seats import SEATS
from demo.organisation.services import load_staff
from demo.organisation.structure import SERVICES
from people.models import Appointment, User
from tests.casework.files import make_case
from workspace.duties import providers

WORDS = {"ar": 0, "fr": 1}


def test_every_state_is_the_end_of_some_story() -> None:
    ends = {"deposited"}
    for story in STORIES:
        course = COURSES[story.course]
        changes = [act.about for act in course if act.verb == "change"]
        ends.add((changes or ["deposited"])[-1])
    assert ends == {state.code for state in REQUEST_WORKFLOW.states}


def test_stories_take_steps_that_there_are() -> None:
    for name, course in COURSES.items():
        state = "deposited"
        for act in course:
            if act.verb == "change":
                step = REQUEST_WORKFLOW.step(state, act.about)
                assert step, (name, state, act)
                assert not step.needs_reason or act.about in REASONS
                state = act.about
            elif act.verb == "reply":
                state = "in_progress"


def test_no_story_runs_ahead_of_today_and_references_follow_days() -> None:
    for story in STORIES:
        assert all(act.days <= story.days_ago for act in COURSES[story.course]), story
    days = [story.days_ago for story in STORIES]
    assert days == sorted(days, reverse=True)
    subjects = [story.subject for story in STORIES]
    assert len(set(subjects)) == len(subjects)
    assert {each.subject for each in ROUNDS} <= set(subjects)


def test_every_service_and_post_named_is_there() -> None:
    services_, posts = {each.code for each in SERVICES}, {each.code for each in SEATS}
    assert {story.service for story in STORIES} <= set(HANDS) <= services_
    assert {post for hands in HANDS.values() for post in hands} <= posts
    assert len({story.territory for story in STORIES}) == 5


def test_nobody_is_reached() -> None:
    for person in itertools.islice(invented_people(), 60):
        who = applicant(person, "fr")
        assert who.phone == "" or who.phone.startswith(NOT_A_NUMBER)
        if who.phone:
            assert not phonenumbers.is_valid_number(phonenumbers.parse(who.phone))
        assert who.email == "" or who.email.endswith(".invalid")
    assert applicant(Person(9, "A", "B", "أ ب"), "ar").phone == ""


def test_the_clock_is_set_back_for_a_while() -> None:
    then = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    with clock_at(then):
        assert timezone.now() == then
    assert timezone.now() > then


@pytest.fixture
def keys() -> list[rsa.RSAPrivateKey]:
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3)]


@pytest.fixture
def city(
    db: None,
    settings: Settings,
    tmp_path: Path,
    keys: list[rsa.RSAPrivateKey],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Load the invented staff, in folders of the test's own."""
    dealt = itertools.cycle(keys)
    monkeypatch.setattr(authority, "_new_key", lambda: next(dealt))
    settings.VAR_DIR, settings.DOCUMENTS_DIR = tmp_path, str(tmp_path / "documents")
    settings.SMS_GATEWAY = settings.EMAIL_GATEWAY = "local"
    settings.SITE_URL = "https://city.example"
    load_staff()


def holder(post: str) -> User:
    rows = Appointment.objects.filter(post__code=post).order_by("pk")
    return rows.select_related("user")[0].user


@pytest.mark.slow
@pytest.mark.usefixtures("city")
def test_the_demonstration_shows_casework_alive(client: Client) -> None:
    started = time.process_time()
    assert load_cases() == len(STORIES)
    assert time.process_time() - started < 30
    cases = Case.objects.filter(is_simulated=True)
    assert {case.state for case in cases} == {state.code for state in REQUEST_WORKFLOW.states}
    _references_follow_each_other()
    _deadlines_are_near_past_and_met()
    _messages_and_documents_are_there()
    _desks_are_full()
    _a_resident_follows_and_fetches(client)
    with CaptureQueriesContext(connection) as queries:
        assert load_cases() == 0
    assert len(queries) == 1, "a second start asks once"


def _references_follow_each_other() -> None:
    rows = list(Case.objects.order_by("deposited_at").values_list("reference", flat=True))
    by_year: dict[str, list[int]] = {}
    for reference in rows:
        year, number = reference.split("-")[1:]
        by_year.setdefault(year, []).append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in by_year.values())


def _deadlines_are_near_past_and_met() -> None:
    today = timezone.localdate()
    assert Case.objects.overdue(today).count() >= 4
    assert Case.objects.due_within(today, 7).count() >= 3
    assert Case.objects.open().filter(due_on=None).exists()
    progress = set(Deadline.objects.values_list("progress", flat=True))
    assert {Progress.RUNNING, Progress.STOPPED, Progress.KEPT, Progress.MISSED} <= progress
    assert CaseEvent.objects.filter(kind="warned").exists()
    assert CaseEvent.objects.filter(kind="escalated").exists()


def _messages_and_documents_are_there() -> None:
    states = set(Message.objects.values_list("state", flat=True))
    assert {State.DELIVERED, State.WITHHELD} <= states
    oldest = Message.objects.order_by("created_at").first()
    assert oldest
    assert timezone.now() - oldest.created_at > dt.timedelta(days=80)
    assert Document.objects.filter(is_deposited=True).exists()
    assert Document.objects.filter(is_shared=True, is_deposited=False).exists()


def _desks_are_full() -> None:
    by_name = {each.name: each for each in providers()}
    assert by_name["signatures"].count(holder("president")) == 2
    assert by_name["signatures"].count(holder("dgs")) == 1
    assert by_name["unassigned-cases"].count(holder("dgs")) >= 3
    assert by_name["cases"].count(holder("lighting-agent")) >= 3
    assert Circuit.objects.filter(state="signed").count() == 1


def _a_resident_follows_and_fetches(client: Client) -> None:
    (document,) = IssuedDocument.objects.filter(purpose="")
    assert check_code(document.code).judgement.verdict == "valid"
    case = document.case
    told = LocalDelivery.objects.filter(body__contains=case.reference).order_by("at")[0]
    code = told.body.split()[-1]
    found = client.post(
        "/requests/", {"reference": tidy_reference(case.reference), "secret": code}, follow=True
    )
    assert document.title in found.content.decode()
    file = client.get(f"/requests/{case.pk}/documents/{document.code}/")
    assert file.getvalue().startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.usefixtures("city")
def test_the_requests_are_taken_out_without_a_gap_in_the_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = [story for story in STORIES if story.course in {"filed", "waiting", "answered"}]
    monkeypatch.setattr(services, "STORIES", tuple(few))
    monkeypatch.setattr(services, "play_rounds", lambda *_: [])
    load_cases()
    own = make_case()
    year = Reference.objects.filter(text=own.reference).values("year")
    given = Reference.objects.filter(year__in=year).count()
    assert remove_cases() == len(few)
    assert list(Case.objects.all()) == [own]
    assert Reference.objects.filter(year__in=year).count() == given
    kept = Reference.objects.exclude(text=own.reference).filter(year__in=year)
    assert all(row.cancelled_at and row.cancel_reason for row in kept)
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert not LocalDelivery.objects.filter(body__contains="DA-").exclude(
        body__contains=own.reference
    )
    assert remove_cases() == 0
    with pytest.raises(Exception, match="append"):
        CaseEvent.objects.filter(case=own).delete()


@pytest.mark.usefixtures("city")
def test_a_year_that_held_nothing_else_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "STORIES", STORIES[-2:])
    monkeypatch.setattr(services, "play_rounds", lambda *_: [])
    load_cases()
    remove_cases()
    assert not Reference.objects.exists()
    assert CaseKind.objects.get().department is None
    assert make_case().reference.endswith("-000001")


@pytest.mark.usefixtures("city")
def test_a_real_gateway_is_given_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMS_GATEWAY = "http"
    monkeypatch.setattr(services, "STORIES", STORIES[-3:])
    monkeypatch.setattr(services, "play_rounds", lambda *_: [])
    load_cases()
    assert set(Message.objects.values_list("state", flat=True)) == {State.WITHHELD}


@pytest.mark.usefixtures("city")
def test_a_changed_organisation_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.filter(pk=holder("registry").pk).update(is_active=False)
    User.objects.filter(appointments__post__code="registry").update(is_active=False)
    monkeypatch.setattr("demo.management.commands.demo.load_city", lambda **_: False)
    with pytest.raises(CasesRefusedError, match="registry"):
        load_cases()
    assert not Case.objects.exists()
    with pytest.raises(CommandError, match="registry"):
        call_command("demo", "load")


@pytest.mark.usefixtures("city")
def test_a_start_leaves_the_work_to_a_worker(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(tasks.invent_requests, "apply_async", lambda **how: told.append(how))
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    tasks.invent_requests_soon()
    assert told == [{"retry": False}]
    make_case(is_simulated=True)
    tasks.invent_requests_soon()
    assert len(told) == 1


@pytest.mark.usefixtures("city")
def test_without_a_worker_it_is_done_at_once_and_refusals_stop_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CELERY_BROKER_URL = ""
    User.objects.filter(appointments__post__code="registry").update(is_active=False)
    tasks.invent_requests_soon()
    assert "left out" in caplog.text
    User.objects.filter(appointments__post__code="registry").update(is_active=True)
    monkeypatch.setattr(services, "STORIES", STORIES[-1:])
    monkeypatch.setattr(services, "play_rounds", lambda *_: [])
    tasks.invent_requests_soon()
    assert Case.objects.count() == 1
