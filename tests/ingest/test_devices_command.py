"""A device is registered in its place, and its clock and its refusals are seen."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone
from django.utils.translation import override

from fleet.models import LatestPosition, Position, Vehicle
from ingest.clocks import heard_devices
from ingest.models import DeadLetter, digest_of
from ingest.rules import clock_error_s
from lighting.models import Cabinet, Lamp, LatestLampState
from telemetry.database import connect
from telemetry.models import Device
from telemetry.partitions import ensure, partition_of
from telemetry.services import register_device

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


def refuse(topic: str, reason: str, at: dt.datetime) -> None:
    """Set a message aside."""
    payload = f"{topic}{reason}{at}".encode()
    DeadLetter.objects.create(
        digest=digest_of(topic, payload),
        topic=topic,
        payload=payload,
        reason=reason,
        detail="",
        first_received_at=at,
        last_received_at=at,
    )


@pytest.mark.django_db
def test_a_registered_device_is_on_the_page(capsys) -> None:
    now = timezone.now()
    call_command("devices", "register", "t-1", "--vehicle", "B1", "--vehicle-kind", "bus")
    LatestPosition.objects.create(
        device=Device.objects.get(), at=now, received_at=now, geom=Point(-8, 31.6, srid=4326)
    )
    assert "t-1 is registered as vehicle. t-1 is in the vehicle B1." in capsys.readouterr().out
    assert [v.code for v in Vehicle.objects.all().located().reporting(now)] == ["B1"]


@pytest.mark.django_db
def test_a_device_is_assigned_later(capsys) -> None:
    Lamp.objects.create(code="L1", geom=Point(-8, 31.6, srid=4326))
    call_command("devices", "register", "l-1", "--kind", "lamp")
    call_command("devices", "assign", "l-1", "--lamp", "L1")
    assert Lamp.objects.get().device == Device.objects.get()
    assert "l-1 is at L1." in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "place"), [("vehicle", "vehicle"), ("lamp", "lamp"), ("cabinet", "cabinet")]
)
def test_nobody_is_displaced_silently(kind: str, place: str, capsys) -> None:
    Vehicle.objects.create(code="X1", kind="bus")
    Lamp.objects.create(code="X1", geom=Point(-8, 31.6, srid=4326))
    Cabinet.objects.create(code="X1", geom=Point(-8, 31.6, srid=4326))
    register = ("devices", "register")
    call_command(*register, "first", "--kind", kind, f"--{place}", "X1")
    with override("en"), pytest.raises(CommandError) as caught:
        call_command(*register, "second", "--kind", kind, f"--{place}", "X1")
    assert str(caught.value).startswith("X1 has another device: first. --replace")
    assert [device.uid for device in Device.objects.all()] == ["first"]
    call_command("devices", "assign", "first", f"--{place}", "X1")
    assert "in the place of" not in capsys.readouterr().out
    call_command(*register, "second", "--kind", kind, f"--{place}", "X1", "--replace")
    assert "X1 in the place of first." in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        ["register", "t-1", "--vehicle", "B9"],
        ["register", "t-1", "--lamp", "L9", "--kind", "lamp"],
        ["register", "t-1", "--cabinet", "C9", "--kind", "cabinet"],
        ["register", "t-1", "--vehicle", "B9", "--kind", "lamp"],
        ["register", "t-1", "--vehicle-kind", "bus"],
        ["register", "t-1", "--vehicle", "B1", "--lamp", "L1"],
        ["assign", "t-1"],
        ["assign", "t-1", "--vehicle", "B1"],
    ],
)
def test_what_cannot_be_is_one_line_and_registers_nothing(given: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("devices", *given)
    assert "\n" not in str(caught.value)
    assert not Device.objects.exists()


@pytest.fixture(scope="module")
def days(django_db_setup: None, django_db_blocker) -> None:
    """The days of today's and yesterday's positions."""
    now = timezone.now()
    wanted = [partition_of("fleet_position", "day", (now - back).date()) for back in (0 * DAY, DAY)]
    with django_db_blocker.unblock(), connect() as connection:
        ensure(connection, wanted)


@pytest.fixture
def city(days: None, db: None) -> dt.datetime:
    """Devices whose clocks are right, behind, ahead, mended, one that sent what it had kept, and
    one that never spoke; returns the moment at which this is so.
    """
    now = timezone.now()
    kinds = {"lamp": "lamp", "tel/a": "vehicle"}
    for uid in ("ahead", "behind", "kept", "lamp", "mended", "never", "right", "tel/a"):
        register_device(uid=uid, kind=kinds.get(uid, "vehicle"))
    numbers = dict(Device.objects.values_list("uid", "id"))
    for uid, seen, heard in (
        ("ahead", 3600, 3599),
        ("behind", 60, 0),
        ("kept", 300, 0),
        ("mended", 2, 1),
        ("right", 2, 1),
        ("tel/a", 0, 90),
    ):
        LatestPosition.objects.create(
            device_id=numbers[uid], at=now - seen * SECOND, received_at=now - heard * SECOND
        )
    for uid, back, delay in (
        *(("behind", 60 + n, 60) for n in range(0, 100, 5)),
        *(("kept", 300 + n, 300 + n) for n in range(0, 100, 5)),
    ):
        Position.objects.create(
            device_id=numbers[uid],
            at=now - back * SECOND,
            received_at=now - (back - delay) * SECOND,
            geom=Point(-8, 31.6, srid=4326),
        )
    LatestLampState.objects.create(
        device_id=numbers["lamp"], at=now - 7200 * SECOND, received_at=now - 7200 * SECOND
    )
    refuse("city/ahead/position", "bad_json", now - 10 * SECOND)
    refuse("city/ahead/position", "future_dated", now)
    refuse("mended/data", "future_dated", now - 60 * SECOND)
    refuse("owntracks/tel/a", "bad_value", now)
    refuse("http/osmand/right", "null_island", now)
    refuse("application/1/device/NEVER/event/up", "wrong_kind", now)
    refuse("city/stranger/position", "unknown_device", now)
    refuse("nonsense", "unknown_topic", now)
    return now


def listed(capsys, *options: str) -> dict[str, str]:
    """Return the lines of the list by device."""
    call_command("devices", "list", *options)
    head, *lines, last = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["IDENTITY", "KIND", "PLACE", "MEASURED"]
    assert last.startswith(f"{len(lines)} ")
    return {line.split()[0]: line for line in lines}


def test_clocks_and_refusals_are_listed(city: dt.datetime, capsys) -> None:
    lines = listed(capsys)
    assert list(lines) == ["ahead", "behind", "kept", "lamp", "mended", "never", "right", "tel/a"]
    assert "60.0 s behind" in lines["behind"]
    assert "behind" not in lines["kept"]
    assert "90.0 s ahead  bad_value" in lines["tel/a"]
    assert "future_dated" in lines["ahead"]
    assert "null_island" in lines["right"]
    assert lines["never"].split()[:4] == ["never", "vehicle", "-", "never"]
    local = city.astimezone(ZoneInfo("Africa/Casablanca"))
    assert f"{local:%Y-%m-%d %H:%M:%S}" in lines["tel/a"]
    assert "wrong_kind" in lines["never"]


def test_clocks_that_are_off_and_devices_that_are_silent(city: None, capsys) -> None:
    assert set(listed(capsys, "--skewed", "30")) == {"ahead", "behind", "tel/a"}
    assert set(listed(capsys, "--silent")) == {"ahead", "never"}
    assert set(listed(capsys, "--silent", "--skewed", "30")) == {"ahead"}


def test_the_list_takes_three_queries(city: None) -> None:
    with TestCase().assertNumQueries(3):
        assert len(list(heard_devices())) == 8


def test_the_list_names_the_place_and_stops_where_asked(city: None, capsys) -> None:
    Vehicle.objects.create(code="B1", kind="bus")
    call_command("devices", "assign", "behind", "--vehicle", "B1")
    capsys.readouterr()
    assert listed(capsys)["behind"].split()[:3] == ["behind", "vehicle", "B1"]
    call_command("devices", "list", "--limit", "2")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[-1] == "2 of 8 devices; times are those of Africa/Casablanca"


@pytest.mark.parametrize(
    ("delays", "error"),
    [
        ([], None),
        ([(0, 0.3)], 0.3),
        ([(0, -90)], -90),  # ahead: nothing arrives before it was measured
        ([(0, 3600)], None),  # once, late: kept, or behind
        ([(n, 3600) for n in range(0, 100, 5)], 3600),  # alike whenever it comes: behind
        ([(0, 3600 + n) for n in range(0, 100, 5)], None),  # kept, sent at once
        ([(n, 3600 - 5 * n) for n in range(20)], None),  # kept, sent one by one
        ([(n, 3600.0) for n in range(0, 60, 30)] + [(90, 0.2)], 0.2),  # late, then live
        ([(0, 30 * 86_400)], 30 * 86_400),  # nobody keeps so long
    ],
)
def test_a_slow_clock_is_told_from_a_late_message(delays, error) -> None:
    assert clock_error_s(delays) == error
