"""The snapshot that every page begins with."""

import datetime as dt

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from dashboard.snapshot import KINDS, last_events, make_snapshot
from tests.dashboard.city import CENTRE, make_cabinet, make_lamp, make_line, make_vehicle

pytestmark = pytest.mark.django_db
QUERIES_OF_COUNTERS = 9
QUERIES = QUERIES_OF_COUNTERS + 4  # lines, vehicles, events, devices of events


def write_event(
    device_id: int | None, code: str, ago: dt.timedelta, severity: str = "info"
) -> None:
    """Write an event, in a partition made for the test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS telemetry_device_event_of_test "
            "PARTITION OF telemetry_device_event DEFAULT"
        )
        cursor.execute(
            "INSERT INTO telemetry_device_event VALUES (%s, %s, %s, now(), %s, '{}')",
            [device_id, timezone.now() - ago, code, severity],
        )


def test_a_vehicle_is_one_compact_row() -> None:
    line = make_line()
    vehicle = make_vehicle("BUS-1", line=line, speed_kmh=23.44)
    content = make_snapshot()
    (row,) = content["vehicles"]
    device_id, code, kind, line_id, at_ms, lon, lat, speed, heading = row
    assert device_id == vehicle.fittings.get().device_id
    assert (code, KINDS[kind], line_id) == ("BUS-1", "bus", line.pk)
    assert content["at_ms"] - at_ms == pytest.approx(1000, abs=3000)
    assert (lon, lat) == pytest.approx(CENTRE)
    assert (speed, heading) == (23.4, 90)
    assert content["lines"][str(line.pk)]["ar"] == "الخط 1"


def test_a_vehicle_that_never_spoke_has_no_place() -> None:
    make_vehicle("BUS-1", seen_ago=None)
    (row,) = make_snapshot()["vehicles"]
    assert row[4:] == [None, None, None, None, None]


def test_a_vehicle_has_only_its_present_device() -> None:
    vehicle = make_vehicle("BUS-1")
    vehicle.fittings.update(valid_to=timezone.now())
    assert make_snapshot()["vehicles"] == []


def test_events_name_what_they_happened_to() -> None:
    vehicle, lamp, cabinet = make_vehicle("BUS-1"), make_lamp("L-1"), make_cabinet("C-1")
    minute = dt.timedelta(minutes=1)
    write_event(vehicle.fittings.get().device_id, "door_open", 3 * minute)
    write_event(lamp.device_id, "lamp_failure", 2 * minute, "alarm")
    write_event(cabinet.device_id, "power_cut", minute, "warning")
    write_event(999_999, "unknown", 4 * minute)
    write_event(cabinet.device_id, "old", dt.timedelta(days=8))
    events = last_events(timezone.now())
    assert [(event["name"], event["kind"], event["code"]) for event in events] == [
        ("C-1", "cabinet", "power_cut"),
        ("L-1", "lamp", "lamp_failure"),
        ("BUS-1", "vehicle", "door_open"),
        ("", "", "unknown"),
    ]


def test_the_snapshot_is_json_that_may_be_shared(client: Client) -> None:
    make_vehicle("BUS-1")
    response = client.get("/live/snapshot.json")
    assert response.headers["Content-Type"] == "application/json"
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=1"}
    assert "Cookie" not in response.headers.get("Vary", "")
    content = orjson.loads(response.content)
    assert set(content) == {
        *("at_ms", "utc_offset_ms", "kinds", "lines", "vehicles", "counters", "events"),
    }


def test_more_vehicles_take_no_more_queries(django_assert_num_queries) -> None:
    write_event(make_vehicle("BUS-0").fittings.get().device_id, "door_open", dt.timedelta(0))
    with django_assert_num_queries(QUERIES):
        make_snapshot()
    for number in range(1, 9):
        make_vehicle(f"BUS-{number}")
    with django_assert_num_queries(QUERIES):
        make_snapshot()
