"""Each indicator against an independent computation from the raw rows, for random periods and
territories.
"""

import datetime as dt
import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from pyproj import Geod

from dashboard.overview.periods import Period
from dashboard.overview.reading import read_figures
from dashboard.overview.records import list_records, record_history
from dashboard.overview.refreshing import refresh_indicators
from fleet.models import Fitting, Vehicle
from fleet.series import POSITION_INTAKE
from lighting.models import Cabinet, Feeder, Lamp
from lighting.series import LAMP_INTAKE, METER_INTAKE
from telemetry.models import Device
from telemetry.records import LampState, MeterReading, Position
from telemetry.store import Store
from tests.dashboard.case_figures import OF_CASES
from tests.dashboard.places import an_arrondissement
from tests.telemetry.storing import keep
from workspace.indicators import Measure, declared, find

CITY = ZoneInfo("Africa/Casablanca")
NOW = timezone.now().replace(microsecond=0)
TODAY = NOW.astimezone(CITY).date()
DAYS = 6
HOUR_US = 3_600_000_000
GEOD = Geod(ellps="WGS84")
Sums = dict[tuple[dt.date, str], list[int]]


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


@pytest.fixture
def city(store: Store) -> City:
    """Return an invented city whose devices have reported for six days."""
    chance = random.Random(20_261_121)
    made = City()
    start_us = int((NOW - dt.timedelta(days=DAYS)).timestamp() * 1e6)
    _fleet(made, chance, start_us)
    _lighting(made, chance, start_us)
    for intake, records in (
        (POSITION_INTAKE, made.positions),
        (LAMP_INTAKE, made.states),
        (METER_INTAKE, made.readings),
    ):
        keep(store, intake, records)
    refresh_indicators(period=Period(TODAY - dt.timedelta(days=DAYS + 1), TODAY), now=NOW)
    return made


def pairs(records: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Yield the consecutive records of each device."""
    by_device = defaultdict(list)
    for record in records:
        by_device[record.device].append(record)
    for ordered in by_device.values():
        ordered.sort(key=lambda r: r.at_us)
        yield from itertools.pairwise(ordered)


def driven(city: City) -> dict[tuple[str, dt.date], tuple[int, int]]:
    """Return millimetres and milliseconds of each device and day, straight from the fixes."""
    found: dict[tuple[str, dt.date], list[int]] = defaultdict(lambda: [0, 0])
    for p, c in pairs(city.positions):
        seconds = (c.at_us - p.at_us) / 1e6
        _, _, metres = GEOD.inv(p.lon, p.lat, c.lon, c.lat)
        resting = p.speed_kmh < 2 and c.speed_kmh < 2
        if seconds <= 900 and seconds <= metres <= 55 * seconds and not resting:
            total = found[c.device, local_day(c.at_us)]
            total[0] += round(metres * 1000)
            total[1] += round(seconds * 1000)
    return {key: (mm, ms) for key, (mm, ms) in found.items()}


def fitted_days(city: City, kinds: set[str]) -> list[tuple[str, dt.date]]:
    """Return each device of such vehicles with each day on which it was fitted."""
    first = {str(f.device_id): f.valid_from for f in Fitting.objects.all()}
    every = [TODAY - dt.timedelta(days=n) for n in range(DAYS + 2)]
    return [
        (device, day)
        for device, kind in city.kinds.items()
        if kind in kinds
        for day in every
        if first[device].astimezone(CITY).date() <= day
    ]


def distance(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    fitted = set(fitted_days(city, set(city.kinds.values())))
    for (device, day), (mm, _) in driven(city).items():
        if (device, day) in fitted:
            sums[day, ""][0] += mm
    return sums


def speed(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    fitted = set(fitted_days(city, {"bus"}))
    for (device, day), (mm, ms) in driven(city).items():
        if (device, day) in fitted:
            sums[day, ""][0] += mm
            sums[day, ""][1] += ms
    return sums


def in_service(kinds: set[str]) -> Callable[[City], Sums]:
    def compute(city: City) -> Sums:
        sums: Sums = defaultdict(lambda: [0, 0])
        ways = driven(city)
        for device, day in fitted_days(city, kinds):
            sums[day, ""][0] += ways.get((device, day), (0, 0))[0] > 0
            sums[day, ""][1] += 1
        return sums

    return compute


def cabinet_energy(city: City) -> dict[tuple[str, dt.date], int]:
    """Return watt-hours of each meter and day: each difference shared out to hours by time."""
    found: dict[tuple[str, dt.date], int] = defaultdict(int)
    for p, c in pairs(city.readings):
        gained = c.energy_wh - p.energy_wh
        span = c.at_us - p.at_us
        if gained < 0 or span > 7 * 24 * HOUR_US or gained > 500 * span / 1e6:
            continue
        hour = p.at_us // HOUR_US * HOUR_US
        while hour < c.at_us:
            begin, end = max(hour, p.at_us), min(hour + HOUR_US, c.at_us)
            whole = _half_up(gained * (end - p.at_us), span) - _half_up(
                gained * (begin - p.at_us), span
            )
            found[p.device, local_day(hour)] += whole
            hour += HOUR_US
    return found


def _half_up(numerator: int, denominator: int) -> int:
    """Round as PostgreSQL rounds numeric: half away from zero."""
    return (2 * numerator + denominator) // (2 * denominator)


def read_days(city: City) -> set[tuple[str, dt.date]]:
    """Return each meter and day with an hour that the rollup knows."""
    days = {(r.device, local_day(r.at_us // HOUR_US * HOUR_US)) for r in city.readings}
    return days | {key for key, wh in cabinet_energy(city).items() if wh}


def energy(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for (device, day), wh in cabinet_energy(city).items():
        sums[day, city.places[device]][0] += wh
    return sums


def energy_per_point(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    drawn = cabinet_energy(city)
    for device, day in read_days(city):
        sums[day, city.places[device]][0] += drawn.get((device, day), 0)
        sums[day, city.places[device]][1] += 3
    return sums


def cabinets_read(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    meters = {r.device for r in city.readings}
    read = read_days(city)
    for n in range(DAYS + 2):
        day = TODAY - dt.timedelta(days=n)
        for device in meters:
            sums[day, city.places[device]][0] += (device, day) in read
            sums[day, city.places[device]][1] += 1
    return sums


def burned(city: City) -> dict[tuple[str, dt.date], int]:
    """Return milliseconds that each lamp burned on each local day."""
    found: dict[tuple[str, dt.date], int] = defaultdict(int)
    for p, c in pairs(city.states):
        if not p.is_on or c.at_us - p.at_us > 26 * HOUR_US:
            continue
        at = p.at_us
        while at < c.at_us:
            midnight = dt.datetime.combine(local_day(at) + dt.timedelta(days=1), dt.time(), CITY)
            end = min(c.at_us, int(midnight.timestamp() * 1e6))
            found[p.device, local_day(at)] += round((end - at) / 1000)
            at = end
    return found


def lamp_days(city: City) -> set[tuple[str, dt.date]]:
    """Return each lamp and day that the rollup knows."""
    return {(s.device, local_day(s.at_us)) for s in city.states} | set(burned(city))


def burning_hours(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    ms = burned(city)
    for device, day in lamp_days(city):
        sums[day, city.places[device]][0] += ms.get((device, day), 0)
        sums[day, city.places[device]][1] += 1
    return sums


def metered(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    due: dict[tuple[str, dt.date], float] = defaultdict(float)
    for (device, day), ms in burned(city).items():
        due[city.lamp_cabinets[device], day] += city.powers[device] * ms / 3.6e6
    drawn = cabinet_energy(city)
    for device, day in read_days(city):
        if round(due.get((device, day), 0)) > 0:
            sums[day, city.places[device]][0] += drawn.get((device, day), 0)
            sums[day, city.places[device]][1] += round(due[device, day])
    return sums


def reporting(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    said = {(s.device, local_day(s.at_us)) for s in city.states}
    for n in range(DAYS + 2):
        day = TODAY - dt.timedelta(days=n)
        for device in city.lamp_cabinets:
            sums[day, city.places[device]][0] += (device, day) in said
            sums[day, city.places[device]][1] += 1
    return sums


def faulty(city: City) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    newest = {s.device: s for s in sorted(city.states, key=lambda s: s.at_us)}
    for device, state in newest.items():
        sums[TODAY, city.places[device]][0] += state.fault > 0
        sums[TODAY, city.places[device]][1] += 1
    return sums


INDEPENDENT: dict[str, Callable[[City], Sums]] = {
    "fleet.distance": distance,
    "fleet.buses_in_service": in_service({"bus"}),
    "fleet.sanitation_in_service": in_service({"sanitation_truck", "street_sweeper"}),
    "fleet.bus_speed": speed,
    "lighting.energy": energy,
    "lighting.energy_per_point": energy_per_point,
    "lighting.metered_to_theoretical": metered,
    "lighting.cabinets_read": cabinets_read,
    "lighting.burning_hours": burning_hours,
    "lighting.reporting": reporting,
    "lighting.faulty": faulty,
}


def expected(code: str, sums: Sums, period: Period, place: str) -> float | None:
    """Add up the days of a period in a territory; a ratio has only days that are over, if any."""
    indicator = find(code)
    assert indicator
    inside = {
        day: [
            sum(v)
            for v in zip(
                *(s for (d, p), s in sums.items() if d == day and place in ("", p)), strict=True
            )
        ]
        for day in period.days
        if any(d == day and place in ("", p) for d, p in sums)
    }
    if not inside:
        return None
    days = list(inside.values())
    over = [sums for day, sums in inside.items() if day < TODAY]
    if indicator.measure is Measure.RATIO and any(denominator for _, denominator in over):
        days = over
    chosen = days[-1:] if indicator.measure is Measure.STOCK else days
    numerator, denominator = (sum(v) for v in zip(*chosen, strict=True))
    if indicator.measure is Measure.TOTAL:
        return float(numerator * indicator.factor)
    return float(numerator / denominator * indicator.factor) if denominator else None


def test_every_indicator_has_an_independent_computation() -> None:
    assert set(INDEPENDENT) | set(OF_CASES) == {i.code for i in declared()}
    assert len(INDEPENDENT) >= 8


@pytest.mark.parametrize("code", INDEPENDENT)
def test_the_figure_is_that_of_the_raw_rows(city: City, code: str) -> None:
    """Twenty random periods, with and without a territory."""
    chance = random.Random(code)
    indicator = find(code)
    assert indicator
    sums = INDEPENDENT[code](city)
    seen = 0
    for _ in range(20):
        first = TODAY - dt.timedelta(days=chance.randint(0, DAYS))
        period = Period(first, first + dt.timedelta(days=chance.randint(0, (TODAY - first).days)))
        place = chance.choice(("", "01", "02")) if indicator.by_territory else ""
        (figure,) = read_figures(period, territory_code=place, chosen=[indicator], now=NOW)
        wanted = expected(code, sums, period, place)
        assert figure.value == (None if wanted is None else pytest.approx(wanted, rel=1e-9))
        seen += wanted is not None
    assert seen


def test_the_records_add_up_to_the_figure(city: City) -> None:
    """From the figure of a day to its records, and from a record to its history."""
    indicator = find("lighting.energy")
    assert indicator
    day = TODAY - dt.timedelta(days=2)
    (figure,) = read_figures(Period(day, day), chosen=[indicator], now=NOW)
    records, count = list_records(indicator, day)
    assert count == len(records) == 3
    assert sum(r.value or 0 for r in records) == pytest.approx(figure.value)
    history = dict(record_history(indicator, Period(day, TODAY), records[0].record))
    assert history[day] == pytest.approx(records[0].value)


def test_late_rows_change_the_figure_and_nothing_else_is_touched(
    city: City, store: Store, connection: psycopg.Connection
) -> None:
    """A refresh writes what changed, and only that."""
    period = Period(TODAY - dt.timedelta(days=DAYS + 1), TODAY)
    assert refresh_indicators(period=period, now=NOW) == 0
    meter = city.readings[0]
    late = MeterReading(meter.device, meter.at_us + 60_000_000, meter.energy_wh)
    keep(store, METER_INTAKE, [late])
    changed = refresh_indicators(period=period, now=NOW)
    assert 0 <= changed <= 6
