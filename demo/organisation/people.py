"""Invented people: usual first and family names put together at random, the same each time."""

import random
from collections.abc import Iterator
from typing import Final, NamedTuple

FIRST: Final = (
    ("Amina", "أمينة"), ("Youssef", "يوسف"), ("Khadija", "خديجة"), ("Hamid", "حميد"),
    ("Salma", "سلمى"), ("Rachid", "رشيد"), ("Naïma", "نعيمة"), ("Karim", "كريم"),
    ("Zineb", "زينب"), ("Mustapha", "مصطفى"), ("Hanane", "حنان"), ("Omar", "عمر"),
    ("Laila", "ليلى"), ("Driss", "إدريس"), ("Samira", "سميرة"), ("Anas", "أنس"),
)  # fmt: skip
FAMILY: Final = (
    ("El Ouardi", "الوردي"), ("Bennani", "بناني"), ("Chakir", "شاكر"), ("Ait Lahcen", "أيت لحسن"),
    ("Tazi", "التازي"), ("Mansouri", "المنصوري"), ("Belkadi", "بلقاضي"), ("Zahiri", "الزاهري"),
    ("Ouazzani", "الوزاني"), ("Idrissi", "الإدريسي"), ("Sabri", "صبري"), ("Fathi", "فتحي"),
    ("Naciri", "الناصري"), ("Rami", "الرامي"), ("Hilali", "الهلالي"), ("Berrada", "برادة"),
)  # fmt: skip


class Person(NamedTuple):
    """Somebody invented; `number` makes the names to sign in with differ."""

    number: int
    first: str
    family: str
    name_ar: str


def invented_people(seed: int = 1) -> Iterator[Person]:
    """Yield people without end, no name twice within the first 256."""
    chance = random.Random(seed)
    pairs = [(first, family) for first in FIRST for family in FAMILY]
    chance.shuffle(pairs)
    number = 0
    while True:
        for (first, first_ar), (family, family_ar) in pairs:
            number += 1
            yield Person(number, first, family, f"{first_ar} {family_ar}")
