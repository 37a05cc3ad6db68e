"""Changes of the organisation: who may make them, what is refused, what is left in the trail."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from people import closing, delivery
from people.delivery import Word
from people.forms.fields import row_field
from people.forms.rights import GrantForm
from people.models import AuditEntry, Department, User
from people.permissions import can_somewhere, capabilities_of, holders
from people.services.delegations import delegate, end_delegation
from people.services.roles import change_role, end_grant, grant_role
from people.services.staff import (
    appoint_person,
    change_person,
    close_account,
    create_person,
    reopen_account,
)
from people.services.structure import change_department, close_department, create_department
from tests.people import organisation as made
from tests.people.organisation import (
    DECISION,
    appoint,
    grant,
    make_department,
    make_post,
    make_role,
    make_user,
)
from workspace.models import Notification

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NAMES: dict[str, Any] = {"name_ar": "مصلحة", "name_fr": "Service"}


@pytest.fixture
def manager() -> User:
    """Return who may change everything in the organisation."""
    user = make_user()
    grant(
        "people.manage_departments",
        "people.manage_staff",
        "people.manage_roles",
        "people.grant",
        "people.manage_delegations",
        user=user,
    )
    return user


def last_entry() -> AuditEntry:
    """Return the newest entry of the trail."""
    return AuditEntry.objects.order_by("-pk")[0]


def test_a_department_is_created_with_its_trace(manager: User) -> None:
    department = create_department(actor=manager, code="roads", **NAMES)
    entry = last_entry()
    assert entry.actor == manager
    assert entry.action == "people.create_department"
    assert (entry.object_type, entry.object_id) == ("people.department", str(department.pk))
    assert entry.new["name_fr"] == "Service"
    assert entry.old == {}


def test_a_change_keeps_old_and_new(manager: User) -> None:
    department = make_department()
    change_department(department=department, actor=manager, name_fr="Voirie")
    entry = last_entry()
    assert entry.old == {"name_fr": "Division"}
    assert entry.new == {"name_fr": "Voirie"}


def test_who_manages_one_division_cannot_change_another() -> None:
    user = make_user()
    own, other = make_department(), make_department()
    grant("people.manage_departments", user=user, department=own)
    create_department(actor=user, code="part", parent=own, **NAMES)
    with pytest.raises(PermissionDenied):
        create_department(actor=user, code="top", **NAMES)
    with pytest.raises(PermissionDenied):
        change_department(department=other, actor=user, name_fr="x")
    with pytest.raises(PermissionDenied):
        change_department(department=own, actor=user, parent=other)


def test_departments_form_no_circle(manager: User) -> None:
    top = make_department()
    middle = make_department(parent=top)
    bottom = make_department(parent=middle)
    for parent in (top, middle, bottom):
        with pytest.raises(ValidationError) as refused:
            change_department(department=top, actor=manager, parent=parent)
        assert "parent" in refused.value.message_dict or parent == top
    assert Department.objects.get(pk=top.pk).parent is None


def test_a_department_closes_when_nobody_is_left(manager: User) -> None:
    department = make_department()
    held = appoint(make_user(), make_post(department))
    with pytest.raises(ValidationError):
        close_department(department=department, on=TODAY, why="merged", actor=manager)
    held.valid_to = TODAY
    held.save()
    close_department(department=department, on=TODAY, why="merged", actor=manager)
    assert last_entry().why == "merged"


def test_a_new_person_cannot_sign_in_yet(manager: User) -> None:
    person = create_person(actor=manager, username="new", first_name="N", last_name="P")
    assert not person.has_usable_password()
    assert "password" not in last_entry().new


def test_nobody_raises_themselves(manager: User) -> None:
    post = make_post(make_department())
    role = make_role("x.act")
    dates: dict[str, Any] = {"valid_from": TODAY, "valid_to": None, "decision": DECISION}
    with pytest.raises(ValidationError):
        appoint_person(person=manager, post=post, actor=manager, **dates)
    with pytest.raises(ValidationError):
        grant_role(role=role, user=manager, actor=manager, **dates)
    appoint(manager, post)
    with pytest.raises(ValidationError):
        grant_role(role=role, post=post, actor=manager, **dates)
    held = manager.grants.get().role
    with pytest.raises(ValidationError):
        change_role(
            role=held, actor=manager, capabilities=[*held.capabilities, "people.read_audit"]
        )
    assert not can_somewhere(manager, "people.read_audit")


def test_a_role_holds_declared_capabilities_only(manager: User) -> None:
    with pytest.raises(ValidationError) as refused:
        change_role(role=make_role(), actor=manager, capabilities=["no.such"])
    assert "capabilities" in refused.value.message_dict


def test_a_single_post_has_one_holder(manager: User) -> None:
    post = make_post(make_department())
    appoint(make_user(), post)
    with pytest.raises(ValidationError) as refused:
        appoint_person(
            person=make_user(),
            post=post,
            valid_from=TODAY,
            valid_to=None,
            decision=DECISION,
            actor=manager,
        )
    assert "post" in refused.value.message_dict


def test_a_shared_post_has_many_holders(manager: User) -> None:
    post = make_post(make_department(), is_single=False)
    for _ in range(3):
        appoint_person(
            person=make_user(),
            post=post,
            valid_from=TODAY,
            valid_to=None,
            decision=DECISION,
            actor=manager,
        )
    assert post.appointments.count() == 3


def test_an_end_before_the_beginning_is_said_beside_its_field(manager: User) -> None:
    with pytest.raises(ValidationError) as refused:
        grant_role(
            role=make_role(),
            user=make_user(),
            valid_from=TODAY,
            valid_to=TODAY - dt.timedelta(days=1),
            decision=DECISION,
            actor=manager,
        )
    assert set(refused.value.message_dict) == {"valid_to"}


def test_the_past_is_not_changed(manager: User) -> None:
    given = grant("x.act", user=make_user())
    with pytest.raises(ValidationError):
        end_grant(grant=given, valid_to=TODAY - dt.timedelta(days=3), why="w", actor=manager)
    end_grant(grant=given, valid_to=TODAY, why="w", actor=manager)
    with pytest.raises(ValidationError):
        end_grant(grant=given, valid_to=TODAY, why="w", actor=manager)


def test_nobody_delegates_what_they_do_not_hold(manager: User) -> None:
    head, deputy = make_user(), make_user()
    division, other = make_department(), make_department()
    grant("x.sign", user=head, department=division)
    dates: dict[str, Any] = {"valid_from": TODAY, "valid_to": None, "decision": DECISION}
    common: dict[str, Any] = {
        "delegator": head,
        "to": deputy,
        "actor": manager,
        "kind": "signature",
    } | dates
    with pytest.raises(ValidationError):
        delegate(capabilities=["x.read"], department=division, **common)
    with pytest.raises(ValidationError):
        delegate(capabilities=["x.sign"], department=other, **common)
    with pytest.raises(ValidationError):
        delegate(capabilities=["x.sign"], **common)
    delegate(capabilities=["x.sign"], department=division, **common)
    assert capabilities_of(deputy) == {"x.sign"}


def test_no_sub_delegation(manager: User) -> None:
    head, deputy, third = make_user(), make_user(), make_user()
    grant("x.sign", user=head)
    made.delegate(head, deputy)
    dates: dict[str, Any] = {"valid_from": TODAY, "valid_to": None, "decision": DECISION}
    for kind, codes in (("signature", ["x.sign"]), ("office", [])):
        with pytest.raises(ValidationError):
            delegate(
                delegator=deputy, to=third, kind=kind, capabilities=codes, actor=manager, **dates
            )


def test_a_department_closes_when_nothing_above_it_stands_against_it(manager, monkeypatch):
    monkeypatch.setattr(closing, "_OBSTACLES", [lambda row: f"{row.code} is busy", lambda _: None])
    department = make_department(code="archives")
    with pytest.raises(ValidationError) as refused:
        close_department(department=department, on=TODAY, why="merged", actor=manager)
    assert refused.value.messages == ["archives is busy"]


def test_a_delegator_delegates_and_withdraws_alone() -> None:
    head, deputy, stranger = make_user(), make_user(), make_user()
    grant("x.sign", "people.delegate", user=head)
    dates: dict[str, Any] = {"valid_from": TODAY, "valid_to": None, "decision": DECISION}
    values: dict[str, Any] = {"kind": "signature", "capabilities": ["x.sign"]} | dates
    with pytest.raises(PermissionDenied):
        delegate(delegator=head, to=deputy, actor=stranger, **values)
    row = delegate(delegator=head, to=deputy, actor=head, **values)
    with pytest.raises(PermissionDenied):
        end_delegation(delegation=row, valid_to=TODAY, why="back", actor=stranger)
    end_delegation(delegation=row, valid_to=TODAY, why="back", actor=head)
    assert not can_somewhere(deputy, "x.sign")


def test_a_closed_account_loses_everything(manager: User) -> None:
    person, other = make_user(), make_user()
    grant("x.act", user=person)
    appoint(person, make_post(make_department()))
    made.delegate(person, other)
    close_account(person=person, why="retired", actor=manager)
    assert not capabilities_of(other)
    reopen_account(person=person, why="came back", actor=manager)
    assert not capabilities_of(person)
    assert AuditEntry.objects.filter(why="retired").count() == 4


def test_holders_of_a_capability_are_found_in_their_place() -> None:
    division, other = make_department(), make_department()
    post = make_post(division)
    by_post, by_grant, by_delegation, elsewhere = (make_user() for _ in range(4))
    appoint(by_post, post)
    grant("x.sign", post=post, department=division)
    grant("x.sign", user=by_grant)
    made.delegate(by_post, by_delegation, "x.sign")
    grant("x.sign", user=elsewhere, department=other)
    found = holders("x.sign", department_id=division.pk)
    assert found == [by_post, by_grant, by_delegation]


def test_another_address_is_told_at_the_former_one(manager, monkeypatch):
    words: list[Word] = []
    monkeypatch.setattr(delivery, "_carriers", [words.append])
    person = make_user(email="old@example.org")
    change_person(person=person, actor=manager, last_name="New")
    assert words == []
    change_person(person=person, actor=manager, email="new@example.org")
    (word,) = words
    assert word.recipient == "old@example.org"
    assert "new@example.org" not in word.text
    assert "liste du personnel" in word.text
    assert Notification.objects.get(owner=person).url == "/account/security/"


def test_a_service_closed_since_the_program_started_is_offered_no_more():
    open_, closed = make_department(), make_department()
    Department.objects.filter(pk=closed.pk).update(closed_on=TODAY)
    offered = row_field(GrantForm.base_fields, "department").queryset
    assert offered is not None
    assert open_ in offered
    assert closed not in offered
