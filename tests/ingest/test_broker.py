"""Passwords and rights, as text and before the real broker."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.broker import (
    DEVICE_PATTERNS,
    GATEWAYS,
    acl_text,
    merge_passwords,
    password_line,
    password_matches,
    replace_file,
    session_name,
)
from municipality.runtime.accounts import account_of
from municipality.runtime.checks import check_broker
from municipality.runtime.executables import installed
from municipality.runtime.failures import StartError
from municipality.runtime.mosquitto import prepare_mosquitto
from municipality.runtime.places import Places
from municipality.runtime.ports import free_ports
from municipality.runtime.supervision import Supervision
from tests.runtime.conftest import open_folder, places  # noqa: F401 - fixtures

PASSWORD = "a device's secret: ماء"
VARIABLES = {f"MQTT_{name}_PASSWORD": PASSWORD for name in ("INGEST", "SIMULATOR")}
DEVICES = ("bus-1", "bus-2", "865413050123456", "city")

needs_broker = pytest.mark.skipif(
    not installed("mosquitto") or not shutil.which("mosquitto_pub"),
    reason="mosquitto and its clients are not installed",
)


def test_a_password_line_holds_no_password() -> None:
    line = password_line("bus-1", PASSWORD)
    assert line.startswith("bus-1:$7$101$")
    assert password_matches(line, PASSWORD)
    assert not password_matches(line, PASSWORD + " ")
    assert line != password_line("bus-1", PASSWORD)


@pytest.mark.parametrize(
    "line", ["", "bus-1", "bus-1:", "bus-1:secret", "bus-1:$6$a$b", "b:$7$x$y$z"]
)
def test_other_lines_match_no_password(line: str) -> None:
    assert not password_matches(line, "secret")


@pytest.mark.skipif(not shutil.which("mosquitto_passwd"), reason="mosquitto is not installed")
def test_the_brokers_own_tool_makes_the_same_lines(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    subprocess.run(
        ["mosquitto_passwd", "-c", "-b", path, "bus-1", PASSWORD], check=True, timeout=20
    )
    assert password_matches(path.read_text().strip(), PASSWORD)


@pytest.mark.parametrize("name", ["", "a:b", "a/b", "+", "#", "a\nb", "a b", "x" * 129])
def test_a_name_that_could_reach_further_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        password_line(name, PASSWORD)
    with pytest.raises(ValueError, match="not a name"):
        acl_text({name: ["read #"]})


def test_known_accounts_keep_their_lines() -> None:
    first = merge_passwords("", {"ingest": "a", "simulator": "b"})
    device = password_line("bus-1", "c")
    second = merge_passwords(f"{first}{device}\n", {"ingest": "a", "simulator": "new"})
    assert device in second
    assert second.splitlines()[0] == first.splitlines()[0]
    assert password_matches(second.splitlines()[1], "new")


def test_rights_are_written_by_user_then_by_pattern() -> None:
    text = acl_text({"ingest": ["read #"]}, {"gateway": ["application/#"]})
    users, _, patterns = text.partition("pattern ")
    assert users == "user gateway\ntopic write application/#\n\nuser ingest\ntopic read #\n\n"
    assert f"pattern {patterns}".splitlines() == [
        f"pattern write {pattern}" for pattern in DEVICE_PATTERNS
    ]
    assert all("%u" in pattern.split("/") for pattern in DEVICE_PATTERNS)


def test_a_replaced_file_stays_closed(tmp_path: Path) -> None:
    path = tmp_path / "acl"
    for text in ("one", "two"):
        replace_file(path, text)
        assert path.read_text() == text
        assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["acl"]


def test_a_session_has_a_name_that_stays_and_that_a_device_cannot_guess() -> None:
    name = session_name("ingest-1", "mqtt://ingest:s3cr%2Ft@broker:1883")
    assert name == session_name("ingest-1", "mqtts://ingest:s3cr%2ft@elsewhere")
    assert name.startswith("ingest-1-")
    assert len(name) == len("ingest-1-") + 16
    others = {session_name("ingest-1", "mqtt://ingest:x@broker"), session_name("ingest-1", "")}
    assert len(others | {name}) == 3


@pytest.fixture(scope="module")
def broker(places: Places) -> Iterator[int]:  # noqa: F811
    """Return the port of a real broker that knows the services and some devices."""
    port = free_ports()["MQTT_PORT"]
    program = prepare_mosquitto(places, port, VARIABLES)
    passwords = program.folder / "passwords"
    accounts = dict.fromkeys((*DEVICES, *GATEWAYS), PASSWORD)
    replace_file(passwords, merge_passwords(passwords.read_text(), accounts))
    replace_file(program.folder / "acl", acl_text(gateways=GATEWAYS))
    assert passwords.stat().st_uid == account_of("mosquitto").uid
    with Supervision(places, {"services": [program]}) as supervision:
        supervision.wait_until("mosquitto", lambda: answers(port), 20)
        yield port


def answers(port: int) -> bool:
    try:
        check_broker(f"mqtt://127.0.0.1:{port}")
    except StartError as refusal:
        return "does not let us in" in str(refusal)
    return True


def publish(port: int, user: str, topic: str) -> None:
    command = ["mosquitto_pub", "-p", str(port), "-V", "5", "-q", "1", "-u", user, "-P", PASSWORD]
    # An exit code tells a refusal with MQTT 5; what counts here is what arrives.
    subprocess.run([*command, "-t", topic, "-m", topic], capture_output=True, timeout=20)


@pytest.fixture
def received(broker: int) -> Callable[[list[tuple[str, str]]], list[str]]:
    """Return what ingest gets of some publications, each a user and a topic."""
    reader = ["stdbuf", "-oL", "mosquitto_sub", "-p", str(broker), "-V", "5", "-q", "1"]
    reader += ["-u", "ingest", "-P", PASSWORD]
    topics = ("city/+/+", "owntracks/+/+", "+/data", "application/#")
    for topic in topics:
        reader += ["-t", f"$share/ingest/{topic}"]

    def collect(publications: list[tuple[str, str]]) -> list[str]:
        with subprocess.Popen(
            [*reader, "-W", "15", "-d"], stdout=subprocess.PIPE, text=True
        ) as sub:
            assert sub.stdout
            lines = iter(sub.stdout)
            assert any("Subscribed" in line for line in lines)
            for user, topic in [*publications, ("simulator", "city/end/event")]:
                publish(broker, user, topic)
            found = []
            for line in lines:
                if line.startswith("Client"):
                    continue
                found.append(line.strip())
                if line.strip() == "city/end/event":
                    break
            sub.terminate()
        return found[:-1]

    return collect


@needs_broker
@pytest.mark.broker
def test_devices_write_as_themselves_only(
    received: Callable[[list[tuple[str, str]]], list[str]],
) -> None:
    allowed = [
        ("bus-1", "city/bus-1/position"),
        ("bus-2", "owntracks/bus-2/phone"),
        ("865413050123456", "865413050123456/data"),
        ("chirpstack", "application/1/device/a/event/up"),
        ("simulator", "city/bus-1/lamp"),
    ]
    refused = [
        ("bus-1", "city/bus-2/position"),
        ("bus-1", "owntracks/bus-2/phone"),
        ("bus-1", "865413050123456/data"),
        ("bus-1", "application/1/device/a/event/up"),
        ("city", "city/bus-1/position"),
        ("ingest", "city/bus-1/position"),
        ("chirpstack", "city/bus-1/position"),
        ("simulator", "owntracks/bus-1/phone"),
    ]
    mixed = [pair for pairs in zip(refused, allowed * 2, strict=False) for pair in pairs]
    arrived = received(mixed)
    assert sorted(arrived) == sorted(topic for _, topic in (allowed * 2)[: len(refused)])


@needs_broker
@pytest.mark.broker
def test_devices_read_nothing(broker: int) -> None:
    command = ["mosquitto_sub", "-p", str(broker), "-u", "bus-1", "-P", PASSWORD, "-t", "#", "-d"]
    with subprocess.Popen([*command, "-W", "3"], stdout=subprocess.PIPE, text=True) as sub:
        time.sleep(0.5)
        publish(broker, "simulator", "city/bus-1/position")
        heard, _ = sub.communicate(timeout=20)
    assert "PUBLISH" not in heard


@needs_broker
@pytest.mark.broker
@pytest.mark.parametrize(("user", "password"), [("", ""), ("bus-1", "wrong"), ("nobody", PASSWORD)])
def test_nobody_comes_in_without_a_password(broker: int, user: str, password: str) -> None:
    with pytest.raises(StartError, match="does not let us in"):
        check_broker(f"mqtt://{user}:{password}@127.0.0.1:{broker}")
