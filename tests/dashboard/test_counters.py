"""The counters against a city whose state is known."""

import datetime as dt

import pytest
from django.utils import timezone

from dashboard.counters import read_counters
from fleet.models import DeviceDay
from lighting.models import CabinetHour
from tests.dashboard.city import make_cabinet, make_lamp, make_vehicle

pytestmark = pytest.mark.django_db
MINUTES = dt.timedelta(minutes=1)
QUERIES = 9


def test_vehicles_are_counted_by_what_they_do() -> None:
    make_vehicle("B1")
    make_vehicle("B2", speed_kmh=0)
    make_vehicle("B3", speed_kmh=None)
    make_vehicle("B4", seen_ago=5 * MINUTES)
    make_vehicle("B5", seen_ago=30 * MINUTES)
    make_vehicle("B6", seen_ago=None)
    counted = read_counters()["vehicles"]
    assert counted == {
        "total": 6,
        "reporting": 3,
        "moving": 1,
        "stale": 1,
        "silent": 2,
        "km_today": 0.0,
    }


def test_lamps_are_counted_by_what_they_say() -> None:
    make_lamp("L1")
    make_lamp("L2", is_on=False)
    make_lamp("L3", fault=1)
    make_lamp("L4", seen_ago=dt.timedelta(days=2), fault=1)
    make_lamp("L5", seen_ago=None)
    make_lamp("L6", has_device=False)
    counted = read_counters()["lamps"]
    found = {name: counted[name] for name in ("all", "total", "lit", "faulty", "silent")}
    assert found == {"all": 6, "total": 5, "lit": 2, "faulty": 1, "silent": 2}


def test_kilometres_are_those_of_the_citys_day() -> None:
    # 23:30 UTC is past midnight in Marrakech
    now = dt.datetime(2026, 6, 10, 23, 30, tzinfo=dt.UTC)
    for day, metres in ((dt.date(2026, 6, 10), 9_000), (dt.date(2026, 6, 11), 1_500)):
        DeviceDay.objects.create(
            device_id=1, day=day, fix_count=10, distance_mm=metres * 1000, moving_ms=0
        )
    counters = read_counters(now)
    assert counters["vehicles"]["km_today"] == 1.5
    assert counters["messages"]["today"] == 10


def test_energy_of_the_day_and_of_the_last_hour() -> None:
    now = dt.datetime(2026, 6, 10, 10, 30, tzinfo=dt.UTC)
    make_cabinet("C1", seen_ago=timezone.now() - now)
    for hour, wh in ((22, 8_000), (23, 1_000), (33, 2_000), (34, 4_000)):
        start = dt.datetime(2026, 6, 9, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        CabinetHour.objects.create(device_id=1, hour=start, reading_count=1, energy_wh=wh)
    energy = read_counters(now)["energy"]
    assert energy == {"today_kwh": 7.0, "last_hour_kwh": 2.0, "power_kw": 1.5}


def test_an_empty_city_has_zeros() -> None:
    counters = read_counters()
    assert counters["vehicles"]["total"] == 0
    assert counters["energy"]["today_kwh"] == 0
    assert counters["messages"] == {"today": 0, "last_at_ms": None}


def test_the_last_message_is_the_newest_of_all() -> None:
    make_vehicle("B1", seen_ago=5 * MINUTES)
    make_lamp("L1", seen_ago=2 * MINUTES)
    counters = read_counters()
    passed = counters["at_ms"] - counters["messages"]["last_at_ms"]
    assert passed == pytest.approx(120_000, abs=5_000)


def test_more_things_take_no_more_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(QUERIES):
        read_counters()
    for number in range(5):
        make_vehicle(f"B{number}")
        make_lamp(f"L{number}")
        make_cabinet(f"C{number}")
    with django_assert_num_queries(QUERIES):
        read_counters()
