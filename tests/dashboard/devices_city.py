"""An invented city whose devices have reported for six days: what they said, to compute from."""

import datetime as dt
import itertools
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point

from fleet.models import Fitting, Vehicle
from lighting.models import Cabinet, Feeder, Lamp
from telemetry.models import Device
from telemetry.records import LampState, MeterReading, Position
from tests.dashboard.figures import CITY, NOW
from tests.dashboard.places import an_arrondissement

DAYS = 6
HOUR_US = 3_600_000_000


@dataclass
class City:
    """An invented city and everything that its devices said."""

    positions: list[Position] = field(default_factory=list)
    states: list[LampState] = field(default_factory=list)
    readings: list[MeterReading] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    lamp_cabinets: dict[str, str] = field(default_factory=dict)
    powers: dict[str, float] = field(default_factory=dict)


def local_day(at_us: int) -> dt.date:
    """Return the day of the city's calendar."""
    return dt.datetime.fromtimestamp(at_us / 1e6, CITY).date()


def _device(kind: str) -> Device:
    return Device.objects.create(uid=f"{kind}-{Device.objects.count()}", kind=kind)


def _fleet(city: City, chance: random.Random, start_us: int) -> None:
    for n, kind in enumerate(["bus", "bus", "bus", "sanitation_truck", "street_sweeper"]):
        device = _device("vehicle")
        vehicle = Vehicle.objects.create(code=f"V{n}", kind=kind)
        Fitting.objects.create(
            vehicle=vehicle, device=device, valid_from=NOW - dt.timedelta(days=DAYS - n)
        )
        city.kinds[str(device.pk)] = kind
        lon, at = -8.0, start_us + n * 1_000_000
        while at < NOW.timestamp() * 1e6:
            drives = chance.random() < 0.5
            for _ in range(chance.randint(2, 12)):
                lon += 0.001 if drives else 0.0
                city.positions.append(Position(str(device.pk), at, lon, 31.6, 30.0 * drives))
                at += 20_000_000
            at += chance.choice((HOUR_US, 9 * HOUR_US, 30 * HOUR_US))


def _lighting(city: City, chance: random.Random, start_us: int) -> None:
    places = [an_arrondissement("01"), an_arrondissement("02"), None]
    for n, place in enumerate(places):
        meter = _device("cabinet")
        code = place.code if place else ""
        cabinet = Cabinet.objects.create(
            code=f"C{n}", device=meter, territory=place, geom=Point(-8, 31.6, srid=4326)
        )
        city.places[str(meter.pk)] = code
        feeder = Feeder.objects.create(cabinet=cabinet, number=1)
        for each in range(3):
            device = _device("lamp")
            Lamp.objects.create(
                code=f"L{n}{each}",
                device=device,
                territory=place,
                feeder=feeder,
                power_w=40 + each,
                geom=Point(-8, 31.6, srid=4326),
            )
            city.places[str(device.pk)] = code
            city.lamp_cabinets[str(device.pk)] = str(meter.pk)
            city.powers[str(device.pk)] = 40 + each
            at = start_us + chance.randrange(10 * HOUR_US)
            while at < NOW.timestamp() * 1e6:
                city.states.append(
                    LampState(
                        str(device.pk), at, chance.random() < 0.5, fault=chance.choice((0, 0, 2))
                    )
                )
                at += chance.randrange(HOUR_US, 20 * HOUR_US)
        wh, at = 0, start_us + n * HOUR_US // 2
        while at < NOW.timestamp() * 1e6:
            city.readings.append(MeterReading(str(meter.pk), at, wh))
            wh += chance.randrange(100, 9000)
            at += chance.choice((HOUR_US // 4, HOUR_US, 3 * HOUR_US))


def pairs(records: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Yield the consecutive records of each device."""
    by_device = defaultdict(list)
    for record in records:
        by_device[record.device].append(record)
    for ordered in by_device.values():
        ordered.sort(key=lambda r: r.at_us)
        yield from itertools.pairwise(ordered)


def invented_city() -> City:
    """Return a city with its devices in the inventory, and what they said, stored nowhere yet."""
    chance = random.Random(20_261_121)
    made = City()
    start_us = int((NOW - dt.timedelta(days=DAYS)).timestamp() * 1e6)
    _fleet(made, chance, start_us)
    _lighting(made, chance, start_us)
    return made
