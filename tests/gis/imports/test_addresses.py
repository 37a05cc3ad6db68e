"""Addresses brought in from a file: their streets are found, what has none is refused."""

import datetime as dt

import pytest

from gis.imports import services
from gis.imports.models import Finding
from gis.models import AddressPoint
from people.models import User
from tests.gis.city import WEST, here, make_address, make_street, make_town
from tests.gis.imports import files

pytestmark = pytest.mark.django_db
HEADS = "voie;numero;suffixe;date;lat;lon"
MATCHING = {
    "street": {"column": "voie"},
    "number": {"column": "numero"},
    "suffix": {"column": "suffixe"},
    "valid_from": {"column": "date"},
}


@pytest.fixture
def clerk() -> User:
    """Make a town with two streets of one name, far from each other."""
    make_town()
    make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا", (-8.05, 31.55))
    make_street("A2", "Rue Ibn Sina", "زنقة ابن سينا", (-7.95, 31.55))
    make_street("A3", "Boulevard Mohammed V", "شارع محمد الخامس", (-8.05, 31.56))
    return User.objects.create_superuser("clerk")


def checked(clerk: User, *lines: str):
    """Check a file of these lines."""
    made = files.read(files.received(clerk, "\n".join([HEADS, *lines]), "adresses.csv"), clerk)
    return files.checked(made, clerk, target="addresses", matching=MATCHING)


def refused(made) -> dict[int, str]:
    """Return the reason of each refused row."""
    found = Finding.objects.filter(of=made, kind="refused")
    return dict(found.values_list("row", "code"))


def test_streets_are_found_by_code_or_by_either_name_the_nearest_of_a_name(clerk: User) -> None:
    made = checked(
        clerk,
        "A1;1;;2020-05-01;31.5501;-8.0495",
        "rue ibn sina;3;;;31.5501;-7.9495",
        "Bd. Mohamed 5;5 bis;;;31.5601;-8.0495",
        "شارع محمد الخامس;٧;A;;31.5601;-8.0493",
    )
    assert refused(made) == {}
    services.commit_import(imported=made, actor=clerk)
    rows = AddressPoint.objects.order_by("number")
    assert [(each.street.code, each.number, each.suffix) for each in rows] == [
        ("A1", 1, ""),
        ("A2", 3, ""),
        ("A3", 5, "bis"),
        ("A3", 7, "A"),
    ]
    first = rows[0]
    assert first.valid_from == dt.date(2020, 5, 1)
    assert first.territory is not None
    assert first.territory.code == WEST


def test_what_cannot_be_an_address_is_refused_with_its_reason(clerk: User) -> None:
    made = checked(
        clerk,
        "Rue Inconnue;1;;;31.5501;-8.0495",
        "Rue Ibn Sina;2;;;31.5990;-8.0010",
        "A1;0;;;31.5501;-8.0495",
        "A1;sans;;;31.5501;-8.0495",
        "A1;12345;;;31.5501;-8.0495",
        "A1;;;;31.5501;-8.0495",
        "A1;4 à côté de la grande poste;;;31.5501;-8.0495",
        "A1;6;;31/02/2020;31.5501;-8.0495",
        "%;8;;;31.5501;-8.0495",
        "A1;9;;;31.5501;-8.0495",
        "rue ibn sina;9;;;31.5502;-8.0495",
    )
    assert list(refused(made).values()) == [
        *("no_street", "far_street", "no_number", "no_number", "no_number", "missing"),
        *("long_suffix", "not_a_day", "no_street", "repeated_key"),
    ]
    assert made.report["new"] == 1


def test_a_known_address_is_moved_and_all_is_taken_back_as_one(clerk: User) -> None:
    street = make_street("A4", "Rue de la Palmeraie", "زنقة النخيل", (-8.05, 31.57))
    there = make_address(street, 2, here(-8.05, 31.5701), source="old")
    ended = make_address(street, 4, here(-8.05, 31.5701), valid_to=dt.date(2020, 1, 1))
    made = checked(clerk, "A4;2;;;31.5702;-8.0499", "A4;4;;;31.5702;-8.0498")
    assert (made.report["changed"], made.report["new"]) == (1, 1)
    made = services.commit_import(imported=made, actor=clerk)
    there.refresh_from_db()
    assert there.geom.y == pytest.approx(31.5702)
    assert there.valid_from == dt.date(2000, 1, 1)
    services.roll_back_import(imported=made, actor=clerk)
    there.refresh_from_db()
    assert there.geom.y == pytest.approx(31.5701)
    assert there.source == "old"
    assert set(AddressPoint.objects.all()) == {there, ended}
