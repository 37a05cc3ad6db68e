"""Devices are registered once; one rule of retention holds at a time."""

import datetime as dt

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override

from telemetry.models import Device, RetentionRule
from telemetry.retention import keep_days
from telemetry.services import register_device, set_retention

SERIES = "fleet_position"


def keep(days: int, valid_from: str) -> RetentionRule:
    """Set a rule for the positions."""
    return set_retention(
        series=SERIES,
        keep_days=days,
        valid_from=dt.date.fromisoformat(valid_from),
        legal_reference=f"délibération du {valid_from}",
    )


def rules() -> list[tuple[int, str, str]]:
    """Return days and period of each rule."""
    rows = RetentionRule.objects.order_by("valid_from")
    return [(r.keep_days, str(r.valid_from), str(r.valid_to)) for r in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("uid", "kind", "why"),
    [
        ("bus-1", "vehicle", "already exists"),
        ("bus-1/x", "vehicle", "bus-1/x would share its user name .* device bus-1"),
        ("tel", "vehicle", "tel would share its user name .* device tel/a"),
        ("bus 2", "vehicle", "valid value"),
        ("bus-2", "boat", "not a valid choice"),
    ],
)
def test_a_device_that_cannot_be_is_refused(uid: str, kind: str, why: str) -> None:
    for known in ("bus-1", "tel/a", "tel/b"):
        register_device(uid=known, kind="vehicle")
    with override("en"), pytest.raises(ValidationError, match=why):
        register_device(uid=uid, kind=kind)
    assert Device.objects.count() == 3


@pytest.mark.django_db
def test_a_new_rule_ends_the_one_in_force() -> None:
    keep(396, "2030-01-01")
    keep(90, "2032-01-01")
    keep(30, "2031-01-01")
    assert rules() == [
        (396, "2030-01-01", "2031-01-01"),
        (30, "2031-01-01", "2032-01-01"),
        (90, "2032-01-01", "None"),
    ]


@pytest.mark.django_db
def test_a_rule_that_cannot_be_changes_nothing() -> None:
    keep(396, "2030-01-01")
    before = rules()
    with override("en"):
        with pytest.raises(ValidationError, match="already has a rule from that day"):
            keep(90, "2030-01-01")
        with pytest.raises(ValidationError, match="at least one day"):
            keep(0, "2031-01-01")
        with pytest.raises(ValidationError, match=r"no series buses; there are: .*fleet_position"):
            set_retention(
                series="buses", keep_days=1, valid_from=dt.date(2030, 1, 1), legal_reference="x"
            )
    assert rules() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("valid_from", "valid_to", "name"),
    [
        ("2031-01-01", "2031-01-01", "retention_rule_ends_after_it_begins"),
        ("2031-01-01", "2030-01-01", "retention_rule_ends_after_it_begins"),
        ("2029-01-01", None, "one_retention_rule_at_a_time"),
    ],
)
def test_the_database_has_the_last_word(valid_from: str, valid_to: str | None, name: str) -> None:
    keep(396, "2030-01-01")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RetentionRule.objects.create(
            series=SERIES,
            keep_days=1,
            valid_from=valid_from,
            valid_to=valid_to,
            legal_reference="x",
        )


def test_rules_are_set_and_shown(connection: psycopg.Connection, capsys) -> None:
    given = ["set", "ingest_deadletter", "30", "--from", "2026-01-01", "--reference", "arrêté 5"]
    call_command("retention", *given)
    assert keep_days(connection, "ingest_deadletter", dt.date(2026, 1, 1)) == 30
    assert keep_days(connection, "ingest_deadletter", dt.date(2025, 12, 31)) == 90
    call_command("retention", "list")
    said = capsys.readouterr().out
    assert "ingest_deadletter: 30 days from 2026-01-01 until further notice (arrêté 5)" in said
    assert "ingest_deadletter_expired             7 days" in said
    with pytest.raises(CommandError) as caught:
        call_command("retention", *given)
    assert "\n" not in str(caught.value)
