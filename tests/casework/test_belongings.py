"""A resident who proved a contact finds the cases that were deposited with it, and no others."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from casework.desk import belonging_to
from casework.models import Case
from casework.services import ApplicantData
from people import delivery
from people.delivery import Word
from people.residents.services import add_contact, open_account
from tests.casework.files import make_case

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "+212612345678", "amina@mail.example"
CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def outbox(monkeypatch: pytest.MonkeyPatch, settings) -> list[Word]:
    """Carry the words to a list, and count tries in a cache of this process."""
    settings.CACHES = CACHE
    words: list[Word] = []
    monkeypatch.setattr(delivery, "_carriers", [words.append])
    return words


def of(phone: str = "", email: str = "") -> Case:
    """Open a case of an applicant with these contacts."""
    return make_case(applicant=ApplicantData(name="أمينة المثال", phone=phone, email=email))


def prove(client: Client, outbox: list[Word], contact: str) -> None:
    """Prove a contact by the code that is sent to it."""
    client.post(reverse("residents:sign-in"), {"contact": contact})
    code = re.search(r"\d{6}", outbox[-1].text)
    assert code
    assert client.post(reverse("residents:code"), {"code": code[0]}).status_code == 302


def test_one_finds_ones_own_and_opens_it_without_the_code(client: Client, outbox) -> None:
    mine, other = of(PHONE), of("+212600000009")
    page = reverse("requests:case", args=[mine.pk])
    assert client.get(page).status_code == 302
    prove(client, outbox, PHONE)
    home = client.get(reverse("residents:home")).text
    assert mine.reference in home
    assert other.reference not in home
    assert client.get(page).status_code == 200
    assert client.get(reverse("requests:case", args=[other.pk])).status_code == 302


def test_an_address_is_compared_without_case(client: Client, outbox) -> None:
    mine = of(email="Amina@Mail.example")
    prove(client, outbox, EMAIL)
    assert mine.reference in client.get(reverse("residents:home")).text
    assert client.get(reverse("requests:case", args=[mine.pk])).status_code == 200


def test_an_account_brings_both_contacts_together(client: Client, outbox) -> None:
    resident = open_account(contact=PHONE, name="Amina", language="ar")
    add_contact(resident=resident, contact=EMAIL)
    first, second = of(PHONE), of(email=EMAIL)
    prove(client, outbox, EMAIL)
    home = client.get(reverse("residents:home")).text
    assert first.reference in home
    assert second.reference in home
    assert client.get(reverse("requests:case", args=[first.pk])).status_code == 200


def test_a_case_without_contacts_is_nobodys(client: Client, outbox) -> None:
    nobodys = of()
    prove(client, outbox, PHONE)
    assert client.get(reverse("requests:case", args=[nobodys.pk])).status_code == 302
    assert belonging_to([]) == []


def test_closing_the_page_on_this_computer_ends_the_proof(client: Client, outbox) -> None:
    mine = of(PHONE)
    prove(client, outbox, PHONE)
    client.post(reverse("requests:leave", args=[mine.pk]))
    assert client.get(reverse("requests:case", args=[mine.pk])).status_code == 302
    assert client.get(reverse("residents:home")).status_code == 302


def test_finding_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(5):
        of(PHONE)
    with django_assert_num_queries(1):
        assert len(belonging_to([PHONE])) == 5
