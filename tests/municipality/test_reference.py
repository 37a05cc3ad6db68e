"""The stock admin: reference tables alone, behind our gates, written by the services."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.deadlines.models import DeadlineRule, ExceptionalDay, Holiday, RestDays
from casework.messages.models import DeliveryRule, Wording
from casework.models import CaseKind, Series, SeriesPattern
from dashboard.models import IndicatorBounds
from fleet.models import Operator
from municipality.admin import SHELVES, site
from municipality.reference.options import ReferenceAdmin
from people.models import AuditEntry, Department, Role, User
from telemetry.models import RetentionRule
from tests.casework.files import make_case, request_kind
from tests.people.access.people import chief, clerk, give_app, type_password
from tests.people.organisation import grant, make_department, make_role, make_user
from workspace import jobs
from workspace.indicators import Direction, declared
from workspace.models import Job

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW, YESTERDAY = TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)
NAMES = {"name_ar": "اسم", "name_fr": "Nom", "name_en": "Name"}
LAW = {"legal_reference": "Loi 1-26"}
FORBIDDEN = {
    "people": {"user", "auditentry", "appointment", "grant", "delegation"},
    "casework": {"case", "applicant", "reference", "counter", "caseevent"},
}


def address(model: type[Model], page: str = "changelist", **parameters: int) -> str:
    """Return the address of a page of a table."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, kwargs=parameters)


def row_of(row: Model) -> str:
    """Return the address of a row."""
    return address(type(row), "change", object_id=row.pk)


def add(desk: Client, model: type[Model], **values: Any) -> Any:
    """Send the form of a new row."""
    return desk.post(address(model, "add"), values)


def tables() -> Iterator[type[Model]]:
    """Yield every model of the admin."""
    for shelf in SHELVES:
        yield from (model for model, _options in shelf.tables)


def test_nothing_but_reference_tables_is_registered() -> None:
    assert set(site._registry) == set(tables())
    for model, options in site._registry.items():
        assert isinstance(options, ReferenceAdmin)
        assert model._meta.model_name not in FORBIDDEN.get(model._meta.app_label, ()), model
        assert model._meta.managed, f"{model}: telemetry is not listed here"


def test_every_dated_table_of_reference_is_there() -> None:
    dated = {
        model
        for model in apps.get_models()
        if any(field.name == "valid_from" for field in model._meta.fields)
        and any(f.name in {"legal_reference", "reference", "source"} for f in model._meta.fields)
    }
    territories = {model for model in dated if model._meta.app_label == "territory"}
    assert dated - territories <= set(tables())


@pytest.mark.parametrize("model", [*tables()], ids=lambda model: model._meta.label)
def test_a_list_and_a_form_open_and_cost_little(
    desk: Client, model: type[Model], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        assert desk.get(address(model)).status_code == 200
        assert desk.get(address(model, "add")).status_code == 200
    assert add(desk, model, unknown="1").status_code == 422


@pytest.mark.parametrize("model", [*tables()], ids=lambda model: model._meta.label)
def test_every_row_that_there_is_opens(desk: Client, model: type[Model]) -> None:
    for row in model._default_manager.all()[:3]:
        assert desk.get(row_of(row)).status_code == 200
    assert desk.get(address(model, "change", object_id=0)).status_code == 404


def test_nobody_gets_in_without_signing_in_and_the_second_factor(settings) -> None:
    index = reverse("admin:index")
    assert Client().get(index)["Location"].startswith(reverse("account_login"))
    settings.SECOND_FACTOR = True
    boss = chief()
    give_app(boss)
    visitor = Client()
    type_password(visitor, boss.username)
    assert visitor.get(index).status_code == 302
    for gone in ("login/", "logout/", "password_change/", "jsi18n/", "auth/user/"):
        assert visitor.get(f"{index}{gone}").status_code in {302, 404}
        assert Client().get(f"{index}{gone}").status_code == 404


def test_each_table_is_behind_its_own_gate(client: Client) -> None:
    client.force_login(clerk())
    assert client.get(reverse("admin:index")).status_code == 403
    for model in tables():
        for page in ("changelist", "add"):
            assert client.get(address(model, page)).status_code == 403
            assert client.post(address(model, page)).status_code == 403
    person = make_user()
    grant("workspace.configure", user=person)
    client.force_login(person)
    index = client.get(reverse("admin:index")).text
    assert address(Operator) in index
    assert address(Role) not in index
    assert client.get(address(Role)).status_code == 403


def test_a_change_goes_through_the_service_and_into_the_trail(desk: Client, keeper: User) -> None:
    department = make_department("roads")
    values = {"code": "roads", "kind": "service", **NAMES}
    assert desk.post(row_of(department), values)["Location"] == address(Department)
    department.refresh_from_db()
    assert department.name_fr == "Nom"
    entry = AuditEntry.objects.get(action="people.change_department")
    assert (entry.actor, entry.old["name_fr"], entry.new["name_fr"]) == (
        keeper,
        "Division",
        "Nom",
    )
    assert not LogEntry.objects.exists()


def test_what_a_service_refuses_stands_beside_its_field(desk: Client, keeper: User) -> None:
    role = make_role()
    own = grant("x.read", user=keeper)
    answer = desk.post(
        row_of(own.role), {"code": own.role.code, **NAMES, "capabilities": ["people.grant"]}
    )
    assert answer.status_code == 422
    assert "capabilities" in answer.context["form"].errors
    assert 'value="Nom"' in answer.text
    taken = add(desk, Role, code=role.code, **NAMES)
    assert "code" in taken.context["form"].errors


def test_nothing_is_deleted(desk: Client) -> None:
    department = make_department("roads")
    for gone in ("delete/", "history/"):
        assert desk.get(f"{row_of(department)}{gone}").status_code == 404
    desk.post(address(Department), {"action": "delete_selected", "_selected_action": department.pk})
    assert Department.objects.filter(pk=department.pk).exists()


RULE = {
    "code": "answer",
    "amount": "60",
    "unit": "days",
    "start": "deposit",
    "extension_amount": "0",
    "extensions_allowed": "0",
    "warn_days": "5",
    "escalate_every_days": "3",
    **NAMES,
    **LAW,
}


def test_a_new_rule_ends_the_one_before_and_the_past_stays(desk: Client) -> None:
    kind = request_kind()
    make_case()
    values = RULE | {"kind": kind.pk, "code": "new"}
    late = add(desk, DeadlineRule, **values | {"valid_from": YESTERDAY.isoformat()})
    assert "valid_from" in late.context["form"].errors
    assert add(desk, DeadlineRule, **values | {"valid_from": TODAY.isoformat()}).status_code == 302
    first = DeadlineRule.objects.get(code="new")
    page = desk.get(row_of(first))
    assert page.context["form"] is None
    assert f"?from={first.pk}" in page.text
    copied = desk.get(f"{address(DeadlineRule, 'add')}?from={first.pk}")
    assert 'value="60"' in copied.text
    changed = values | {"amount": "30", "valid_from": TOMORROW.isoformat()}
    assert add(desk, DeadlineRule, **changed).status_code == 302
    first.refresh_from_db()
    assert (first.amount, first.valid_to) == (60, TOMORROW)
    second = DeadlineRule.objects.get(code="new", valid_from=TOMORROW)
    answer = desk.post(row_of(second), changed | {"amount": "45"})
    assert answer.status_code == 302
    second.refresh_from_db()
    assert second.amount == 45
    actions = AuditEntry.objects.filter(action__startswith="deadlines.").order_by("pk")
    assert [entry.action.split(".")[1] for entry in actions] == [
        "add_rule",
        "end_rule",
        "add_rule",
        "change_rule",
    ]


def test_a_row_in_force_is_ended_and_not_rewritten(desk: Client) -> None:
    rule = DeadlineRule.objects.filter(valid_to=None).first()
    assert rule
    before = rule.amount
    answer = desk.post(row_of(rule), RULE | {"kind": rule.kind_id, "amount": "1"})
    assert answer.status_code == 422
    assert "why" in answer.context["end"].errors
    assert desk.post(row_of(rule), {"why": "law 2-26"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.amount, rule.valid_to) == (before, TODAY)
    again = desk.get(row_of(rule))
    assert again.context["form"] is None
    assert again.context["end"] is None


def test_states_are_those_of_the_kind(desk: Client) -> None:
    values = RULE | {"kind": request_kind().pk, "start": "state", "code": "x"}
    values |= {"start_state": "deposited", "valid_from": TODAY.isoformat(), "met_by": "answered"}
    assert add(desk, DeadlineRule, **values).status_code == 302
    assert DeadlineRule.objects.get(code="x").met_by == ["answered"]
    wrong = add(desk, DeadlineRule, **values | {"met_by": "flown", "code": "y"})
    assert "met_by" in wrong.context["form"].errors


def do_jobs() -> None:
    """Do the work that waits, as the worker does."""
    for job in Job.objects.open():
        jobs.run(job.pk)


def test_an_exceptional_day_moves_the_open_deadlines(desk: Client) -> None:
    case = make_case()
    deadline = case.deadlines.select_related("rule").first()
    assert deadline
    due_on = deadline.due_on
    assert due_on
    day = NAMES | LAW | {"on": due_on.isoformat()}
    assert add(desk, ExceptionalDay, **day).status_code == 302
    do_jobs()
    deadline.refresh_from_db()
    assert deadline.due_on
    assert deadline.due_on > due_on
    row = ExceptionalDay.objects.get(on=due_on)
    assert desk.post(row_of(row), day | {"is_worked": "on"}).status_code == 302
    do_jobs()
    deadline.refresh_from_db()
    assert deadline.due_on == due_on
    past = add(desk, ExceptionalDay, **day | {"on": YESTERDAY.isoformat()})
    assert "on" in past.context["form"].errors


def test_the_calendar_is_added_to_and_ended(desk: Client) -> None:
    values = NAMES | LAW | {"code": "new-day", "almanac": "gregorian", "month": 3, "day": 3}
    values |= {"days": 1, "offset_days": 0, "valid_from": TODAY.isoformat()}
    assert add(desk, Holiday, **values).status_code == 302
    row = Holiday.objects.get(code="new-day")
    assert desk.post(row_of(row), {"why": "decree"}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == TODAY
    rest = LAW | {"weekdays": [4, 5], "valid_from": TOMORROW.isoformat()}
    assert add(desk, RestDays, **rest).status_code == 302
    assert RestDays.objects.get(valid_from=TOMORROW).weekdays == [4, 5]
    every = rest | {"weekdays": [*range(7)], "valid_from": TODAY.isoformat()}
    assert "weekdays" in add(desk, RestDays, **every).context["form"].errors


def test_a_kind_keeps_its_code_and_its_states_once_there_are_cases(desk: Client) -> None:
    make_case()
    kind = request_kind()
    values = NAMES | {"code": kind.code, "workflow": kind.workflow, "series": kind.series_id}
    values |= {"department": kind.department_id, "is_open": "on"}
    assert desk.post(row_of(kind), values).status_code == 302
    kind.refresh_from_db()
    assert (kind.name_fr, kind.is_online) == ("Nom", False)
    wrong = desk.post(row_of(kind), values | {"code": "other"})
    assert "code" in wrong.context["form"].errors
    assert add(desk, CaseKind, **values | {"code": "another"}).status_code == 302


def test_a_series_that_has_given_numbers_counts_on_as_before(desk: Client) -> None:
    make_case()
    series = request_kind().series
    values = NAMES | {"code": series.code}
    assert desk.post(row_of(series), values).status_code == 302
    wrong = desk.post(row_of(series), values | {"is_per_office": "on"})
    assert wrong.status_code == 422
    pattern = LAW | {"series": series.pk, "pattern": "N-{year}-{number:05}"}
    late = add(desk, SeriesPattern, **pattern | {"valid_from": YESTERDAY.isoformat()})
    assert "valid_from" in late.context["form"].errors
    added = add(desk, SeriesPattern, **pattern | {"valid_from": TOMORROW.isoformat()})
    assert added.status_code == 302
    row = SeriesPattern.objects.get(valid_from=TOMORROW)
    again = pattern | {"pattern": "M-{yy}-{number}", "valid_from": TOMORROW.isoformat()}
    assert desk.post(row_of(row), again).status_code == 302
    without = add(desk, SeriesPattern, **pattern | {"series": "", "valid_from": TODAY.isoformat()})
    assert "series" in without.context["form"].errors
    assert Series.objects.filter(name_fr="Nom").exists()


def test_messages_are_reworded_from_a_day_on(desk: Client) -> None:
    values = {"template": "one_time_code", "language": "fr", "subject": "Code", "body": ""}
    values |= {"short": "{code}, {minutes} min", "valid_from": TODAY.isoformat()}
    assert add(desk, Wording, **values).status_code == 302
    assert desk.get(row_of(Wording.objects.get())).context["form"] is None
    wrong = add(desk, Wording, **values | {"short": "{nothing}"})
    assert "short" in wrong.context["form"].errors


def test_rules_of_sending_retention_targets_and_operators(desk: Client) -> None:
    sending = {"valid_from": TOMORROW.isoformat(), "quiet_from": "22:00", "quiet_to": "07:00"}
    sending |= {"most_per_hour": "5", "most_per_day": "9", "most_codes_per_hour": "3"}
    sending |= {"keep_days": "90"}
    assert add(desk, DeliveryRule, **sending).status_code == 302
    row = DeliveryRule.objects.get(valid_from=TOMORROW)
    assert desk.post(row_of(row), sending | {"keep_days": 60}).status_code == 302
    keeping = LAW | {"series": "fleet_position", "keep_days": 30, "valid_from": TODAY.isoformat()}
    assert add(desk, RetentionRule, **keeping).status_code == 302
    late = add(desk, RetentionRule, **keeping | {"valid_from": YESTERDAY.isoformat()})
    assert "valid_from" in late.context["form"].errors
    assert add(desk, Operator, code="op", name_ar="مشغل", name_fr="Exploitant").status_code == 302
    operator = Operator.objects.get(code="op")
    renamed = {"code": "op", "name_ar": "مشغل", "name_fr": "Délégataire"}
    assert desk.post(row_of(operator), renamed).status_code == 302
    for action in ("add_rule", "change_rule"):
        assert AuditEntry.objects.filter(action=f"messages.{action}").exists()
    assert AuditEntry.objects.get(action="telemetry.set_retention").why == LAW["legal_reference"]
    assert AuditEntry.objects.get(action="fleet.change_operator").new == {"name_fr": "Délégataire"}


def test_targets_stand_in_the_order_in_which_a_figure_meets_them(desk: Client) -> None:

    found = next(each for each in declared() if each.direction is Direction.UP)
    values = {"indicator": found.code, "valid_from": TOMORROW.isoformat(), "reference": "D 1"}
    wrong = add(desk, IndicatorBounds, **values | {"target": 50, "warning": 60, "alarm": 70})
    assert "alarm" in wrong.context["form"].errors
    right = values | {"target": 90, "warning": 80, "alarm": 70}
    assert add(desk, IndicatorBounds, **right).status_code == 302
    row = IndicatorBounds.objects.get(valid_from=TOMORROW)
    assert desk.post(row_of(row), right | {"target": 95}).status_code == 302
    assert AuditEntry.objects.get(action="dashboard.change_bounds").new == {"target": 95.0}


def test_lists_are_searched_filtered_and_ordered(desk: Client) -> None:
    make_department("roads")
    make_department("parks")
    page = desk.get(address(Department), {"q": "roads"})
    assert page.context["cl"].result_count == 1
    assert desk.get(address(Department), {"o": "-2"}).status_code == 200
    assert desk.get(address(Department), {"kind__exact": "service"}).status_code == 200
