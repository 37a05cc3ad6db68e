"""The list of addresses: reached from a street, narrowed to a number, a territory, a day."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.gis.city import EAST, WEST, here, make_address, make_street, make_town
from tests.people.organisation import at_desk, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """Return a browser of the staff, and make two streets with numbers."""
    town = make_town()
    sina, zaytun = (
        make_street("A1", "Rue Ibn Sina", "زنقة ابن سينا"),
        make_street("A2", "Rue des Oliviers", "زنقة الزيتون"),
    )
    for number in range(101, 113):
        make_address(sina, number, here(-8.05), territory=town[WEST])
    make_address(sina, 7, here(-8.05), territory=town[EAST], valid_to=dt.date(2020, 1, 1))
    make_address(zaytun, 205, here(-7.95), suffix="bis", territory=town[EAST])
    return at_desk(client, make_user(is_superuser=True))


def test_a_street_leads_to_its_numbers(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"{reverse('streets:addresses')}?street=A1"
    assert address in desk.get(reverse("streets:streets")).content.decode()
    with django_assert_max_num_queries(18):
        page = desk.get(address).content.decode()
    assert ">112<" in page
    assert "205 bis" not in page


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 14),
        ({"number": "105"}, 1),
        ({"on": "2026-01-01"}, 13),
        ({"q": "olivi"}, 1),
        ({"q": "الزيتون"}, 1),
    ],
)
def test_it_is_narrowed(desk: Client, asked: dict[str, str], count: int) -> None:
    page = desk.get(reverse("streets:addresses"), asked)
    assert page.context["page"].paginator.count == count
