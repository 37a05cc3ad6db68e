"""`var/env`: secrets are made once, addresses follow the ports, given servers win."""

import stat
from pathlib import Path

import pytest

from municipality.runtime.environment import (
    SECRETS,
    complete_environment,
    given_servers,
    is_behind_tls,
    read_environment,
    write_environment,
)
from municipality.runtime.ports import DEFAULTS

BROKER = Path("/somewhere/mosquitto")
CITY = {"DATABASE_URL": "postgis://city"}


def test_secrets_are_long_different_and_kept() -> None:
    first = complete_environment({}, {}, DEFAULTS, BROKER)
    assert len({first[name] for name in SECRETS}) == len(SECRETS)
    assert all(len(first[name]) >= 40 for name in SECRETS)
    assert complete_environment(first, {}, DEFAULTS, BROKER) == first


def test_addresses_follow_the_ports() -> None:
    first = complete_environment({}, {}, DEFAULTS, BROKER)
    moved = complete_environment(first, {}, {**DEFAULTS, "POSTGRES_PORT": 6000}, BROKER)
    assert "@127.0.0.1:6000/municipality" in moved["DATABASE_URL"]
    assert moved["REDIS_URL"] == first["REDIS_URL"] == "redis://127.0.0.1:16379/0"


def test_lines_added_by_hand_stay() -> None:
    assert complete_environment({"EMAIL_URL": "smtp://x"}, {}, DEFAULTS, BROKER)["EMAIL_URL"]


def test_a_given_broker_needs_no_private_files() -> None:
    variables = complete_environment({}, {"MQTT_URL": "mqtt://a:b@c"}, DEFAULTS, BROKER)
    assert variables["SIMULATOR_MQTT_URL"] == variables["MQTT_URL"] == "mqtt://a:b@c"
    assert not variables["MQTT_FILES"]


@pytest.mark.parametrize(
    ("kept", "given", "expected"),
    [
        ({}, {}, "1"),
        ({}, {"DATABASE_URL": "postgis://city"}, "0"),
        ({"DEMONSTRATION": "0"}, {}, "0"),
        ({"DEMONSTRATION": "1"}, {"DATABASE_URL": "postgis://city"}, "0"),
        ({"DEMONSTRATION": "1", **CITY}, CITY, "1"),
        ({"DEMONSTRATION": "0"}, {"DEMONSTRATION": "1"}, "1"),
    ],
)
def test_only_a_database_of_our_own_becomes_a_demonstration(
    kept: dict[str, str], given: dict[str, str], expected: str
) -> None:
    assert complete_environment(kept, given, DEFAULTS, BROKER)["DEMONSTRATION"] == expected


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "env"
    write_environment(path, {"SECRET_KEY": "a=b=c", "SITE_URL": "http://city"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_environment(path) == {"SECRET_KEY": "a=b=c", "SITE_URL": "http://city"}


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    assert read_environment(tmp_path / "env") == {}


def test_an_empty_address_is_not_given() -> None:
    assert given_servers({"MQTT_URL": "", "REDIS_URL": "redis://r"}) == {"REDIS_URL": "redis://r"}


@pytest.mark.parametrize(
    ("given", "kept", "expected"),
    [("1", "", True), ("", "", False), ("0", "1", False), (None, "True", True), (None, "", False)],
)
def test_a_front_that_ends_tls_is_stated_as_the_settings_read_it(
    given: str | None, kept: str, expected: bool
) -> None:
    environment = {} if given is None else {"BEHIND_TLS": given}
    assert is_behind_tls(environment, {"BEHIND_TLS": kept}) is expected
