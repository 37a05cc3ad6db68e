"""Warnings before a deadline, and escalation from post to post after it."""

import datetime as dt

import pytest

from casework.deadlines.ladder import rungs
from casework.deadlines.watch import watch_deadlines
from casework.enums import EventKind
from casework.models import Case
from casework.services import assign_case
from people.models import Appointment, Department, Post, User
from tests.casework.files import agent, clerk, department, make_case
from workspace.models import Notification

pytestmark = pytest.mark.django_db
DEPOSIT = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)
DUE = dt.datetime(2025, 5, 2, 9, tzinfo=dt.UTC)  # 60 days, moved from Labour Day's morrow


def at(days: int) -> dt.datetime:
    """Return an instant so many days after the due day."""
    return DUE + dt.timedelta(days=days)


def post(code: str, place: Department, holder: str, above: Post | None = None, **more) -> Post:
    """Return a post with its holder, or vacant."""
    made = Post.objects.create(
        code=code, department=place, name_ar=code, name_fr=code, superior=above, **more
    )
    if holder:
        user = User.objects.get_or_create(username=holder)[0]
        Appointment.objects.create(
            user=user, post=made, valid_from=dt.date(2020, 1, 1), decision="Décision 1"
        )
    return made


def organisation(head: str = "head") -> Department:
    """Return the counter: its agent answers to its head, who answers to the director."""
    top = Department.objects.create(code="direction", name_ar="المديرية", name_fr="Direction")
    here = department()
    here.parent = top
    here.save(update_fields=["parent"])
    director = post("director", top, "director", is_head=True)
    above = post("head", here, head, above=director, is_head=True)
    post("agent", here, "agent", above=above, is_single=False)
    return here


def late_case() -> Case:
    """Return a case in the hands of the agent."""
    here = organisation()
    user = agent("agent", "casework.read", "casework.process", place=here)
    case = assign_case(case=make_case(deposited_at=DEPOSIT), assignee=user, actor=clerk())
    Notification.objects.all().delete()  # of the assignment: the watch begins afterwards
    return case


def told() -> dict[str, int]:
    """Return how many notifications each person has."""
    names = Notification.objects.values_list("owner__username", flat=True)
    return {name: list(names).count(name) for name in set(names)}


def test_nobody_is_troubled_long_before():
    late_case()
    assert watch_deadlines(now=at(-11)) == (0, 0)
    assert told() == {}


def test_a_warning_is_given_once_to_whoever_has_the_case():
    case = late_case()
    assert watch_deadlines(now=at(-10)) == (1, 0)
    assert watch_deadlines(now=at(-9)) == (0, 0)
    assert watch_deadlines(now=at(0)) == (0, 0)
    assert told() == {"agent": 1}
    assert case.events.filter(kind=EventKind.WARNED).count() == 1


def test_a_late_case_climbs_from_post_to_post_at_the_pace_of_its_rule():
    case = late_case()
    assert watch_deadlines(now=at(1)) == (0, 1)
    assert told() == {"agent": 1, "head": 1}
    assert watch_deadlines(now=at(5)) == (0, 0)
    assert watch_deadlines(now=at(6)) == (0, 1)
    assert told() == {"agent": 2, "head": 1, "director": 1}
    assert watch_deadlines(now=at(11)) == (0, 1)
    assert told() == {"agent": 3, "head": 1, "director": 2}
    clock = case.deadlines.get()
    assert clock.escalated_to
    assert (clock.escalation_level, clock.escalated_to.username) == (3, "director")
    assert case.events.filter(kind=EventKind.ESCALATED).count() == 3


def test_a_case_of_nobody_goes_to_the_head_of_its_department():
    organisation()
    case = make_case(deposited_at=DEPOSIT)
    assert [[user.username for user in rung] for rung in rungs(case)] == [["head"], ["director"]]


def test_a_vacant_post_is_passed():
    here = organisation(head="")
    case = make_case(deposited_at=DEPOSIT, department=here)
    assert [[user.username for user in rung] for rung in rungs(case)] == [["director"]]


def test_posts_in_a_circle_end_the_climb():
    here = organisation()
    head, director = Post.objects.get(code="head"), Post.objects.get(code="director")
    Post.objects.filter(pk=director.pk).update(superior=head)
    assert len(rungs(make_case(deposited_at=DEPOSIT, department=here))) == 2


def test_without_an_organisation_the_history_still_tells():
    case = make_case(deposited_at=DEPOSIT)
    assert watch_deadlines(now=at(1)) == (0, 1)
    assert case.events.get(kind=EventKind.ESCALATED).detail == ""
