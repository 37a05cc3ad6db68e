"""Cases are opened, led through their states and assigned, and the database has the last word."""

from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from casework.deadlines.watch import whose
from casework.desk import nobodys, own
from casework.enums import EventKind
from casework.forms import AssignForm, departments_for
from casework.history import record_event
from casework.links import is_secret_of
from casework.models import Case, CaseEvent, Reference
from casework.rules import spaced_secret
from casework.services import (
    answer_case,
    assign_case,
    change_state,
    steps_for,
    take_back_assignment,
)
from casework.timeline import timeline
from people.forms.fields import row_field
from people.models import Department, Grant, User
from people.services.structure import close_department
from tests.casework.files import agent, clerk, department, make_case, opened, request_kind
from workspace.models import Notification

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_with_reference_secret_and_history():
    case, secret = opened()
    assert case.reference == f"DA-{case.deposited_at.year}-000001"
    assert is_secret_of(case, spaced_secret(secret).lower())
    assert not is_secret_of(case, secret[:-1])
    (line,) = case.events.all()
    assert (line.kind, line.target) == (EventKind.OPENED, "deposited")


def test_a_refused_deposit_gives_its_number_back():
    with pytest.raises(ValidationError) as refusal:
        make_case(subject="")
    assert "subject" in refusal.value.message_dict
    assert make_case().reference.endswith("000001")
    assert Reference.objects.count() == 1


def test_steps_follow_the_table():
    case = make_case()
    with pytest.raises(ValidationError):
        change_state(case=case, to="answered", actor=clerk())
    case = change_state(case=case, to="acknowledged", actor=clerk())
    case = change_state(case=case, to="in_progress", actor=clerk())
    with pytest.raises(ValidationError) as refusal:
        change_state(case=case, to="refused", actor=clerk())
    assert "reason" in refusal.value.message_dict
    case = change_state(case=case, to="refused", actor=clerk(), reason="خارج الاختصاص")
    assert case.closed_at
    assert [event.target for event in case.events.all()] == [
        "deposited",
        "acknowledged",
        "in_progress",
        "refused",
    ]


@pytest.mark.parametrize("state", ["answered", "nowhere", ""])
def test_the_database_refuses_other_steps(state):
    case = make_case()
    with pytest.raises(IntegrityError, match="no step"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=state)


def test_the_database_refuses_a_state_without_history():
    case = make_case()
    Case.objects.filter(pk=case.pk).update(state="acknowledged")
    with pytest.raises(IntegrityError, match="without a line"), transaction.atomic():
        connection.check_constraints()
    record_event(case=case, kind=EventKind.STATE, target="acknowledged")
    connection.check_constraints()


@pytest.mark.parametrize(
    "change",
    [
        lambda case: CaseEvent.objects.filter(case=case).update(reason="x"),
        lambda case: CaseEvent.objects.filter(case=case)._raw_delete("default"),
        lambda case: Case.objects.filter(pk=case.pk).update(reference="X"),
        lambda case: Reference.objects.filter(text=case.reference).delete(),
        lambda case: Reference.objects.filter(text=case.reference).update(number=7),
    ],
)
def test_what_was_written_stays(change):
    case = make_case()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(case)


def test_who_may_not_is_refused():
    case, nobody = make_case(), User.objects.create(username="nobody")
    with pytest.raises(PermissionDenied):
        make_case(actor=nobody)
    with pytest.raises(PermissionDenied):
        change_state(case=case, to="acknowledged", actor=nobody)
    with pytest.raises(PermissionDenied):
        assign_case(case=case, assignee=nobody, actor=nobody)
    assert steps_for(case, nobody) == []
    assert not Case.objects.visible_to(nobody).exists()


def test_a_case_is_assigned():
    case, roads = make_case(), department("roads")
    colleague = agent("colleague", "casework.read", "casework.process", place=roads)
    assert not Case.objects.visible_to(colleague).exists()
    with pytest.raises(ValidationError) as refusal:
        assign_case(case=case, assignee=colleague, actor=clerk())
    assert "assignee" in refusal.value.message_dict
    case = assign_case(case=case, assignee=colleague, actor=clerk(), department=roads, reason="طرق")
    assert (case.assignee, case.department) == (colleague, roads)
    assert case.events.filter(kind=EventKind.ASSIGNED).count() == 1
    assert list(Case.objects.visible_to(colleague)) == [case]
    assert steps_for(case, colleague)


def test_who_may_read_cases_no_more_does_not_read_those_still_in_their_hands():
    case, person = make_case(), agent("leaver", "casework.read", "casework.process")
    assign_case(case=case, assignee=person, actor=clerk())
    assert own(person).get() == Case.objects.visible_to(person).get() == case
    Grant.objects.filter(user=person).update(valid_to=timezone.localdate())
    assert not own(person).exists()
    assert not Case.objects.visible_to(person).exists()


def test_what_somebody_may_process_no_more_waits_for_another():
    case, person = make_case(), agent("mover", "casework.process")
    other, head = agent("other", "casework.process"), agent("head", "casework.assign")
    case = assign_case(case=case, assignee=person, actor=clerk())
    assert not nobodys(head).exists()
    assert whose(case) == [person]
    Grant.objects.filter(user=person).update(valid_to=timezone.localdate())
    case.refresh_from_db()
    assert list(nobodys(head)) == [case]
    assert whose(case) == [other]


def test_nothing_is_taken_back_into_a_closed_department():
    case, roads = make_case(), department("roads")
    here = case.department
    assign_case(case=case, assignee=None, actor=clerk(), department=roads)
    close_department(department=here, on=timezone.localdate(), why="merged", actor=clerk())
    places = {"given": (roads.pk, None), "former": (here.pk, None)}
    with pytest.raises(ValidationError):
        take_back_assignment(actor=clerk(), case_id=case.pk, **places)
    case.refresh_from_db()
    assert case.department == roads


def test_a_department_with_open_cases_does_not_close():
    case = make_case()
    close = partial(close_department, on=timezone.localdate(), why="merged", actor=clerk())
    with override("en"), pytest.raises(ValidationError, match="still open"):
        close(department=case.department)
    change_state(case=case, to="withdrawn", actor=clerk(), reason="سحب الطلب")
    assert close(department=case.department).closed_on


def test_an_answer_takes_a_waiting_case_on():
    case = make_case()
    for state in ("acknowledged", "in_progress", "waiting"):
        case = change_state(case=case, to=state, actor=clerk(), reason="نسخة البطاقة")
    assert case.deadlines.get().progress == "stopped"
    case = answer_case(case=case, text="ها هي")
    assert case.state == "in_progress"
    assert case.deadlines.get().progress == "running"
    with pytest.raises(ValidationError):
        answer_case(case=case, text=" ")


def test_residents_deposit_only_what_is_online():
    kind = request_kind()
    case = make_case(kind=kind, actor=None)
    assert case.pk
    kind.is_online = False
    with pytest.raises(PermissionDenied):
        make_case(kind=kind, actor=AnonymousUser())


def test_nobody_is_sent_a_case_in_a_department_that_is_closed():
    case, closed = make_case(), department("closed")
    Department.objects.filter(pk=closed.pk).update(closed_on=timezone.localdate())
    closed.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        assign_case(case=case, assignee=None, actor=clerk(), department=closed)
    assert "department" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        make_case(department=closed)
    assert "department" in refusal.value.message_dict
    form = AssignForm(number=case.pk, case=case)
    offered = row_field(form.fields, "department").queryset
    assert offered is not None
    assert set(offered) == {case.department}
    assert closed not in departments_for(clerk(), "casework.deposit")


def test_a_case_of_a_department_closed_since_goes_on_there():
    case = make_case()
    Department.objects.update(closed_on=timezone.localdate())
    assert assign_case(case=case, assignee=clerk("other"), actor=clerk()).assignee == clerk("other")


def test_whoever_is_given_a_case_is_told_and_not_of_what_they_took_themselves():
    case = make_case()
    assign_case(case=case, assignee=clerk(), actor=clerk())
    assert not Notification.objects.exists()
    assign_case(case=case, assignee=clerk("other"), actor=clerk())
    assign_case(case=case, assignee=clerk("other"), actor=clerk(), reason="twice")
    (told,) = Notification.objects.all()
    assert told.owner == clerk("other")
    assert case.reference in told.title
    assert told.url == reverse("casework:case", args=[case.pk])


def test_whoever_has_the_case_learns_of_an_answer():
    case = make_case()
    assign_case(case=case, assignee=clerk(), actor=clerk())
    answer_case(case=case, text="هذه الوثيقة")
    (told,) = Notification.objects.filter(owner=clerk())
    assert case.reference in told.words["ar"]
    assert told.words["fr"] == f"Le demandeur a répondu : {case.reference}"


def test_the_history_names_colleagues_and_departments_in_the_readers_language():
    roads = Department.objects.create(code="roads-2", name_ar="مصلحة الطرق", name_fr="Voirie")
    other = clerk("other")
    User.objects.filter(pk=other.pk).update(name_ar="أنس المثال", first_name="Anas", last_name="Ex")
    case = assign_case(case=make_case(), assignee=None, actor=clerk(), department=roads)
    case = assign_case(case=case, assignee=other, actor=clerk())
    for language, person, place in (
        ("ar", "أنس المثال", "مصلحة الطرق"),
        ("fr", "Anas Ex", "Voirie"),
    ):
        with override(language):
            assert [line.detail for line in timeline(case)][:2] == [person, place]
