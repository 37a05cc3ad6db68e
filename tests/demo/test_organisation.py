"""The invented organisation: whole, without double names, loaded once and taken out again."""

from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from demo.organisation.people import invented_people
from demo.organisation.roles import ROLES
from demo.organisation.seats import SEATS
from demo.organisation.services import (
    give_password,
    load_staff,
    remove_staff,
    start_with_usual_roles,
)
from demo.organisation.structure import SERVICES
from people.audit import record
from people.capabilities import declared
from people.models import Appointment, Department, Grant, Post, Role, User
from people.organisation import head_of, next_above
from people.permissions import can, can_somewhere
from workspace import indicators


def test_every_service_stands_below_one_named_before() -> None:
    known = {""}
    for service in SERVICES:
        assert service.parent in known
        known.add(service.code)
    assert len(known) == len(SERVICES) + 1


def test_every_indicator_is_answered_for_by_a_service() -> None:
    services = {each.code for each in SERVICES}
    assert {each.department for each in indicators.declared()} <= services


def test_every_post_has_a_service_a_role_and_a_superior_named_before() -> None:
    services, roles = {each.code for each in SERVICES}, {each.code for each in ROLES}
    known = {""}
    for seat in SEATS:
        assert seat.service in services
        assert seat.role in roles
        assert seat.superior in known
        known.add(seat.code)


def test_every_service_has_somebody_and_one_head() -> None:
    heads = [seat.service for seat in SEATS if seat.is_head]
    assert len(heads) == len(set(heads))
    assert {seat.service for seat in SEATS} == {each.code for each in SERVICES}


def test_names_differ_and_stand_in_both_scripts() -> None:
    people = list(islice(invented_people(), 200))
    assert len({(each.first, each.family) for each in people}) == 200
    assert all("\u0600" < each.name_ar[0] < "\u06ff" for each in people)
    assert people == list(islice(invented_people(), 200))


def test_roles_allow_what_is_declared_and_leave_nothing_out() -> None:
    named = {code for role in ROLES for code in role.capabilities}
    assert not named - set(declared()), "no room declares these"
    assert not set(declared()) - named, "no usual role of demo/organisation/roles.py allows these"


@pytest.mark.django_db
def test_the_organisation_is_loaded_once() -> None:
    assert load_staff() == sum(seat.holders for seat in SEATS)
    assert load_staff() == 0
    assert Department.objects.count() == len(SERVICES)
    assert Appointment.objects.on(timezone.localdate()).count() == User.objects.count()
    assert not any(user.has_usable_password() for user in User.objects.all())


@pytest.mark.django_db
def test_what_comes_with_a_post_holds_in_its_place() -> None:
    load_staff()
    today = timezone.localdate()
    works, lighting, permits = (
        Department.objects.get(code=code) for code in ("works", "lighting", "permits")
    )
    head = head_of(works.pk, today)
    assert head is not None
    assert can(head, "casework.read", department_id=lighting.pk)
    assert not can(head, "casework.read", department_id=permits.pk)
    agent = User.objects.get(pk=Appointment.objects.filter(post__code="roads-agent")[0].user_id)
    above = next_above(agent, today)
    assert above is not None
    assert Post.objects.get(appointments__user=above).code == "head-roads"


@pytest.mark.django_db
def test_the_first_vice_president_acts_for_the_president() -> None:
    load_staff()
    first, second = (
        User.objects.get(appointments__post__code=f"vice-president-{number}") for number in (1, 2)
    )
    assert can_somewhere(first, "casework.read")
    assert not can_somewhere(second, "casework.read")


@pytest.mark.django_db
def test_roles_that_were_changed_stay_as_they_are() -> None:
    assert start_with_usual_roles() == len(ROLES)
    Role.objects.filter(code="auditor").update(capabilities=[])
    Role.objects.filter(code="field-agent").delete()
    assert start_with_usual_roles() == 0
    assert Role.objects.get(code="auditor").capabilities == []


@pytest.mark.django_db
def test_one_password_is_given_to_the_invented_alone() -> None:
    real = User.objects.create_user("real")
    with pytest.raises(CommandError):
        call_command("demo", "password")
    load_staff()
    assert give_password("a-long-password") == sum(seat.holders for seat in SEATS)
    assert User.objects.get(username="demo001").check_password("a-long-password")
    real.refresh_from_db()
    assert not real.has_usable_password()


@pytest.mark.django_db
def test_the_organisation_is_taken_out_and_who_left_traces_stays_without_rights() -> None:
    load_staff()
    busy = User.objects.get(username="demo005")
    record(actor=busy, action="x.act")
    assert remove_staff() == sum(seat.holders for seat in SEATS)
    assert list(User.objects.all()) == [busy]
    busy.refresh_from_db()
    assert not busy.is_active
    assert not Department.objects.exists()
    assert not Post.objects.exists()
    assert not Grant.objects.exists()
