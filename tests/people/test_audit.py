"""The trail only grows, and says who, when, from where, what, old, new and why."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.db.utils import DatabaseError
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from people.actions import action_name, name_actions
from people.audit import _changed, record
from people.models import AuditEntry
from people.trail import changes
from tests.people.organisation import make_department, make_user


def test_what_did_not_change_is_left_out() -> None:
    old, new = _changed({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None})
    assert (old, new) == ({"b": 2}, {"b": 3, "c": None})


def test_values_are_kept_as_they_would_be_written() -> None:
    _, new = _changed({}, {"on": dt.date(2026, 3, 1), "sum": Decimal("1.50"), "odd": {1}})
    assert new == {"on": "2026-03-01", "sum": "1.50", "odd": "{1}"}


def test_an_action_without_a_name_shows_its_code() -> None:
    assert action_name("x.unheard_of") == "x.unheard_of"
    name_actions({"x.heard_of": "heard of"})
    assert action_name("x.heard_of") == "heard of"


def test_values_within_values_are_shown_in_words() -> None:
    entry = AuditEntry(new={"filters": {"q": "جليز", "urgent": True}, "rows": 3, "nothing": {}})
    with override("en"):
        shown = {each.label: (each.old, each.new) for each in changes(entry)}
    assert shown["filters"] == ("–", "q: جليز, urgent: yes")
    assert shown["nothing"] == ("–", "–")


@pytest.mark.django_db
def test_an_entry_is_whole() -> None:
    user, department = make_user(), make_department()
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    entry = record(
        actor=user,
        action="x.act",
        obj=department,
        old={"a": 1},
        new={"a": 2},
        why="asked",
        request=request,
    )
    entry.refresh_from_db()
    assert entry.actor == user
    assert entry.address == "192.0.2.7"
    assert entry.subject == str(department)
    assert (entry.old, entry.new, entry.why) == ({"a": 1}, {"a": 2}, "asked")
    assert abs(timezone.now() - entry.at) < dt.timedelta(minutes=5)


@pytest.mark.django_db
def test_a_resident_and_the_system_leave_traces_too() -> None:
    assert record(actor=AnonymousUser(), action="x.act").actor is None
    assert record(actor=None, action="x.act").actor is None


CHANGES: dict[str, Callable[[QuerySet[AuditEntry]], object]] = {
    "update": lambda rows: rows.update(action="x.other"),
    "delete": lambda rows: rows.delete(),
    "raw": lambda rows: rows._raw_delete(rows.db),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_is_neither_changed_nor_taken_away(change: str) -> None:
    entry = record(actor=None, action="x.act")
    rows = AuditEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        CHANGES[change](rows)
    assert rows.get().action == "x.act"
