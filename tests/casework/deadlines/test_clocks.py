"""The clocks of cases follow their states, the calendar, and what is granted."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from casework.deadlines.enums import Progress
from casework.deadlines.explanations import explain_in
from casework.deadlines.holidays import announce_holiday
from casework.deadlines.models import AnnouncedDate, Deadline, DeadlineRule
from casework.deadlines.recounting import recompute_deadlines
from casework.deadlines.services import extend_deadline, follow_state
from casework.enums import EventKind
from casework.models import Case
from casework.services import change_state
from people.models import AuditEntry, User
from tests.casework.files import clerk, make_case, request_kind
from workspace import jobs
from workspace.enums import JobState
from workspace.models import Job

pytestmark = pytest.mark.django_db
MARCH_3 = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)


def rule(**chosen):
    """Add a rule of 20 working days to the administrative request."""
    values = {
        "kind": request_kind(),
        "code": "information",
        "name_ar": "أجل الجواب",
        "name_fr": "Délai de réponse",
        "name_en": "Time to answer",
        "amount": 20,
        "unit": "working_days",
        "valid_from": dt.date(2020, 1, 1),
        "legal_reference": "Loi n° 31-13",
        "stops_while_waiting": True,
        "extension_amount": 20,
        "extensions_allowed": 1,
    }
    return DeadlineRule.objects.create(**(values | chosen))


def clock(case: Case, code: str = "information") -> Deadline:
    """Return a case's clock."""
    found: Deadline = case.deadlines.select_related("rule", "case").get(rule__code=code)
    return found


def test_a_deposit_starts_the_clocks_in_force_on_its_day():
    rule()
    case = make_case(deposited_at=MARCH_3)
    assert {row.rule.code: str(row.due_on) for row in case.deadlines.all()} == {
        "information": "2025-04-02",
        "processing": "2025-05-02",
    }
    assert str(case.due_on) == "2025-04-02"


def test_the_law_of_the_day_of_the_deposit_counts():
    rule(valid_to=dt.date(2025, 3, 1))
    rule(amount=10, valid_from=dt.date(2025, 3, 1))
    before = make_case(deposited_at=MARCH_3 - dt.timedelta(days=4))
    after = make_case(deposited_at=MARCH_3)
    assert (clock(before).rule.amount, clock(after).rule.amount) == (20, 10)


def test_two_rules_at_a_time_are_refused():
    rule()
    with pytest.raises(DatabaseError), transaction.atomic():
        rule(valid_from=dt.date(2025, 1, 1))
    rule(valid_from=dt.date(2025, 1, 1), is_urgent=True)


def test_an_urgent_case_has_the_urgent_rule():
    rule()
    rule(amount=3, unit="days", is_urgent=True)
    assert clock(make_case(deposited_at=MARCH_3)).rule.amount == 20
    assert clock(make_case(deposited_at=MARCH_3, is_urgent=True)).rule.amount == 3


def test_a_state_may_start_and_another_meet_a_clock():
    rule(code="receipt", amount=15, met_by=["acknowledged"])
    rule(code="answer", start="state", start_state="acknowledged")
    case = make_case()
    case = change_state(case=case, to="acknowledged", actor=clerk())
    assert clock(case, "receipt").progress == Progress.KEPT
    assert clock(case, "answer").progress == Progress.RUNNING


def test_waiting_for_the_resident_stops_the_clock_and_the_answer_lets_it_run_again():
    rule()
    case = make_case(deposited_at=MARCH_3)
    flow, monday = case.kind.flow, MARCH_3 + dt.timedelta(days=7)
    follow_state(case=case, state=flow.state("waiting"), at=monday)
    assert clock(case).progress == Progress.STOPPED
    assert case.due_on is None
    follow_state(case=case, state=flow.state("in_progress"), at=monday + dt.timedelta(days=7))
    assert str(clock(case).due_on) == "2025-04-09"
    kinds = list(case.events.values_list("kind", flat=True))
    assert kinds.count(EventKind.SUSPENDED) == kinds.count(EventKind.RESUMED) == 2  # both clocks


def test_an_answer_after_the_day_is_kept_as_missed():
    case = make_case(deposited_at=MARCH_3)
    final = case.kind.flow.state("answered")
    follow_state(case=case, state=final, at=dt.datetime(2025, 5, 3, 9, tzinfo=dt.UTC))
    assert clock(case, "processing").progress == Progress.MISSED
    assert case.due_on is None


def test_an_answer_on_the_last_day_is_in_time():
    case = make_case(deposited_at=MARCH_3)
    final = case.kind.flow.state("answered")
    follow_state(case=case, state=final, at=dt.datetime(2025, 5, 2, 22, 30, tzinfo=dt.UTC))
    assert clock(case, "processing").progress == Progress.KEPT


def test_an_extension_is_granted_once_with_its_reason():
    rule()
    case = make_case()
    former = clock(case).due_on
    deadline = extend_deadline(deadline=clock(case), amount=20, reason="حجم الطلب", actor=clerk())
    assert former
    assert deadline.due_on
    assert deadline.due_on > former + dt.timedelta(days=26)
    assert case.events.get(kind=EventKind.EXTENDED).reason == "حجم الطلب"
    with override("en"), pytest.raises(ValidationError, match="no further"):
        extend_deadline(deadline=deadline, amount=1, reason="أخرى", actor=clerk())


@pytest.mark.parametrize(
    ("amount", "reason", "field"), [(21, "x", "amount"), (0, "x", "amount"), (5, " ", "reason")]
)
def test_a_wrong_extension_is_refused_beside_its_field(amount, reason, field):
    rule()
    with pytest.raises(ValidationError) as refusal:
        extend_deadline(deadline=clock(make_case()), amount=amount, reason=reason, actor=clerk())
    assert field in refusal.value.message_dict


def test_what_has_passed_is_not_extended_nor_by_just_anyone():
    rule()
    late = clock(make_case(deposited_at=MARCH_3))
    with override("en"), pytest.raises(ValidationError, match="passed"):
        extend_deadline(deadline=late, amount=5, reason="x", actor=clerk())
    with pytest.raises(PermissionDenied):
        extend_deadline(
            deadline=clock(make_case()),
            amount=5,
            reason="x",
            actor=User.objects.create(username="nobody"),
        )


def announce(day: dt.date, days: int = 2):
    """Announce Eid al-Fitr of 1446, and do the work of the job that follows."""
    _row, job = announce_holiday(
        code="eid-al-fitr",
        year=1446,
        starts_on=day,
        days=days,
        source="بلاغ وزارة الأوقاف",
        actor=clerk(),
    )
    jobs.run(job.pk)
    return Job.objects.get(pk=job.pk)


def test_an_announced_holiday_moves_the_open_files_it_touches():
    rule()
    near, far = make_case(deposited_at=MARCH_3), make_case(deposited_at=MARCH_3.replace(month=5))
    closed = make_case(deposited_at=MARCH_3)
    follow_state(case=closed, state=closed.kind.flow.state("refused"), at=MARCH_3)
    far_due = clock(far).due_on
    job = announce(dt.date(2025, 3, 30))
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    near.refresh_from_db()
    assert str(near.due_on) == "2025-04-01"
    assert clock(far).due_on == far_due
    assert str(clock(closed).due_on) == "2025-04-02"
    assert near.events.filter(kind=EventKind.RECOMPUTED, detail="2025-04-01").count() == 1
    assert AuditEntry.objects.filter(action="holiday.announce").count() == 1
    announce(dt.date(2025, 3, 31))
    near.refresh_from_db()
    assert str(near.due_on) == "2025-04-02"


def test_an_announcement_far_from_the_estimate_is_a_typing_error():
    with pytest.raises(ValidationError) as refusal:
        announce(dt.date(2025, 4, 30))
    assert "starts_on" in refusal.value.message_dict
    announce(dt.date(2025, 3, 31))
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnouncedDate.objects.update(days=5)


def test_counting_again_changes_nothing_where_nothing_changed():
    make_case()
    assert recompute_deadlines(first=timezone.localdate(), last=timezone.localdate()) == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["20 يوم عمل", "عيد الفطر", "2 أبريل 2025"]),
        ("fr", ["20 jours ouvrables", "Aïd Al Fitr", "2 avril 2025"]),
        ("en", ["20 working days", "Eid al-Fitr", "2 April 2025"]),
    ],
)
def test_the_explanation_is_plain_in_three_languages(language, words):
    rule()
    deadline = clock(make_case(deposited_at=MARCH_3))
    text = " ".join(explain_in(deadline, language).sentences)
    for each in [*words, "31-13"]:
        assert each in text, text


def test_an_extension_takes_the_case_before_its_clock_as_a_step_does():
    """In another order two colleagues would wait for each other, and one would see an error."""
    rule()
    case = make_case()
    with CaptureQueriesContext(connection) as asked:
        extend_deadline(deadline=clock(case), amount=5, reason="avis demandé", actor=clerk())
    locks = [row["sql"] for row in asked if " FOR " in row["sql"]]
    assert 'FROM "casework_case"' in locks[0]
    assert 'FROM "deadlines_deadline"' in locks[1]
