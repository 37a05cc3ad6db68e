"""What does not hold yet is taken back before its first day, and never after."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from casework.configuring import withdraw_pattern
from casework.deadlines import configuring as calendar
from casework.deadlines.models import DeadlineRule, ExceptionalDay, Holiday, RestDays
from casework.messages.configuring import withdraw_delivery_rule, withdraw_wording
from casework.messages.models import DeliveryRule, Wording
from casework.models import SeriesPattern
from dashboard.models import IndicatorBounds
from dashboard.services import withdraw_bounds
from municipality.admin import SHELVES
from municipality.reference.options import DatedAdmin
from people.audit import action_name
from people.models import AuditEntry, User
from telemetry.models import RetentionRule
from telemetry.services import withdraw_retention
from tests.casework.files import request_kind
from tests.municipality.test_reference import LAW, NAMES, row_of
from tests.people.organisation import make_user
from workspace.indicators import declared

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + dt.timedelta(days=1)
WHY = "deliberation 4 annulled"


def _rule(first: dt.date) -> Model:
    return DeadlineRule.objects.create(
        kind=request_kind(), code="new", amount=3, unit="days", valid_from=first, **NAMES, **LAW
    )


def _bounds(first: dt.date) -> Model:
    code = next(each.code for each in declared())
    return IndicatorBounds.objects.create(
        indicator=code, target=1, reference="D 1", valid_from=first
    )


def _holiday(first: dt.date) -> Model:
    days = {"almanac": "gregorian", "month": 3, "day": 3, "days": 1}
    return Holiday.objects.create(code="new", valid_from=first, **days, **NAMES, **LAW)


def _pattern(first: dt.date) -> Model:
    return SeriesPattern.objects.create(
        series=request_kind().series, pattern="N-{year}-{number}", valid_from=first, **LAW
    )


def _wording(first: dt.date) -> Model:
    words = {"template": "one_time_code", "language": "fr", "subject": "Code", "short": "{code}"}
    return Wording.objects.create(valid_from=first, **words)


def _retention(first: dt.date) -> Model:
    RetentionRule.objects.filter(series="fleet_position").delete()
    return RetentionRule.objects.create(
        series="fleet_position", keep_days=9, valid_from=first, **LAW
    )


WITHDRAWN: dict[type[Model], tuple[Callable[[dt.date], Model], Callable[..., Model], str]] = {
    SeriesPattern: (_pattern, withdraw_pattern, "present"),
    DeadlineRule: (_rule, calendar.withdraw_rule, "rule"),
    Holiday: (_holiday, calendar.withdraw_holiday, "holiday"),
    RestDays: (
        lambda first: RestDays.objects.create(weekdays=[4, 5], valid_from=first, **LAW),
        calendar.withdraw_rest_days,
        "rest",
    ),
    ExceptionalDay: (
        lambda first: ExceptionalDay.objects.create(on=first, **NAMES, **LAW),
        calendar.withdraw_day,
        "day",
    ),
    Wording: (_wording, withdraw_wording, "wording"),
    DeliveryRule: (
        lambda first: DeliveryRule.objects.create(valid_from=first),
        withdraw_delivery_rule,
        "rule",
    ),
    IndicatorBounds: (_bounds, withdraw_bounds, "bounds"),
    RetentionRule: (_retention, withdraw_retention, "rule"),
}
"""How a row of a day is made, the service that takes it back, and the name of the row there."""


def _first(row: Any) -> str:
    return "on" if isinstance(row, ExceptionalDay) else "valid_from"


def test_every_dated_table_can_be_taken_back() -> None:
    dated = {
        model
        for shelf in SHELVES
        for model, options in shelf.tables
        if issubclass(options, DatedAdmin) or model is ExceptionalDay
    }
    assert dated == set(WITHDRAWN)


@pytest.mark.parametrize("model", WITHDRAWN, ids=lambda model: model._meta.label)
def test_a_row_to_come_is_taken_back_and_the_trail_keeps_it(
    desk: Client, keeper: User, model: type[Model]
) -> None:
    row = WITHDRAWN[model][0](TOMORROW)
    assert "Take it back" in desk.get(row_of(row)).content.decode()
    without = desk.post(row_of(row), {"withdraw": "yes"})
    assert without.status_code == 422
    assert "why" in without.context["withdrawal"].errors
    assert model._default_manager.filter(pk=row.pk).exists()
    answer = desk.post(row_of(row), {"withdraw": "yes", "withdrawal-why": WHY})
    assert answer.status_code == 302
    assert not model._default_manager.filter(pk=row.pk).exists()
    entry = AuditEntry.objects.filter(action__contains=".withdraw_").get()
    assert (entry.actor, entry.why, entry.new) == (keeper, WHY, {})
    assert entry.old[_first(row)] == TOMORROW.isoformat()
    assert (entry.object_type, entry.object_id) == (model._meta.label_lower, str(row.pk))
    assert action_name(entry.action) != entry.action


@pytest.mark.parametrize("model", WITHDRAWN, ids=lambda model: model._meta.label)
def test_a_row_that_holds_stays(desk: Client, keeper: User, model: type[Model]) -> None:
    make, service, name = WITHDRAWN[model]
    row = make(TODAY)
    assert "Take it back" not in desk.get(row_of(row)).content.decode()
    answer = desk.post(row_of(row), {"withdraw": "yes", "withdrawal-why": WHY})
    assert answer.status_code == 403
    with pytest.raises(ValidationError):
        service(**{name: row}, why=WHY, actor=keeper)
    assert model._default_manager.filter(pk=row.pk).exists()
    assert not AuditEntry.objects.filter(action__contains=".withdraw_").exists()


@pytest.mark.parametrize("model", WITHDRAWN, ids=lambda model: model._meta.label)
def test_only_who_keeps_a_table_takes_back(model: type[Model]) -> None:
    make, service, name = WITHDRAWN[model]
    row = make(TOMORROW)
    with pytest.raises(PermissionDenied):
        service(**{name: row}, why=WHY, actor=make_user())
    assert model._default_manager.filter(pk=row.pk).exists()


def test_the_rule_that_it_was_to_end_goes_on(desk: Client, keeper: User) -> None:
    old = DeadlineRule.objects.filter(valid_to=None).first()
    assert old
    fields = {name: getattr(old, name) for name in calendar.RULE_FIELDS}
    new = calendar.add_rule(actor=keeper, **fields | {"amount": 9, "valid_from": TOMORROW})
    old.refresh_from_db()
    assert old.valid_to == TOMORROW
    calendar.withdraw_rule(rule=new, why=WHY, actor=keeper)
    old.refresh_from_db()
    assert old.valid_to is None


def test_the_retention_that_it_was_to_end_goes_on(keeper: User) -> None:
    new = _retention(TOMORROW)
    days = dt.timedelta(days=9)
    old = RetentionRule.objects.create(
        series="fleet_position", keep_days=30, valid_from=TODAY - days, valid_to=TOMORROW, **LAW
    )
    withdraw_retention(rule=RetentionRule.objects.get(pk=new.pk), why=WHY, actor=keeper)
    old.refresh_from_db()
    assert old.valid_to is None


def test_the_database_keeps_a_wording_from_its_first_day_on() -> None:
    """Whoever asks it, and in whatever way."""
    _wording(TOMORROW)
    assert Wording.objects.all().delete()[0] == 1
    _wording(TODAY)
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        Wording.objects.all().delete()
    with pytest.raises(IntegrityError, match="only grows"):
        Wording.objects.update(short="other")
