"""How fast the search box answers over 100,000 names, and whether it finds what it must.

    python -m benchmarks.search_places --names 100000 --requests 40

The names are made inside a transaction that is rolled back at the end: streets, service points,
addresses and lamps with invented names, and among them a few of Marrakech.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.results import Figure, finish

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")

FIRST = (
    *(("Mohammed", "محمد"), ("Hassan", "الحسن"), ("Youssef", "يوسف"), ("Khadija", "خديجة")),
    *(("Omar", "عمر"), ("Fatima", "فاطمة"), ("Ibrahim", "إبراهيم"), ("Zineb", "زينب")),
    *(("Abdellah", "عبد الله"), ("Rachid", "رشيد"), ("Allal", "علال"), ("Tarik", "طارق")),
)
LAST = (
    *(("Alaoui", "العلوي"), ("Bennani", "بناني"), ("El Fassi", "الفاسي"), ("Tazi", "التازي")),
    *(
        ("Idrissi", "الإدريسي"),
        ("Berrada", "برادة"),
        ("Chraibi", "الشرايبي"),
        ("Naciri", "الناصري"),
    ),
    *(
        ("Mansouri", "المنصوري"),
        ("Sebti", "السبتي"),
        ("Kettani", "الكتاني"),
        ("Zerktouni", "الزرقطوني"),
    ),
)
TYPES = (("Avenue", "شارع"), ("Rue", "زنقة"), ("Boulevard", "شارع"), ("Derb", "درب"))
SYLLABLES = (
    *(("ba", "با"), ("ri", "ري"), ("mou", "مو"), ("la", "لا"), ("ti", "تي"), ("za", "زا")),
    *(("gue", "كي"), ("na", "نا"), ("sou", "سو"), ("ka", "كا"), ("di", "دي"), ("ha", "حا")),
)
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("جليز", "جليز"),
    ("Gueliz", "جليز"),
    ("guéliz", "جليز"),
    ("guliz", "جليز"),
    ("شارع محمد الخامس", "شارع محمد الخامس"),
    ("av mohamed 5", "شارع محمد الخامس"),
    ("Bd Mohammed V", "شارع محمد الخامس"),
    ("BNCH-00777", "BNCH-00777"),
    ("rue", ""),
    ("mohamed", ""),
    ("zqxwv", ""),
)
"""What is typed, and the Arabic name that must be among the first three."""
FAMOUS = (("Guéliz", "جليز", "Quartier ", "حي "), ("Mohammed V", "محمد الخامس", "Avenue ", "شارع "))
SHARES = (("streets", 0.6), ("services", 0.2), ("addresses", 0.1), ("lamps", 0.1))
HERE = (-7.9811, 31.6295)
TODAY = "2026-01-01"


def names(count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield names in French and Arabic, the words of some frequent and of others rare."""
    for _number in range(count):
        kind, first, last = chance.choice(TYPES), chance.choice(FIRST), chance.choice(LAST)
        rare = [chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3, 4)))]
        french = f"{kind[0]} {first[0]} {last[0]} {''.join(each[0] for each in rare).title()}"
        arabic = f"{kind[1]} {first[1]} {last[1]} {''.join(each[1] for each in rare)}"
        yield french, arabic


def fill(count: int) -> dict[str, int]:
    """Make `count` rows with names in a few statements; return how many of which kind."""
    from gis.models import AddressPoint, ServicePoint, Street
    from lighting.models import Lamp

    chance = random.Random(1)
    made = {kind: round(count * share) for kind, share in SHARES}
    famous = [(f"{f[2]}{f[0]}", f"{f[3]}{f[1]}") for f in FAMOUS]
    pairs = [*famous, *names(made["streets"] - len(FAMOUS), chance)]
    streets = [street(n, *pair, chance) for n, pair in enumerate(pairs)]
    places = enumerate(names(made["services"], chance))
    rows: tuple[tuple[Any, list[Any]], ...] = (
        (Street, streets),
        (ServicePoint, [service(n, *pair, chance) for n, pair in places]),
        (AddressPoint, [address(streets, n, chance) for n in range(made["addresses"])]),
        (Lamp, [Lamp(code=f"BNCH-{n:05}", geom=point(chance)) for n in range(made["lamps"])]),
    )
    for model, of_model in rows:
        model._default_manager.bulk_create(of_model, batch_size=2000)
    return made


def point(chance: random.Random) -> Any:
    """Return a point of the town."""
    from django.contrib.gis.geos import Point

    return Point(HERE[0] + chance.gauss(0, 0.03), HERE[1] + chance.gauss(0, 0.03), srid=4326)


def street(number: int, french: str, arabic: str, chance: random.Random) -> Any:
    """Return a street of a hundred metres."""
    from django.contrib.gis.geos import LineString, Point

    from gis.models import Street

    place = point(chance)
    axis = LineString(place, Point(place.x + 0.001, place.y), srid=4326)
    given = {"category": "local", "length_m": 100, "geom": axis}
    return Street(code=f"BNCH-{number}", name_fr=french, name_ar=arabic, **given)


def service(number: int, french: str, arabic: str, chance: random.Random) -> Any:
    """Return a service point."""
    from gis.models import ServicePoint

    given = {"category": "school", "geom": point(chance), "valid_from": TODAY}
    return ServicePoint(code=f"bnch-{number}", name_fr=french, name_ar=arabic, **given)


def address(streets: list[Any], number: int, chance: random.Random) -> Any:
    """Return one of four addresses in a street."""
    from gis.models import AddressPoint

    where = {"street": streets[number // 4], "number": number % 4 + 1, "valid_from": TODAY}
    return AddressPoint(geom=point(chance), **where)


INDEXES = ("street_key", "territory_key", "service_point_key", "bus_line_key", "lamp_code_key")


def settle() -> None:
    """Do what autovacuum does within a minute of the commit."""
    from django.db import connection

    with connection.cursor() as cursor:
        for index in INDEXES:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute(
            "ANALYZE territory_street, territory_servicepoint, territory_addresspoint, "
            "lighting_lamp"
        )


def ask(text: str) -> tuple[float, list[str]]:
    """Ask once; return the milliseconds and the Arabic labels of the first three."""
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.gis.geos import Point

    from gis.finding import find_places

    begun = time.perf_counter()
    found = find_places(actor=AnonymousUser(), text=text, near=Point(*HERE, srid=4326))
    return (time.perf_counter() - begun) * 1000, [each.label_ar for each in found[:3]]


def indexes_used(text: str) -> set[str]:
    """Return the trigram indexes that the plan of the first statement goes through."""
    from django.db import connection

    from gis.finding import question

    with connection.cursor() as cursor:
        sql, parameters = question(text)
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    return {index for index in INDEXES if index in plan}


def main() -> int:
    """Run it and print the figures."""
    import django

    django.setup()
    from django.db import transaction

    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--names", type=int, default=100_000)
    asks.add_argument("--requests", type=int, default=40)
    asked = asks.parse_args()
    figures: list[Figure] = []
    details: dict[str, Any] = {}
    with transaction.atomic():
        details["rows"] = fill(asked.names)
        settle()
        for text, wanted in QUESTIONS:
            turns = [ask(text) for _turn in range(asked.requests + 1)][1:]
            times, first = [took for took, _first in turns], turns[0][1]
            high = statistics.quantiles(times, n=20)[-1]
            figures.append(Figure(f"“{text}”: median", statistics.median(times), "ms", "<=", 50))
            figures.append(Figure(f"“{text}”: p95", high, "ms"))
            is_there = not wanted or any(wanted in each for each in first)
            figures.append(Figure(f"“{text}”: among the first three", is_there, "", "=", 1))
        details["indexes"] = sorted(indexes_used("mohamed zerktouni"))
        transaction.set_rollback(True)
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"indexes used: {', '.join(details['indexes'])}")
    return finish("search_places", figures, details)


if __name__ == "__main__":
    raise SystemExit(main())
