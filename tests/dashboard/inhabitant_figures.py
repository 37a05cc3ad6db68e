"""An invented town with inhabitants, and its rates computed from the rows, one by one."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable

from django.contrib.gis.geos import Point

from casework.models import Case
from gis.models import ServicePoint, Territory
from lighting.models import Lamp
from tests.dashboard.case_figures import File, store
from tests.dashboard.figures import CITY, TODAY, Sums
from tests.gis.city import box, make_service, make_territory

DAYS = 8
HERE = Point(-8, 31.55, srid=4326)


def invented_town(chance: random.Random) -> None:
    """Make three arrondissements, one without a figure, and what stands and happens in them."""
    begun = TODAY - dt.timedelta(days=400)
    people = {"01": 70_000, "02": 12_345, "03": None}
    units = [
        make_territory(code, "arrondissement", box(-8, -7.9), population=n, valid_from=begun)
        for code, n in people.items()
    ]
    turned = TODAY - dt.timedelta(days=3)
    Territory.objects.filter(code="02").update(valid_from=turned)
    former = make_territory(
        "02", "arrondissement", box(-8, -7.9), population=9_000, valid_from=begun, valid_to=turned
    )
    for number in range(40):
        place = chance.choice([*units, former, None])
        Lamp.objects.create(code=f"L-{number}", territory=place, geom=HERE)
    for number in range(30):
        since = TODAY - dt.timedelta(days=chance.randrange(DAYS + 3))
        until = since + dt.timedelta(days=chance.randrange(1, DAYS))
        make_service(
            f"p-{number}",
            "Dispensaire",
            "مستوصف",
            HERE,
            category=chance.choice(("health", "health", "school")),
            territory=chance.choice([*units, former, None]),
            valid_from=since,
            valid_to=chance.choice((None, until)),
        )
    store([_file(chance) for _number in range(20)])


def _file(chance: random.Random) -> File:
    day = TODAY - dt.timedelta(days=chance.randrange(DAYS))
    at = dt.datetime.combine(day, dt.time(0, 0, 1), CITY)
    return File(chance.choice(("01", "02", "03", "")), "counter", at, None)


def _rates(count: Callable[[str, dt.date], int], days: int = DAYS) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for unit in Territory.objects.filter(level="arrondissement").exclude(population=None):
        for back in range(days + 1):
            day = TODAY - dt.timedelta(days=back)
            if unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to):
                sums[day, unit.code] = [count(unit.code, day), unit.population or 0]
    return sums


def lamps() -> Sums:
    """Only the present is known: the day of today."""
    codes = [lamp.territory.code for lamp in Lamp.objects.all() if lamp.territory]
    return _rates(lambda code, _day: codes.count(code))


def health() -> Sums:
    rows = [p for p in ServicePoint.objects.all() if p.territory and p.category == "health"]

    def count(code: str, day: dt.date) -> int:
        return sum(
            p.territory.code == code
            and p.valid_from <= day
            and (p.valid_to is None or day < p.valid_to)
            for p in rows
        )

    return _rates(count)


def requests() -> Sums:
    rows = [(c.territory_code, c.deposited_at.astimezone(CITY).date()) for c in Case.objects.all()]
    return _rates(lambda code, day: rows.count((code, day)))


OF_INHABITANTS: dict[str, Callable[[], Sums]] = {
    "lighting.points_per_inhabitant": lamps,
    "gis.health_points": health,
    "casework.per_inhabitant": requests,
}
