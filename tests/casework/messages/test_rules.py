"""What decides about a message, as plain functions."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.messages.enums import TRANSITIONS, Channel, Purpose, State
from casework.messages.receipts import is_genuine, outcome_of, signature_of
from casework.messages.rules import (
    QuietHours,
    Recipient,
    Text,
    WrongWordingError,
    check_wording,
    chosen_language,
    fill,
    masked,
    may_be_notified,
    may_follow,
    may_try_again,
    pause_s,
    placeholders,
    printable,
    released_at,
    roads,
    wish,
)

CITY = ZoneInfo("Africa/Casablanca")
NIGHT = QuietHours(dt.time(21), dt.time(8))
TODAY = dt.date(2026, 5, 4)
HOSTS = ("fcm.googleapis.com", "push.apple.com")


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> dt.datetime:
    """Return an instant on the city's clock in 2026."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=CITY)


@pytest.mark.parametrize(
    ("ready", "quiet", "released"),
    [
        (at(4, 12), NIGHT, at(4, 12)),
        (at(4, 20, 59), NIGHT, at(4, 20, 59)),
        (at(4, 21), NIGHT, at(5, 8)),
        (at(4, 23, 59), NIGHT, at(5, 8)),
        (at(5, 0), NIGHT, at(5, 8)),
        (at(5, 7, 59), NIGHT, at(5, 8)),
        (at(5, 8), NIGHT, at(5, 8)),
        (at(31, 22), NIGHT, at(1, 8, month=6)),
        (at(4, 13), QuietHours(dt.time(12), dt.time(14)), at(4, 14)),
        (at(4, 14), QuietHours(dt.time(12), dt.time(14)), at(4, 14)),
        (at(4, 3), QuietHours(dt.time(8), dt.time(8)), at(4, 3)),
    ],
)
def test_nobody_is_disturbed_in_quiet_hours(
    ready: dt.datetime, quiet: QuietHours, released: dt.datetime
) -> None:
    assert released_at(ready, quiet, Purpose.SERVICE) == released
    assert released_at(ready, quiet, Purpose.INFORMATION) == released


def test_a_code_never_waits() -> None:
    assert released_at(at(4, 23), NIGHT, Purpose.CODE) == at(4, 23)


def test_quiet_hours_follow_the_clock_into_ramadan() -> None:
    """The clock goes back an hour on 15 February 2026: the night has an hour more."""
    evening = dt.datetime(2026, 2, 14, 22, tzinfo=CITY)
    morning = released_at(evening, NIGHT, Purpose.SERVICE)
    assert (morning.hour, morning.day) == (8, 15)
    assert evening.utcoffset() == dt.timedelta(hours=1)
    assert morning.utcoffset() == dt.timedelta(0)
    passed = morning.astimezone(dt.UTC) - evening.astimezone(dt.UTC)
    assert passed == dt.timedelta(hours=11)


@given(st.integers(0, 365 * 24 * 60))
def test_what_is_released_is_never_early_nor_in_the_night(minutes: int) -> None:
    ready = at(1, 0, month=1) + dt.timedelta(minutes=minutes)
    released = released_at(ready, NIGHT, Purpose.SERVICE)
    assert dt.time(8) <= released.time() < dt.time(21)
    assert released.replace(tzinfo=None) >= ready.replace(tzinfo=None)


def test_pauses_grow_and_end() -> None:
    assert [pause_s(n, 0.5) for n in (1, 2, 3, 4)] == [30, 60, 120, 240]
    assert pause_s(30, 0.5) == 3600
    assert pause_s(1, 0.0) == 22.5
    assert pause_s(1, 1.0) == 37.5
    assert may_try_again(7)
    assert not may_try_again(8)


def test_values_are_put_in_once() -> None:
    assert placeholders("a {b} {c_1} {D} {} {b}") == {"b", "c_1"}
    assert fill("{a}{b}", {"a": "{b}", "b": 2}) == "{b}2"
    assert fill("{a.b} {0} {A}", {}) == "{a.b} {0} {A}"
    with pytest.raises(KeyError):
        fill("{a}", {})


def test_control_characters_are_gone() -> None:
    assert printable("a\x00b\rc\u2028d\ne") == "a b c d\ne"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ar", "ar"), ("fr-MA", "fr"), ("EN", "en"), ("zgh", "fr"), ("", "fr")],
)
def test_a_language_that_we_write_is_chosen(tag: str, language: str) -> None:
    assert chosen_language(tag) == language


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("+212600000012", "+2126••••••12"),
        ("reader@example.org", "r•••@example.org"),
        ("user:7", "user:7"),
        ("", "•••"),
    ],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_roads_are_tried_in_order() -> None:
    reader = Recipient(phone="+212600000001", email="a@example.org", user_id=3)
    channels = (Channel.PUSH, Channel.SMS, Channel.EMAIL)
    first = roads(channels, reader, devices=0, all_of_them=False)
    assert first == ((Channel.SMS, "+212600000001"),)
    every = roads(channels, reader, devices=1, all_of_them=True)
    assert [channel for channel, _ in every] == list(channels)
    assert every[0][1] == "user:3"
    assert roads(channels, Recipient(), devices=1, all_of_them=True) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("STOP", False),
        (" stop. ", False),
        ("Arrêt", False),
        ("توقف", False),
        ("نعم", True),
        ("START", True),
        ("stop it please", None),
        ("", None),
    ],
)
def test_an_answer_is_read(text: str, wanted: bool | None) -> None:
    assert wish(text) is wanted


def test_states_follow_each_other_as_the_table_says() -> None:
    assert may_follow(State.QUEUED, State.SENDING)
    assert not may_follow(State.QUEUED, State.SENT)
    assert not any(may_follow(State.DELIVERED, state) for state in State)
    assert set(TRANSITIONS) == set(State)


def test_a_wording_is_checked_field_by_field() -> None:
    with pytest.raises(WrongWordingError) as caught:
        check_wording(Text(" ", "{what}", "{a} {z}"), ["a"], dt.date(2026, 5, 3), TODAY)
    assert caught.value.faults == {
        "subject": ("empty", ""),
        "short": ("unknown_value", "what"),
        "body": ("unknown_value", "z"),
        "valid_from": ("past", ""),
    }
    check_wording(Text("a", "{a}"), ["a", "b"], TODAY, TODAY)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://web.push.apple.com/abc",
        "https://fcm.googleapis.com:443/x",
    ],
)
def test_push_services_are_known(endpoint: str) -> None:
    assert may_be_notified(endpoint, HOSTS)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://evilfcm.googleapis.com@10.0.0.1/x",
        "https://10.0.0.1/x",
        "https://notpush.apple.community/x",
        "https://fcm.googleapis.com:x/",
        "file:///etc/passwd",
        "",
        "https://fcm.googleapis.com/" + "a" * 500,
    ],
)
def test_no_other_host_is_called(endpoint: str) -> None:
    assert not may_be_notified(endpoint, HOSTS)


def test_only_a_fresh_signature_of_ours_is_genuine() -> None:
    body, stamp = b'{"id": "1"}', "1000000"
    good = signature_of("secret", stamp, body)
    assert is_genuine("secret", stamp, body, good, 1000100)
    assert is_genuine("secret", stamp, body, f"sha256={good}", 999800)
    for secret, when, told, signature, now in (
        ("other", stamp, body, good, 1000000),
        ("", stamp, body, signature_of("", stamp, body), 1000000),
        ("secret", stamp, body + b" ", good, 1000000),
        ("secret", "1000001", body, good, 1000000),
        ("secret", stamp, body, good, 1000301),
        ("secret", stamp, body, "", 1000000),
        ("secret", stamp, body, "é", 1000000),
        ("secret", "soon", body, good, 1000000),
        ("secret", "", body, good, 1000000),
    ):
        assert not is_genuine(secret, when, told, signature, now)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("DELIVRD", State.DELIVERED),
        ("delivered", State.DELIVERED),
        ("UNDELIV", State.FAILED),
        ("expired", State.FAILED),
        ("ENROUTE", None),
        ("", None),
    ],
)
def test_operators_words_are_understood(word: str, state: State | None) -> None:
    assert outcome_of(word) is state
