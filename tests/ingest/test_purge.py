"""Dead letters leave by the rule in force, those of no use sooner."""

import datetime as dt

import psycopg
import pytest
from django.conf import settings

from ingest import deadletters
from ingest.models import DeadLetter, digest_of
from ingest.services import purge_dead_letters
from municipality.celery import app
from telemetry.services import set_retention

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


def refuse(reason: str, days: float) -> None:
    """Set a message aside that was received so many days ago."""
    topic = f"{reason}/{days}"
    at = NOW - dt.timedelta(days=days)
    DeadLetter.objects.create(
        digest=digest_of(topic, b""),
        topic=topic,
        payload=b"",
        reason=reason,
        detail="",
        first_received_at=at - dt.timedelta(days=400),
        last_received_at=at,
    )


def left() -> set[str]:
    """Return the letters that are left."""
    return set(DeadLetter.objects.values_list("topic", flat=True))


@pytest.fixture
def letters(connection: psycopg.Connection) -> None:
    """Letters of different age."""
    for reason, days in (("bad_json", 91), ("bad_json", 89), ("expired", 8), ("expired", 6)):
        refuse(reason, days)


def test_by_default_ninety_days_and_a_week(letters: None, monkeypatch) -> None:
    monkeypatch.setattr(deadletters, "PURGE_CHUNK", 1)
    assert purge_dead_letters(now=NOW) == 2
    assert left() == {"bad_json/89", "expired/6"}
    assert purge_dead_letters(now=NOW) == 0


def test_by_the_rule_in_force(letters: None) -> None:
    set_retention(
        series="ingest_deadletter",
        keep_days=5,
        valid_from=dt.date(2026, 6, 15),
        legal_reference="arrêté 5",
    )
    assert purge_dead_letters(now=NOW - dt.timedelta(hours=13)) == 2
    assert purge_dead_letters(now=NOW) == 2


def test_the_task_is_known_and_planned() -> None:
    app.loader.import_default_modules()
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned <= set(app.tasks)
