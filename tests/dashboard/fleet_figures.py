"""The indicators of the fleet, computed from the fixes themselves and from nothing stored."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from pyproj import Geod

from fleet.models import Fitting
from tests.dashboard.devices_city import DAYS, City, local_day, pairs
from tests.dashboard.figures import CITY, TODAY, Sums

GEOD = Geod(ellps="WGS84")


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


OF_FLEET: dict[str, Callable[[City], Sums]] = {
    "fleet.distance": distance,
    "fleet.buses_in_service": in_service({"bus"}),
    "fleet.sanitation_in_service": in_service({"sanitation_truck", "street_sweeper"}),
    "fleet.bus_speed": speed,
}
