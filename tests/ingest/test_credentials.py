"""No secret lets anyone write as somebody else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils.translation import override

from ingest.broker import acl_text, check_filter, password_matches
from ingest.models import Credential
from ingest.services import issue_credential, issue_gateway_credential, revoke_credential
from telemetry.models import Device


def know(*uids: str) -> None:
    """Make devices as they may stand in a database already."""
    Device.objects.bulk_create(Device(uid=uid, kind="vehicle") for uid in uids)


@pytest.mark.django_db
def test_a_second_device_of_a_user_does_not_take_the_name() -> None:
    know("tel/a", "tel/b")
    issue_credential(uid="tel/a")
    with override("en"), pytest.raises(ValidationError, match="name tel is taken by: tel/a"):
        issue_credential(uid="tel/b")
    again = issue_credential(uid="tel/a")[1]
    kept = Credential.objects.get()
    assert kept.device == Device.objects.get(uid="tel/a")
    assert password_matches(kept.password_line, again)
    revoke_credential(uid="tel/a")
    assert issue_credential(uid="tel/b")[0] == "tel"


@pytest.mark.django_db
@pytest.mark.parametrize(("uid", "other"), [("bus-1/x", "bus-1"), ("bus-1", "bus-1/x")])
def test_no_secret_reaches_the_device_of_a_like_name(uid: str, other: str) -> None:
    know("bus-1", "bus-1/x")
    with override("en"), pytest.raises(ValidationError, match=f"bus-1 is taken by: {other}"):
        issue_credential(uid=uid)
    assert not Credential.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ingest", "simulator", "chirpstack"])
def test_the_systems_own_names_are_reserved(name: str) -> None:
    know(name, f"{name}-2/x")
    Device.objects.filter(uid=f"{name}-2/x").update(uid=f"{name}/x")
    attempts: list[Callable[[], object]] = [
        lambda: issue_credential(uid=name),
        lambda: issue_credential(uid=f"{name}/x"),
    ]
    if name != "chirpstack":
        attempts.append(lambda: issue_gateway_credential(username=name, write_filters=["a/+"]))
    for attempt in attempts:
        with override("en"), pytest.raises(ValidationError, match="reserved"):
            attempt()
    assert not Credential.objects.exists()


@pytest.mark.django_db
def test_a_gateway_and_a_device_never_share_a_name() -> None:
    know("gw", "tel/a")
    for name, owner in (("gw", "gw"), ("tel", "tel/a")):
        with override("en"), pytest.raises(ValidationError, match=f"is taken by: {owner}"):
            issue_gateway_credential(username=name, write_filters=["a/+"])
    issue_gateway_credential(username="gw-2", write_filters=["a/+"])
    know("gw-2")
    with override("en"), pytest.raises(ValidationError, match="gw-2 is taken by: a gateway"):
        issue_credential(uid="gw-2")


@pytest.mark.django_db
def test_a_gateway_gets_its_secret_and_topics(
    settings, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    settings.MQTT_FILES = str(tmp_path)
    (tmp_path / "passwords").write_text("ingest:kept\n")
    with django_capture_on_commit_callbacks(execute=True):
        issue_gateway_credential(username="gw", write_filters=["application/#"])
        topics, secret = issue_gateway_credential(username="gw", write_filters=["a/+/up", "b/#"])
    assert topics == ["a/+/up", "b/#"]
    kept, line = (tmp_path / "passwords").read_text().splitlines()
    assert kept == "ingest:kept"
    assert password_matches(line, secret)
    rights = "user gw\ntopic write a/+/up\ntopic write b/#\n"
    assert rights in (tmp_path / "acl").read_text()


@pytest.mark.parametrize("topic", ["a", "#", "+", "a/+/b", "a/#", "/a", "city/+/position", "a b"])
def test_filters_that_are_filters(topic: str) -> None:
    check_filter(topic)


WRONG = ["", "a\nuser ingest", "a\r", "a\x00", "$SYS/#", "$share/g/a", "a#", "a/#/b", "a+/b"]


@pytest.mark.django_db
@pytest.mark.parametrize("topic", [*WRONG, "#a", " a", "a ", "a\u2028b", "a" * 201])
def test_filters_that_are_none(topic: str) -> None:
    with pytest.raises(ValueError, match="not a topic filter"):
        issue_gateway_credential(username="gw", write_filters=["a/+", topic])
    with pytest.raises(ValueError, match="not a topic filter"):
        acl_text(gateways={"gw": [topic]})
    assert not Credential.objects.exists()


@pytest.mark.django_db
def test_a_gateway_without_topics_or_with_a_bad_name_is_refused() -> None:
    with override("en"), pytest.raises(ValidationError, match="needs the topics"):
        issue_gateway_credential(username="gw", write_filters=[])
    with pytest.raises(ValueError, match="not a name"):
        issue_gateway_credential(username="gw:x", write_filters=["a/+"])


@pytest.mark.django_db
def test_the_command_says_it_in_one_line() -> None:
    with pytest.raises(CommandError, match="simulator") as caught:
        call_command("devices", "gateway", "simulator", "a/+")
    assert "\n" not in str(caught.value)


@pytest.mark.django_db
def test_a_known_gateway_gets_its_own_topics(
    settings, tmp_path: Path, capsys, django_capture_on_commit_callbacks
) -> None:
    settings.MQTT_FILES = str(tmp_path)
    (tmp_path / "passwords").write_text("ingest:kept\nchirpstack:of before\n")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("devices", "gateway", "chirpstack")
    name, secret, topics = (line.split()[-1] for line in capsys.readouterr().out.splitlines())
    assert (name, topics) == ("chirpstack", "application/#")
    line = (tmp_path / "passwords").read_text().splitlines()[1]
    assert password_matches(line, secret)
    assert "user chirpstack\ntopic write application/#\n" in (tmp_path / "acl").read_text()
