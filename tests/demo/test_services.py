"""The city in the database: loaded once, replaced as a whole, removed without a trace."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max, Min
from django.test.utils import override_settings

from demo.directory import PREFIX
from demo.inventory import City
from demo.models import LoadedCity
from demo.services import CityRefusedError, last_heard, load_city, remove_city
from fleet.enums import VehicleKind
from fleet.models import (
    BusLine,
    BusStop,
    Fitting,
    LatestPosition,
    Operator,
    SanitationRound,
    Vehicle,
)
from gis.models import AddressPoint, ServicePoint, Street, Territory
from lighting.models import Cabinet, Feeder, Lamp
from telemetry.enums import DeviceKind
from telemetry.models import Device

OPTIONS = {"lamps": 600, "vehicles": 60, "seed": 7}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _invented_once(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.services.build_city", lambda options: city)
    monkeypatch.setattr("demo.management.commands.demo.load_cases", lambda: 0)


def test_loading_writes_the_whole_city(city: City) -> None:
    assert load_city(**OPTIONS)
    real = Territory.objects.exclude(code__startswith=PREFIX)
    assert real.count() == 7
    assert Territory.objects.filter(parent__code="07.351.01.0", level="arrondissement").count() == 5
    assert Street.objects.count() == len(city.network.streets)
    assert BusLine.objects.count() == 14
    for line in BusLine.objects.prefetch_related("calls__stop"):
        there = [call.stop_id for call in line.calls.all() if call.direction == 0]
        back = [call.stop_id for call in line.calls.all() if call.direction == 1]
        assert len(there) > 5
        assert back == there[::-1]
    assert SanitationRound.objects.count() == len(city.rounds)
    assert Vehicle.objects.filter(kind=VehicleKind.BUS, line=None).count() == 0
    assert Fitting.objects.current().count() == Vehicle.objects.count() == 60
    assert Lamp.objects.count() == 600
    assert Cabinet.objects.count() == 10
    assert Device.objects.filter(kind=DeviceKind.LAMP).count() == 600


def test_everything_is_marked_as_simulated() -> None:
    load_city(**OPTIONS)
    for model in (
        Street,
        AddressPoint,
        ServicePoint,
        BusLine,
        BusStop,
        SanitationRound,
        Operator,
        Vehicle,
        Cabinet,
        Lamp,
        Device,
    ):
        assert not model.objects.filter(is_simulated=False).exists(), model


def test_lamps_hang_on_feeders_of_their_cabinet() -> None:
    load_city(**OPTIONS)
    assert not Lamp.objects.filter(feeder=None).exists()
    sizes = Feeder.objects.annotate(n=Count("lamps")).aggregate(Min("n"), Max("n"))
    assert sizes["n__max"] <= 20
    assert sizes["n__min"] >= 1


def test_lengths_are_metres(city: City) -> None:
    load_city(**OPTIONS)
    avenue = Street.objects.get(name_fr="Avenue Mohammed V")
    plan = next(s for s in city.network.streets if s.name_fr == avenue.name_fr)
    assert avenue.length_m == pytest.approx(plan.axis.length, rel=2e-3)


def test_a_second_load_does_nothing() -> None:
    load_city(**OPTIONS)
    first = Vehicle.objects.get(code="BUS-0001").pk
    assert not load_city(**OPTIONS)
    assert Vehicle.objects.get(code="BUS-0001").pk == first


def test_other_options_replace_the_city() -> None:
    load_city(**OPTIONS)
    assert load_city(**OPTIONS | {"seed": 8})
    assert LoadedCity.objects.get().seed == 8
    assert Vehicle.objects.count() == 60


def test_real_rows_stay() -> None:
    device = Device.objects.create(uid="350000000000001", kind=DeviceKind.VEHICLE)
    vehicle = Vehicle.objects.create(code="12-REAL", kind=VehicleKind.SERVICE)
    load_city(**OPTIONS)
    assert remove_city()
    assert list(Vehicle.objects.all()) == [vehicle]
    assert list(Device.objects.all()) == [device]
    assert Territory.objects.count() == 7
    assert not Street.objects.exists()
    assert not remove_city()


def test_a_real_row_with_an_invented_code_stops_the_load() -> None:
    Vehicle.objects.create(code="BUS-0001", kind=VehicleKind.BUS)
    with pytest.raises(CityRefusedError, match="BUS-0001"):
        load_city(**OPTIONS)
    assert not Street.objects.exists()


@pytest.mark.parametrize("size", [{"lamps": 0}, {"lamps": 60_001}, {"vehicles": 0}, {"seed": -1}])
def test_a_city_beyond_measure_is_refused(size: dict[str, int]) -> None:
    with pytest.raises(CityRefusedError):
        load_city(**OPTIONS | size)


def test_what_devices_said_goes_with_them() -> None:
    load_city(**OPTIONS)
    now = dt.datetime.now(dt.UTC)
    for device in (Device.objects.get(uid="bus-0001").pk, 99_999_999):
        LatestPosition.objects.create(device_id=device, at=now, received_at=now)
    assert last_heard() == pytest.approx((now.timestamp() - 60, 0.0, 0.0))
    remove_city()
    assert [row.device_id for row in LatestPosition.objects.all()] == [99_999_999]


def test_the_command_says_what_it_did() -> None:
    said = StringIO()
    for words in (["load"], ["load"], ["remove"]):
        numbers = ["--lamps=600", "--vehicles=60", "--seed=7"] if words == ["load"] else []
        call_command("demo", *words, *numbers, stdout=said)
    lines = said.getvalue().splitlines()
    assert "loaded" in lines[0]
    assert "already loaded" in lines[1]
    assert "removed" in lines[2]


def test_the_simulator_wants_a_city_and_a_broker() -> None:
    with pytest.raises(CommandError, match="demo load"):
        call_command("simulate")
    load_city(**OPTIONS)
    with override_settings(SIMULATOR_MQTT_URL=""), pytest.raises(CommandError, match="MQTT"):
        call_command("simulate")


@override_settings(SIMULATOR_MQTT_URL="mqtt://127.0.0.1:1")
def test_the_simulator_does_not_begin_in_the_future() -> None:
    load_city(**OPTIONS)
    with pytest.raises(CommandError, match="future"):
        call_command("simulate", "--from", "2199-01-01")
