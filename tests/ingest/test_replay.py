"""Replaying: vehicles registered once, every row sent, at the pace asked for."""

import datetime as dt
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fleet.enums import VehicleKind
from fleet.models import Fitting, LatestPosition, Vehicle
from ingest.outlets import Outgoing
from ingest.recordings import Recording, read_recording
from ingest.replay import play, register_vehicles, too_old
from telemetry.models import Device


class Broker:
    """Takes messages and confirms them at once."""

    unconfirmed = 0

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    def publish(self, topic: str, payload: bytes) -> None:
        self.taken.append((topic, payload))


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Three fixes of two vehicles within 200 ms, and one of nobody."""
    path = tmp_path / "buses.csv"
    path.write_text(
        "vehicle,at,lat,lon\n"
        "4,1700000000000,31.6,-8\n5,1700000000100,31.6,-8\n4,1700000000200,0,0\n,1700000000300,0,0\n",
        encoding="utf-8",
    )
    return read_recording(path)


def test_every_row_is_sent_and_counted(recording: Recording) -> None:
    broker = Broker()
    report = play(recording, broker, threading.Event())
    assert (report.rows, report.nameless, report.published) == (4, 1, 3)
    assert broker.taken == [Outgoing(*message) for _, message in recording.messages()]
    assert "published:            3" in str(report)


def test_the_pace_is_the_recorded_one(recording: Recording) -> None:
    began = time.monotonic()
    play(recording, Broker(), threading.Event(), speed=2.0)
    assert 0.1 <= time.monotonic() - began < 1.0


def test_a_replay_can_be_stopped(recording: Recording) -> None:
    stop = threading.Event()
    stop.set()
    assert play(recording, Broker(), stop, speed=0.001).published == 0


@pytest.mark.django_db
def test_vehicles_are_registered_once() -> None:
    assert register_vehicles(["4", "5"]) == 2
    assert register_vehicles(["5", "6"], VehicleKind.SERVICE) == 1
    assert set(Vehicle.objects.values_list("code", "kind")) == {
        ("REC-4", "bus"),
        ("REC-5", "bus"),
        ("REC-6", "service"),
    }
    assert set(Device.objects.values_list("uid", flat=True)) == {"rec-4", "rec-5", "rec-6"}
    long_ago = dt.datetime(2007, 8, 4, tzinfo=dt.UTC)
    assert Fitting.objects.valid_at(long_ago).count() == 3


@pytest.mark.django_db
def test_what_was_played_can_be_removed_and_nothing_else(capsys) -> None:
    register_vehicles(["4", "5"], is_simulated=True)
    register_vehicles(["6"])
    Vehicle.objects.create(code="BUS-1", kind="bus", is_simulated=True)
    for device in Device.objects.all():
        LatestPosition.objects.create(
            device=device, at=timezone.now(), received_at=timezone.now(), geom=None
        )
    assert set(Vehicle.objects.filter(is_simulated=True).values_list("code", flat=True)) == {
        "REC-4",
        "REC-5",
        "BUS-1",
    }
    call_command("replay", "--remove")
    assert capsys.readouterr().out == "recorded vehicles removed: 2\n"
    assert set(Vehicle.objects.values_list("code", flat=True)) == {"REC-6", "BUS-1"}
    assert [device.uid for device in Device.objects.all()] == ["rec-6"]
    assert LatestPosition.objects.count() == Fitting.objects.count() == 1
    call_command("replay", "--remove")
    assert "removed: 0" in capsys.readouterr().out


def test_rows_that_will_be_refused_as_expired_are_counted(recording: Recording) -> None:
    first = dt.datetime.fromtimestamp(1_700_000_000, dt.UTC)
    moment, week = dt.timedelta(milliseconds=50), dt.timedelta(weeks=1)
    assert too_old(recording, dt.timedelta(0), first) == 0
    assert too_old(recording, dt.timedelta(0), first + moment) == 1
    assert too_old(recording, week, first + week + 3 * moment) == 2
    assert too_old(recording, week, first) == 0


@pytest.mark.django_db
def test_the_command_names_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no column looks like the device"):
        call_command("replay", str(path), url="mqtt://127.0.0.1:1")
    with pytest.raises(CommandError, match="Name a file"):
        call_command("replay", url="mqtt://127.0.0.1:1")
    with pytest.raises(CommandError, match="--url"):
        call_command("replay", str(path), url="")
