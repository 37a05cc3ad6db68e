"""Rights come from dated grants to people and posts and from delegations, and end with them."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Department, Grant, User
from people.permissions import (
    MEMO,
    can,
    can_somewhere,
    capabilities_of,
    scope_of,
)
from tests.people.organisation import (
    appoint,
    delegate,
    grant,
    make_department,
    make_post,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + dt.timedelta(days=1)
YESTERDAY = TODAY - dt.timedelta(days=1)


def test_nobody_holds_anything_by_default() -> None:
    assert scope_of(make_user(), "x.read").is_empty
    assert scope_of(AnonymousUser(), "x.read").is_empty


def test_a_grant_to_a_person_holds() -> None:
    user = make_user()
    grant("x.read", user=user)
    assert can_somewhere(user, "x.read")
    assert scope_of(user, "x.read").everywhere
    assert not can_somewhere(user, "x.write")


def test_a_grant_to_a_post_holds_for_its_holder_while_appointed() -> None:
    user, successor = make_user(), make_user()
    post = make_post(make_department())
    grant("x.read", post=post)
    appoint(user, post, valid_to=TODAY)
    appoint(successor, post, valid_from=TODAY)
    assert not can_somewhere(user, "x.read")
    assert can_somewhere(successor, "x.read")
    yesterday = timezone.now() - dt.timedelta(days=1)
    assert can(user, "x.read", at=yesterday)
    assert not can(successor, "x.read", at=yesterday)


@pytest.mark.parametrize(
    ("begin", "end", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TOMORROW, True),
        (YESTERDAY, TODAY, False),
        (TOMORROW, None, False),
        (TODAY, TODAY, False),
    ],
)
def test_a_grant_holds_on_its_days(begin: dt.date, end: dt.date | None, holds: bool) -> None:
    user = make_user()
    grant("x.read", user=user, valid_from=begin, valid_to=end)
    assert can_somewhere(user, "x.read") is holds


def test_a_department_holds_with_its_parts() -> None:
    user = make_user()
    division = make_department()
    service = make_department(parent=division)
    other = make_department()
    grant("x.read", user=user, department=division)
    assert can(user, "x.read", department_id=division.pk)
    assert can(user, "x.read", department_id=service.pk)
    assert not can(user, "x.read", department_id=other.pk)
    assert not can(user, "x.read")
    rows = scope_of(user, "x.read").narrow(Department.objects.all(), department="id")
    assert set(rows) == {division, service}


def test_a_territory_holds_with_what_lies_in_it() -> None:
    user = make_user()
    grant("x.read", user=user, territory_code="07.351.01.05")
    assert can(user, "x.read", territory_code="07.351.01.05")
    assert can(user, "x.read", territory_code="07.351.01.05.3")
    assert not can(user, "x.read", territory_code="07.351.01.07")
    assert not can(user, "x.read", territory_code="")


def test_a_code_that_begins_alike_is_another_place() -> None:
    """Marrakech is 07.351.01.0; Méchouar-Kasbah, a commune of its own, is 07.351.01.01."""
    user = make_user()
    own = grant("x.read", user=user, territory_code="07.351.01.0")
    below = grant("x.read", user=make_user(), territory_code="07.351.01.0.2")
    beside = grant("x.read", user=make_user(), territory_code="07.351.01.01")
    scope = scope_of(user, "x.read")
    assert [scope.holds(None, each.territory_code) for each in (own, below, beside)] == [1, 1, 0]
    assert set(scope.narrow(Grant.objects.all())) == {own, below}


def test_a_person_who_left_holds_nothing() -> None:
    user = make_user(is_active=False)
    grant("x.read", user=user)
    assert not can_somewhere(user, "x.read")


def test_a_delegation_of_signature_gives_what_it_names() -> None:
    head, deputy = make_user(), make_user()
    grant("x.sign", "x.read", user=head)
    delegate(head, deputy, "x.sign")
    assert capabilities_of(deputy) == {"x.sign"}


def test_a_delegation_of_office_gives_all_that_the_delegator_holds() -> None:
    head, deputy = make_user(), make_user()
    post = make_post(make_department())
    appoint(head, post)
    grant("x.sign", post=post)
    grant("x.read", user=head)
    delegate(head, deputy)
    assert capabilities_of(deputy) == {"x.sign", "x.read"}


def test_a_delegation_is_limited_to_its_place() -> None:
    head, deputy = make_user(), make_user()
    division = make_department()
    service = make_department(parent=division)
    grant("x.sign", user=head, department=division)
    delegate(head, deputy, "x.sign", department=service, territory_code="07")
    assert can(deputy, "x.sign", department_id=service.pk, territory_code="07.1")
    assert not can(deputy, "x.sign", department_id=service.pk)
    assert not can(deputy, "x.sign", department_id=division.pk, territory_code="07")


def test_a_delegation_never_gives_more_than_the_delegator_holds() -> None:
    head, deputy = make_user(), make_user()
    delegate(head, deputy, "x.sign")
    assert not can_somewhere(deputy, "x.sign")
    given = grant("x.sign", user=head)
    assert can_somewhere(deputy, "x.sign")
    given.valid_to = TODAY
    given.save()
    assert not can_somewhere(deputy, "x.sign")


def test_what_was_received_is_not_passed_on() -> None:
    head, deputy, third = make_user(), make_user(), make_user()
    grant("x.sign", user=head)
    delegate(head, deputy, "x.sign")
    delegate(deputy, third, "x.sign")
    delegate(deputy, third)
    assert can_somewhere(deputy, "x.sign")
    assert not can_somewhere(third, "x.sign")


def test_powers_of_a_superuser_are_not_delegated() -> None:
    root, deputy = make_user(is_superuser=True), make_user()
    delegate(root, deputy)
    assert not capabilities_of(deputy)
    assert scope_of(root, "x.anything").everywhere


def test_who_left_delegates_no_more() -> None:
    head, deputy = make_user(), make_user()
    grant("x.sign", user=head)
    delegate(head, deputy, "x.sign")
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert not can_somewhere(deputy, "x.sign")


def test_rights_are_found_in_three_queries_and_once_in_a_request() -> None:
    head, deputy = make_user(), make_user()
    division = make_department()
    for number in range(5):
        grant(f"x.act{number}", user=head, department=division)
        grant(f"y.act{number}", user=deputy)
    delegate(head, deputy)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(capabilities_of(deputy)) == 10
    assert len(queries) == 3
    setattr(deputy, MEMO, {})
    with CaptureQueriesContext(connection) as queries:
        for number in range(5):
            assert can_somewhere(deputy, f"x.act{number}")
    assert len(queries) == 3
