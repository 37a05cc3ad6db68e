"""The pages of the organisation: what each role sees and does, and how a refusal is told."""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from people.models import Appointment, AuditEntry, Delegation, Department, Grant, Role, User
from tests.people import organisation as made
from tests.people.organisation import (
    appoint,
    at_desk,
    grant,
    make_department,
    make_post,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EVERYTHING = (
    "people.read_staff",
    "people.manage_departments",
    "people.manage_staff",
    "people.manage_roles",
    "people.grant",
    "people.delegate",
    "people.manage_delegations",
    "people.read_audit",
)
DATES = {"valid_from": TODAY.isoformat(), "last_on": "", "decision": "7/2026"}


@pytest.fixture
def manager() -> User:
    """Return who may change everything in the organisation."""
    user = make_user(name_ar="شخص")
    grant(*EVERYTHING, user=user)
    return user


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    """Return a browser in which the manager signed in."""
    return at_desk(client, manager)


@pytest.fixture
def example(manager: User) -> dict[str, str]:
    """Return one address of each page over an example of each thing."""
    division = make_department("division")
    make_department("service", parent=division)
    post = make_post(division, code="head", is_head=True)
    person = make_user(name_ar="سعيد", email="s@example.org", staff_number="123")
    held = appoint(person, post)
    given = grant("x.sign", user=person, department=division)
    by_post = grant("x.read", post=post)
    passed = made.delegate(person, manager, "x.sign")
    return {
        "tree": "",
        "new service": "services/new/?parent=division",
        "service": "services/division/",
        "change service": "services/division/change/",
        "close service": "services/division/close/",
        "new post": "posts/new/?department=division",
        "post": "posts/head/",
        "change post": "posts/head/change/",
        "staff": "people/?q=1&department=",
        "left": "people/?state=left",
        "new person": "people/new/",
        "person": f"people/{person.pk}/",
        "change person": f"people/{person.pk}/change/",
        "close account": f"people/{person.pk}/close/",
        "appoint": f"people/{person.pk}/appoint/",
        "end appointment": f"appointments/{held.pk}/end/",
        "roles": "roles/",
        "new role": "roles/new/",
        "role": f"roles/{given.role.code}/",
        "change role": f"roles/{by_post.role.code}/change/",
        "grants": "grants/?q=x",
        "all grants": "grants/?all=1",
        "new grant": f"grants/new/?person={person.pk}",
        "end grant": f"grants/{given.pk}/end/",
        "delegations": "delegations/",
        "new delegation": "delegations/new/",
        "end delegation": f"delegations/{passed.pk}/end/",
        "audit": f"audit/?since_on={TODAY}&until_on={TODAY}&q=x",
        "audit of": f"audit/of/people.department/{division.pk}/",
        "audit by": f"audit/by/{manager.pk}/",
    }


def changes() -> QuerySet[AuditEntry]:
    """Return what was changed in the organisation, without who signed in."""
    return AuditEntry.objects.filter(action__startswith="people.")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_opens(desk: Client, example: dict[str, str], language: str) -> None:
    desk.cookies["language"] = language
    for name, address in example.items():
        response = desk.get(f"/organisation/{address}")
        assert response.status_code == 200, name
        assert f'lang="{language}"' in response.content.decode(), name


def test_nobody_without_a_role_opens_more_than_the_tree(
    client: Client, example: dict[str, str]
) -> None:
    client.force_login(make_user())
    allowed = {
        name
        for name, address in example.items()
        if client.get(f"/organisation/{address}").status_code == 200
    }
    assert allowed == {"tree", "service", "post"}


def test_everybody_sees_themselves(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    assert client.get(f"/organisation/people/{user.pk}/").status_code == 200


def test_a_head_of_division_sees_the_people_of_the_division(client: Client) -> None:
    division, other = make_department(), make_department()
    near, far = make_user(last_name="Near"), make_user(last_name="Far")
    appoint(near, make_post(make_department(parent=division)))
    appoint(far, make_post(other))
    head = make_user()
    grant("people.read_staff", user=head, department=division)
    client.force_login(head)
    page = client.get("/organisation/people/").content.decode()
    assert "Near" in page
    assert "Far" not in page
    assert client.get(f"/organisation/people/{far.pk}/").status_code == 403


def test_a_service_is_created_moved_and_closed(desk: Client) -> None:
    top = make_department("top")
    values = {"code": "roads", "kind": "service", "name_ar": "الطرق", "name_fr": "Voirie"}
    assert desk.post("/organisation/services/new/", values).status_code == 302
    values["parent"] = str(top.pk)
    desk.post("/organisation/services/roads/change/", values)
    assert Department.objects.get(code="roads").parent == top
    end = {"closed_on": TODAY.isoformat(), "why": "merged"}
    assert desk.post("/organisation/services/roads/close/", end).status_code == 302
    assert Department.objects.get(code="roads").closed_on == TODAY
    actions = changes().order_by("pk").values_list("action", flat=True)
    assert [each.split(".")[1] for each in actions] == [
        "create_department",
        "change_department",
        "close_department",
    ]


def test_the_trail_says_who_from_where_and_what(desk: Client, manager: User) -> None:
    department = make_department("roads")
    values = {"code": "roads", "kind": "service", "name_ar": "الطرق", "name_fr": "Voirie"}
    desk.post("/organisation/services/roads/change/", values, REMOTE_ADDR="196.12.1.9")
    entry = changes().get()
    assert (entry.actor, entry.address) == (manager, "196.12.1.9")
    page = desk.get(f"/organisation/audit/of/people.department/{department.pk}/").content.decode()
    for words in ("Division", "Voirie", "Service changed", "name in French", "196.12.1.9"):
        assert words in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(desk: Client) -> None:
    make_department("taken")
    values = {"code": "taken", "kind": "service", "name_ar": "", "name_fr": "Voirie"}
    response = desk.post("/organisation/services/new/", values)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"code", "name_ar"}
    assert 'value="Voirie"' in response.content.decode()


def test_a_person_joins_is_appointed_and_leaves(desk: Client) -> None:
    post = make_post(make_department(), code="clerk")
    values = {
        "username": "new.one",
        "first_name": "New",
        "last_name": "One",
        "name_ar": "جديد",
        "email": "new@example.org",
    }
    assert desk.post("/organisation/people/new/", values).status_code == 302
    person = User.objects.get(username="new.one")
    page = f"/organisation/people/{person.pk}/"
    assert desk.post(f"{page}appoint/", DATES | {"post": post.pk}).status_code == 302
    held = Appointment.objects.get(user=person)
    assert held.valid_to is None
    end = {"last_on": TODAY.isoformat(), "why": "moved"}
    assert desk.post(f"/organisation/appointments/{held.pk}/end/", end).status_code == 302
    held.refresh_from_db()
    assert held.last_on == TODAY
    assert desk.post(f"{page}close/", {"why": "left"}).status_code == 302
    person.refresh_from_db()
    assert not person.is_active


def test_two_holders_of_a_single_post_are_refused_beside_the_post(desk: Client) -> None:
    post, person = make_post(make_department()), make_user()
    appoint(make_user(), post)
    address = f"/organisation/people/{person.pk}/appoint/"
    response = desk.post(address, DATES | {"post": post.pk})
    assert response.status_code == 422
    assert "post" in response.context["form"].errors
    assert "7/2026" in response.content.decode()


def test_a_role_is_made_given_and_taken_back(desk: Client) -> None:
    person = make_user()
    values = {
        "code": "reader",
        "name_ar": "قارئ",
        "name_fr": "Lecteur",
        "capabilities": ["people.read_staff"],
    }
    assert desk.post("/organisation/roles/new/", values).status_code == 302
    role = Role.objects.get(code="reader")
    given = DATES | {"role": role.pk, "user": person.pk}
    assert desk.post("/organisation/grants/new/", given).status_code == 302
    row = Grant.objects.get(role=role)
    assert desk.post("/organisation/grants/new/", given).status_code == 422
    assert desk.post(f"/organisation/grants/{row.pk}/end/", {"why": "x"}).status_code == 302
    row.refresh_from_db()
    assert row.phase == "over"


def test_a_grant_wants_a_person_or_a_post(desk: Client) -> None:
    role, post, person = make_role(), make_post(make_department()), make_user()
    for holder in ({}, {"user": person.pk, "post": post.pk}):
        response = desk.post("/organisation/grants/new/", DATES | {"role": role.pk} | holder)
        assert response.status_code == 422
        assert "user" in response.context["form"].errors


def test_a_delegation_is_registered_and_withdrawn(desk: Client) -> None:
    head, deputy = make_user(), make_user()
    grant("people.read_audit", user=head)
    values = DATES | {
        "kind": "signature",
        "delegator": head.pk,
        "delegate": deputy.pk,
        "capabilities": ["people.read_audit"],
    }
    wrong = values | {"capabilities": ["people.grant"]}
    refused = desk.post("/organisation/delegations/new/", wrong)
    assert refused.status_code == 422
    assert "capabilities" in refused.context["form"].errors
    assert desk.post("/organisation/delegations/new/", values).status_code == 302
    row = Delegation.objects.get()
    address = f"/organisation/delegations/{row.pk}/end/"
    assert desk.post(address, {"why": "back in office"}).status_code == 302
    row.refresh_from_db()
    assert row.phase == "over"


def test_who_may_only_delegate_their_own_is_offered_nobody_else(client: Client) -> None:
    head, other = make_user(), make_user()
    grant("people.delegate", "people.read_audit", user=head)
    grant("people.read_audit", user=other)
    client.force_login(head)
    form = client.get("/organisation/delegations/new/").context["form"]
    assert list(form.fields["delegator"].queryset) == [head]
    assert {code for code, _name in form.fields["capabilities"].choices} == {
        "people.delegate",
        "people.read_audit",
    }


def test_the_tree_costs_the_same_whatever_its_size(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    division = make_department()
    for _ in range(30):
        appoint(make_user(), make_post(make_department(parent=division), is_head=True))
    with django_assert_max_num_queries(11):
        assert desk.get("/organisation/").status_code == 200


def test_last_days_are_inside() -> None:
    last = TODAY + dt.timedelta(days=10)
    given = grant("x.act", user=make_user(), valid_to=last + dt.timedelta(days=1))
    assert given.last_on == last
