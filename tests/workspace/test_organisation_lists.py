"""The lists of the organisation: filters in the address, views, exact exports, fixed cost."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.audit import record
from people.models import AuditEntry, User
from people.rules import phase
from tests.people.organisation import (
    appoint,
    at_desk,
    delegate,
    grant,
    make_department,
    make_post,
    make_role,
    make_user,
)
from workspace.models import SavedView
from workspace.organisation.columns import phase_condition
from workspace.organisation.trail import described, who

TODAY = timezone.localdate()
LISTS = {
    "services": 11,
    "people": 12,
    "roles": 9,
    "grants": 12,
    "delegations": 12,
    "audit": 10,
}
"""Addresses below /organisation/, each with the most queries that its page may ask."""


@pytest.fixture
def reader(db: None) -> User:
    """Return who may read all of the organisation."""
    person = make_user(last_name="Reader")
    grant("people.read_staff", "people.read_audit", user=person)
    return person


@pytest.fixture
def desk(client: Client, reader: User) -> Client:
    """Return the reader's browser, in English."""
    return at_desk(client, reader)


def fill(number: int) -> None:
    """Make so many of everything."""
    for _ in range(number):
        division = make_department()
        person = make_user()
        appoint(person, make_post(make_department(parent=division), is_head=True))
        given = grant("x.act", user=person, department=division, territory_code="01.351")
        delegate(person, make_user(), department=division)
        record(actor=person, action="people.grant_role", obj=given, new={"role": "x"})


def exported(desk: Client, address: str, query: str = "?all=1") -> list[dict[str, str]]:
    """Return what the CSV of a list says, row by row."""
    answer = desk.post(f"/organisation/{address}/{query}", {"export": "csv"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def total(desk: Client, address: str, **asked: Any) -> int:
    """Return how many rows a list has."""
    answer = desk.get(f"/organisation/{address}/", asked)
    assert answer.status_code == 200
    return int(answer.context["page"].paginator.count)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_whatever_its_length(desk: Client, address: str) -> None:
    url = f"/organisation/{address}/?all=1"
    fill(2)
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        assert desk.get(url).status_code == 200
    fill(20)
    with CaptureQueriesContext(connection) as many:
        assert desk.get(url).status_code == 200
    assert len(many) == len(few), [query["sql"] for query in many.captured_queries]
    assert len(many) <= LISTS[address], [query["sql"] for query in many.captured_queries]


@pytest.mark.parametrize("address", LISTS)
def test_an_export_has_every_row_of_the_list(desk: Client, address: str) -> None:
    fill(60)
    rows = exported(desk, address)
    before = total(desk, address, all=1)
    # The export itself stands in the trail a moment later.
    assert len(rows) == before - (address == "audit")
    assert AuditEntry.objects.filter(action="workspace.export_table").count() == 1


def test_filters_stand_in_the_address_and_are_kept_as_a_view(desk: Client, reader: User) -> None:
    fill(3)
    here = make_user(last_name="Zerhouni")
    appoint(here, make_post(make_department("zoo")))
    answer = desk.get("/organisation/people/", {"q": "zerh"})
    assert [row.pk for row in answer.context["page"]] == [here.pk]
    saved = desk.post("/organisation/people/?q=zerh", {"save_view": "1", "name": "Mine"})
    assert saved["Location"] == "/organisation/people/?q=zerh"
    assert SavedView.objects.get(owner=reader).table == "people.staff"


def test_a_service_is_meant_with_its_parts(desk: Client) -> None:
    top = make_department("top")
    below = make_department(parent=make_department(parent=top))
    inside, outside = make_user(), make_user()
    appoint(inside, make_post(below))
    grant("x.act", user=inside, department=below)
    grant("x.act", user=outside, department=make_department())
    assert total(desk, "people", department=top.pk) == 1
    assert total(desk, "grants", department=top.pk) == 1
    assert total(desk, "services", within=top.pk) == 3


def test_who_left_and_what_is_over_is_shown_when_asked_for(desk: Client) -> None:
    gone = make_user(is_active=False, last_name="Gone")
    over = grant("x.act", user=gone, valid_to=TODAY)
    assert "Gone" not in desk.get("/organisation/people/").text
    assert "Gone" in desk.get("/organisation/people/?state=left").text
    pages = {name: desk.get(f"/organisation/grants/?phase={name}") for name in ("open", "over")}
    assert over not in pages["open"].context["page"].object_list
    assert list(pages["over"].context["page"]) == [over]


def test_a_wrong_filter_is_told_and_shows_nothing(desk: Client) -> None:
    answer = desk.get("/organisation/audit/", {"since_on": "yesterday", "q": "kept"})
    assert answer.status_code == 422
    assert 'value="kept"' in answer.text


def test_only_who_may_end_something_is_led_there(client: Client, desk: Client) -> None:
    given = grant("x.act", user=make_user())
    passed = delegate(make_user(), make_user())
    assert f"grants/{given.pk}/end/" not in desk.get("/organisation/grants/").text
    assert f"delegations/{passed.pk}/end/" not in desk.get("/organisation/delegations/").text
    manager = make_user()
    grant("people.read_staff", "people.grant", "people.manage_delegations", user=manager)
    client.force_login(manager)
    assert f"grants/{given.pk}/end/" in client.get("/organisation/grants/").text
    assert f"delegations/{passed.pk}/end/" in client.get("/organisation/delegations/").text


@pytest.mark.django_db
def test_a_delegator_is_led_to_the_end_of_their_own(client: Client) -> None:
    head = make_user()
    grant("people.read_staff", user=head)
    mine, other = delegate(head, make_user()), delegate(make_user(), make_user())
    client.force_login(head)
    text = client.get("/organisation/delegations/").text
    assert f"delegations/{mine.pk}/end/" in text
    assert f"delegations/{other.pk}/end/" not in text


@pytest.mark.django_db
def test_one_reads_what_ones_services_allow(client: Client) -> None:
    here, there = make_department("here"), make_department("there")
    head = make_user()
    grant("people.read_staff", user=head, department=here)
    near, far = make_user(last_name="Near"), make_user(last_name="Far")
    appoint(near, make_post(here))
    appoint(far, make_post(there))
    grant("x.act", user=far, department=there)
    at_desk(client, head)
    names = {row["Name"] for row in exported(client, "people")}
    assert "Person Near" in names
    assert "Person Far" not in names
    assert {row["Service"] for row in exported(client, "grants")} == {"Division"}
    assert total(client, "grants", all=1) == 1


def test_roles_are_found_by_what_they_allow(desk: Client) -> None:
    signs = make_role("people.delegate")
    answer = desk.get("/organisation/roles/", {"capability": "people.delegate"})
    assert list(answer.context["page"]) == [signs]
    (row,) = [row for row in exported(desk, "roles") if row["Code"] == signs.code]
    assert row["What it allows"] == "Delegate one's own signature or office"


def test_the_trail_says_in_words_what_changed(desk: Client) -> None:
    department = make_department("roads")
    record(
        actor=None,
        action="people.change_department",
        obj=department,
        old={"name_fr": "Voirie"},
        new={"name_fr": "Routes"},
        why="merged",
    )
    (row,) = exported(desk, "audit", "?q=merged")
    assert row["What"] == "Service changed"
    assert row["Changes"] == "name in French: Routes (before: Voirie)"
    assert row["Who"] == "the system"


def test_who_did_it_is_told_in_a_word_where_it_was_nobody_of_the_staff() -> None:
    person = User(username="s.alaoui")
    assert who(AuditEntry(actor=person)) == "s.alaoui"
    assert who(AuditEntry(address="196.12.1.9")) != who(AuditEntry())
    assert described(AuditEntry()) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("days", [(-9, None), (-9, 0), (0, None), (0, 1), (3, None), (3, 3)])
def test_the_states_of_the_filter_are_those_of_the_rule(days: tuple[int, int | None]) -> None:
    begin, end = (None if day is None else TODAY + dt.timedelta(days=day) for day in days)
    assert begin is not None
    row = grant("x.act", user=make_user(), valid_from=begin, valid_to=end)
    rows = type(row).objects.filter(pk=row.pk)
    found = {
        name
        for name in ("now", "coming", "over")
        if rows.filter(phase_condition(name, TODAY)).exists()
    }
    assert found == {phase(begin, end, TODAY)}
    assert rows.filter(phase_condition("open", TODAY)).exists() is ("over" not in found)


def test_a_day_of_the_trail_lasts_from_midnight_to_midnight_of_the_city(desk: Client) -> None:
    day = TODAY - dt.timedelta(days=3)
    first = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    second = dt.timedelta(seconds=1)
    after = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    for at in (first - second, first, after - second, after):
        AuditEntry.objects.create(action="x.act", at=at)
    found = desk.get("/organisation/audit/", {"since_on": f"{day}", "until_on": f"{day}"})
    assert [entry.at for entry in found.context["page"]] == [after - second, first]
    assert total(desk, "audit", since_on=day) == 3 + AuditEntry.objects.filter(at__gt=after).count()
