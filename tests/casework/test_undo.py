"""What was just done to a case can be taken back, as long as nobody has gone on with it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from casework.deadlines.enums import Progress
from casework.enums import EventKind
from casework.models import Case
from casework.services import assign_case, change_state, take_back_assignment
from tests.casework.files import agent, clerk, department, make_case
from tests.people.organisation import at_desk
from workspace.models import UndoableAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """Return a browser in which a superuser is signed in."""
    return at_desk(client, clerk())


def undo(client):
    """Press the button of the newest message, and return the page that follows."""
    action = UndoableAction.objects.first()
    assert action
    return client.post(
        reverse("workspace:undo", args=[action.pk]), {"next": "/cases/"}, follow=True
    )


def send(client, name: str, case: Case, **values: object):
    """Send a form of a case's page."""
    return client.post(reverse(f"casework:{name}", args=[case.pk]), values, follow=True)


def test_an_assignment_is_taken_back(desk):
    roads, case = department("roads"), make_case()
    here = case.department
    answer = send(desk, "assign", case, department=roads.pk, assignee=clerk("other").pk)
    assert f"{case.reference}: assigned" in answer.content.decode()
    case.refresh_from_db()
    assert (case.department, str(case.assignee)) == (roads, str(clerk("other")))
    undo(desk)
    case.refresh_from_db()
    assert (case.department, case.assignee) == (here, None)
    assert case.events.filter(kind=EventKind.UNDONE, actor=clerk()).count() == 1
    assert "Assignment taken back" in send(desk, "note", case, text="x").content.decode()


def test_whoever_gave_a_case_out_of_sight_gets_it_back(client):
    here, roads = department(), department("roads")
    giver = agent("giver", "casework.read", "casework.assign", place=here)
    case = make_case()
    client.force_login(giver)
    answer = send(client, "assign", case, department=roads.pk)
    assert answer.redirect_chain[-1][0] == reverse("casework:list")
    undo(client)
    case.refresh_from_db()
    assert case.department == here


def test_it_is_too_late_once_somebody_has_gone_on(desk):
    roads, case = department("roads"), make_case()
    send(desk, "assign", case, department=roads.pk)
    assign_case(case=case, assignee=clerk("other"), actor=clerk(), department=roads)
    assert "gone on with this case" in undo(desk).content.decode()
    case.refresh_from_db()
    assert (case.department, case.assignee) == (roads, clerk("other"))


def test_nobody_takes_back_into_a_department_of_others():
    roads, case = department("roads"), make_case()
    with pytest.raises(PermissionDenied):
        take_back_assignment(
            actor=agent("elsewhere", "casework.assign", place=department()),
            case_id=case.pk,
            given=(case.department_id, None),
            former=(roads.pk, None),
        )
    gone = agent("gone")
    gone.is_active = False
    gone.save()
    with pytest.raises(ValidationError):
        take_back_assignment(
            actor=clerk(),
            case_id=case.pk,
            given=(case.department_id, None),
            former=(case.department_id, gone.pk),
        )


def test_a_step_is_taken_back_where_the_table_leads_back(desk):
    case = make_case()
    for state in ("acknowledged", "in_progress"):
        send(desk, "change", case, to=state)
        assert not UndoableAction.objects.exists(), state
    send(desk, "change", case, to="waiting", reason="نسخة البطاقة")
    assert case.deadlines.get().progress == Progress.STOPPED
    undo(desk)
    case.refresh_from_db()
    assert case.state == "in_progress"
    assert case.deadlines.get().progress == Progress.RUNNING
    assert case.due_on == case.deadlines.get().due_on


def test_a_step_is_not_taken_back_after_another(desk):
    case = make_case()
    for state in ("acknowledged", "in_progress", "waiting"):
        send(desk, "change", case, to=state, reason="x")
    change_state(case=case, to="withdrawn", actor=clerk(), reason="x")
    assert "gone on with this case" in undo(desk).content.decode()
    case.refresh_from_db()
    assert case.state == "withdrawn"
