"""An operator reads what was refused: topic, bytes and what was wrong, newest first."""

import datetime as dt

import pytest
from django.core.management import call_command

from ingest.models import DeadLetter, digest_of
from ingest.rules import LONGEST_SHOWN, readable

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b'{"at": 1}', '{"at": 1}'),
        ("حافلة".encode(), "حافلة"),
        (b"\x1b[2J\n\xff\x00", r"\x1b[2J\n\xff\x00"),
        ("\u202e".encode(), r"\u202e"),
        (b"", "(empty)"),
        (b"x" * (LONGEST_SHOWN + 3), "x" * LONGEST_SHOWN + " … and 3 bytes more"),
    ],
)
def test_no_terminal_obeys_a_message(payload: bytes, text: str) -> None:
    assert readable(payload) == text


@pytest.fixture
def letters(db: None) -> None:
    """Three letters of two devices, the last the newest."""
    for minutes, (topic, reason, payload) in enumerate(
        [
            ("city/bus-1/position", "bad_json", b"\x1b"),
            ("city/bus-1/position", "null_island", b'{"lat": 0}'),
            ("city/bus-2/position", "bad_json", b"{"),
        ]
    ):
        DeadLetter.objects.create(
            digest=digest_of(topic, payload), topic=topic, payload=payload, reason=reason,
            detail=f"why {minutes}", occurrences=minutes + 1, first_received_at=NOON,
            last_received_at=NOON + dt.timedelta(minutes=minutes),
        )  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    call_command("deadletters", *options)
    return capsys.readouterr().out.splitlines()


def test_letters_are_shown_newest_first(letters: None, capsys) -> None:
    lines = said(capsys, "show", "--limit", "2")
    assert lines == [
        "city/bus-2/position",
        "  bad_json: why 2",
        "  received 3 times, last 2026-05-04 13:02:00 +01",
        "  {",
        "city/bus-1/position",
        "  null_island: why 1",
        "  received 2 times, last 2026-05-04 13:01:00 +01",
        '  {"lat": 0}',
        "2 of 3 dead letters",
    ]


def test_letters_are_chosen_by_device_and_reason(letters: None, capsys) -> None:
    lines = said(capsys, "show", "--device", "bus-1", "--reason", "bad_json")
    assert lines[2:] == [
        "  received 1 time, last 2026-05-04 13:00:00 +01",
        r"  \x1b",
        "1 of 1 dead letter",
    ]


def test_one_is_not_many(letters: None, capsys) -> None:
    first, second, total = said(capsys, "list")
    assert " 2 letters, received 4 times" in first
    assert " 1 letter, received 2 times" in second
    assert total == "3 dead letters"
