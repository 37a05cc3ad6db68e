"""The indicators of public lighting, computed from what lamps and meters said."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from tests.dashboard.devices_city import DAYS, HOUR_US, City, local_day, pairs
from tests.dashboard.figures import CITY, TODAY, Sums


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


OF_LIGHTING: dict[str, Callable[[City], Sums]] = {
    "lighting.energy": energy,
    "lighting.energy_per_point": energy_per_point,
    "lighting.metered_to_theoretical": metered,
    "lighting.cabinets_read": cabinets_read,
    "lighting.burning_hours": burning_hours,
    "lighting.reporting": reporting,
    "lighting.faulty": faulty,
}
