"""Events have the same names live as after a reload, and none that names a person."""

import asyncio
import datetime as dt
from typing import Any

import orjson
import pytest
from django.utils import timezone, translation

from dashboard.live import names as module
from dashboard.live.hub import Hub
from dashboard.live.names import Names, known
from dashboard.snapshot import PHONE, last_events, named
from dashboard.wording import EVENTS, script_words
from fleet.models import Fitting, Vehicle
from ingest.decoders import osmand, teltonika
from telemetry.models import Device
from telemetry.records import LAMP_FAULTS
from tests.dashboard.city import make_lamp, make_vehicle
from tests.dashboard.test_snapshot import write_event

OF_DECODERS = {code for off, on, _ in teltonika._EVENTS.values() for code in (off, on) if code}
OF_PHONES = {*osmand._CROSSINGS.values(), *("sos", "movement_started", "movement_stopped")}
OF_REGIONS = {"region_enter", "region_leave"}
OF_SIMULATION = {
    *("route_deviation", "harsh_braking", "door_open", "bin_lifted", "lamp_fault", "lamp_repaired"),
}


def published(device_id: int, **more: Any) -> dict[str, Any]:
    """Return an event as ingest says it, and more."""
    event = {"device_id": device_id, "at_ms": 1, "code": "sos", "severity": "alarm"}
    return event | more


@pytest.mark.django_db
def test_an_event_has_one_name_live_and_after_a_reload() -> None:
    bus, lamp = make_vehicle("BUS-1").fittings.get().device_id, make_lamp("L-1").device_id
    phone = Device.objects.create(uid="amina/phone", kind="vehicle").pk
    spare = Device.objects.create(uid="860000000000001", kind="vehicle").pk
    devices = [number for number in (bus, lamp, phone, spare) if number]
    for number in devices:
        write_event(number, "sos", dt.timedelta(minutes=1))
    live = {e["device_id"]: (e["kind"], e["name"]) for e in named(map(published, devices))}
    later = {e["device_id"]: (e["kind"], e["name"]) for e in last_events(timezone.now())}
    assert live == later
    assert live == {
        bus: ("vehicle", "BUS-1"),
        lamp: ("lamp", "L-1"),
        phone: (PHONE, ""),
        spare: ("vehicle", "860000000000001"),
    }


@pytest.mark.django_db
def test_a_phone_on_a_vehicle_has_the_vehicles_code() -> None:
    phone = Device.objects.create(uid="amina/phone", kind="vehicle")
    vehicle = Vehicle.objects.create(code="SRV-1", kind="service")
    Fitting.objects.create(vehicle=vehicle, device=phone, valid_from=timezone.now())
    (event,) = named([published(phone.pk)])
    assert event["name"] == "SRV-1"


def test_nothing_more_than_what_pages_need_goes_on() -> None:
    told = known(published(7, uid="amina/phone", detail={"region": "Home"}))
    assert told == published(7)
    with pytest.raises(KeyError):
        known({"device_id": 7})


def test_names_reach_the_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_named", lambda events: [e | {"name": "BUS-1"} for e in events])

    async def scene() -> bytes:
        hub = Hub()
        names = Names(hub)
        names.take([published(1)])  # nobody is there
        reader = hub.join()
        names.take([published(7, uid="amina/phone")])
        work = asyncio.create_task(names.run())
        while not hub._events:
            await asyncio.sleep(0.01)
        hub.tick(0.0)
        work.cancel()
        names._thread.shutdown()
        return await anext(aiter(reader.frames()))

    (event,) = orjson.loads(asyncio.run(scene()).split(b"data: ")[1])
    assert event == published(7, name="BUS-1")


def test_every_code_that_devices_send_has_a_title() -> None:
    codes = OF_DECODERS | OF_PHONES | OF_REGIONS | OF_SIMULATION | set(LAMP_FAULTS[1:])
    assert not codes - set(EVENTS)


@pytest.mark.parametrize(("language", "title"), [("ar", "هاتف"), ("fr", "Téléphone")])
def test_a_phone_is_called_a_telephone(language: str, title: str) -> None:
    with translation.override(language):
        assert str(script_words()["devices"][PHONE]) == title
