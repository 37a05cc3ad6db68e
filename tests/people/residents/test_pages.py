"""A resident proves a telephone or an address by a code, from the first page to the last."""

import datetime as dt
import logging
import re

import pytest
from django.test import Client
from django.utils import timezone

from people import delivery
from people.delivery import Word
from people.residents.belongings import Belonging, Provider, _providers, register
from people.residents.models import OneTimeCode, Resident
from people.residents.proofs import proven_contact
from people.residents.rules import MOST_WRONG

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "+212612345678", "amina@mail.example"
SIGN_IN, CODE, HOME = "/resident/sign-in/", "/resident/sign-in/code/", "/resident/"
CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def outbox(monkeypatch) -> list[Word]:
    """Carry the words to a list instead of a telephone."""
    words: list[Word] = []
    monkeypatch.setattr(delivery, "_carriers", [words.append])
    return words


def figures(word: Word) -> str:
    found = re.search(r"\d{6}", word.text)
    assert found
    return found[0]


def prove(client: Client, outbox: list[Word], contact: str = "06 12 34 56 78", **more: str) -> None:
    client.post(SIGN_IN, {"contact": contact, **more})
    assert client.post(CODE, {"code": figures(outbox[-1])}).status_code == 302


def test_a_code_opens_the_page(client: Client, outbox) -> None:
    assert client.get(HOME)["Location"] == f"{SIGN_IN}?next=%2Fresident%2F"
    answer = client.post(SIGN_IN, {"contact": "06 12 34 56 78", "next": "/resident/"})
    assert answer["Location"] == CODE
    assert outbox[0].recipient == PHONE
    page = client.get(CODE)
    assert "•78" in page.text
    assert "612345678" not in page.text
    assert client.post(CODE, {"code": figures(outbox[0])})["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_the_session_gets_a_new_name_once_proven(client: Client, outbox) -> None:
    client.post(SIGN_IN, {"contact": EMAIL})
    before = client.session.session_key
    client.post(CODE, {"code": figures(outbox[-1])})
    assert client.session.session_key != before


def test_a_code_is_good_once_and_for_its_own_visitor(client: Client, outbox) -> None:
    client.post(SIGN_IN, {"contact": EMAIL})
    code = figures(outbox[-1])
    stranger = Client()
    stranger.post(SIGN_IN, {"contact": "other@mail.example"})
    if figures(outbox[-1]) != code:
        assert stranger.post(CODE, {"code": code}).status_code == 200
    assert client.post(CODE, {"code": code}).status_code == 302
    assert client.post(CODE, {"code": code})["Location"] == SIGN_IN


def test_guessing_ends_after_five(client: Client, outbox) -> None:
    client.post(SIGN_IN, {"contact": EMAIL})
    right = figures(outbox[-1])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(MOST_WRONG):
        assert "Ce code est faux" in client.post(CODE, {"code": wrong}).text
    assert "trop souvent" in client.post(CODE, {"code": right}).text
    assert client.get(HOME).status_code == 302


def test_an_old_code_is_refused(client: Client, outbox) -> None:
    client.post(SIGN_IN, {"contact": EMAIL})
    OneTimeCode.objects.update(sent_at=timezone.now() - dt.timedelta(minutes=11))
    assert "n’est plus valable" in client.post(CODE, {"code": figures(outbox[-1])}).text


def test_another_code_kills_the_first(client: Client, outbox) -> None:
    client.post(SIGN_IN, {"contact": EMAIL})
    client.post("/resident/sign-in/again/")
    first, second = map(figures, outbox)
    if first != second:
        assert client.post(CODE, {"code": first}).status_code == 200
    assert client.post(CODE, {"code": second})["Location"] == HOME


def test_what_was_typed_stays_beside_its_error(client: Client, outbox) -> None:
    page = client.post(SIGN_IN, {"contact": "0524 43 21 00"})
    assert 'value="0524 43 21 00"' in page.text
    assert "06 ou 07" in page.text
    assert "Ce n’est ni" in client.post(SIGN_IN, {"contact": "hello"}).text
    assert outbox == []


def test_a_telephone_needs_a_gateway(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(delivery, "_carriers", [])
    assert "adresse électronique" in client.post(SIGN_IN, {"contact": "0612345678"}).text


def test_codes_to_one_contact_are_counted(client: Client, outbox, settings) -> None:
    settings.CACHES = CACHE
    for _ in range(5):
        client.post(SIGN_IN, {"contact": "often@mail.example"})
    assert "Attendez une heure" in client.post(SIGN_IN, {"contact": "often@mail.example"}).text
    assert len(outbox) == 5


def test_nothing_that_names_anybody_is_stored_or_logged(client: Client, outbox, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    prove(client, outbox)
    row = OneTimeCode.objects.get()
    stored = bytes(row.contact_digest) + bytes(row.code_digest)
    assert figures(outbox[0]).encode() not in stored
    for secret in (PHONE, "612345678", figures(outbox[0])):
        assert secret not in caplog.text


def test_it_never_leads_to_another_site(client: Client, outbox) -> None:
    client.post(SIGN_IN, {"contact": EMAIL, "next": "https://elsewhere.example/"})
    assert client.post(CODE, {"code": figures(outbox[-1])})["Location"] == HOME


def test_an_account_is_kept_changed_and_erased(client: Client, outbox) -> None:
    prove(client, outbox)
    client.post(HOME, {"name": "Amina", "language": "ar"})
    resident = Resident.objects.get(phone=PHONE)
    assert (resident.name, resident.language) == ("Amina", "ar")
    client.post(HOME, {"name": "Amina B.", "language": "fr"})
    assert Resident.objects.get().name == "Amina B."
    client.post("/resident/close/")
    assert not Resident.objects.exists()
    assert client.get(HOME).status_code == 302


def test_a_second_contact_joins_the_account_at_its_owners_wish(client: Client, outbox) -> None:
    prove(client, outbox)
    client.post(HOME, {"name": "Amina", "language": "ar"})
    assert f'href="{SIGN_IN}?add=1"' in client.get(HOME).text
    assert 'name="add"' in client.get(SIGN_IN, {"add": "1"}).text
    prove(client, outbox, EMAIL, add="1")
    assert Resident.objects.get().email == EMAIL
    other = Client()
    prove(other, outbox, EMAIL)
    assert 'value="Amina"' in other.get(HOME).text


@pytest.mark.parametrize("contact", [EMAIL, "0700 00 00 09"])
def test_whoever_comes_next_to_a_computer_stays_out_of_the_account(
    client: Client, outbox, contact: str
) -> None:
    prove(client, outbox)
    client.post(HOME, {"name": "Amina", "language": "ar"})
    prove(client, outbox, contact)
    resident = Resident.objects.get()
    assert (resident.phone, resident.email) == (PHONE, None)
    assert "Amina" not in client.get(HOME).text


def test_a_code_sent_again_is_still_for_the_account(client: Client, outbox) -> None:
    prove(client, outbox)
    client.post(HOME, {"name": "Amina", "language": "ar"})
    client.post(SIGN_IN, {"contact": EMAIL, "add": "1"})
    client.post("/resident/sign-in/again/")
    client.post(CODE, {"code": figures(outbox[-1])})
    assert Resident.objects.get().email == EMAIL


def test_the_page_shows_what_rooms_have_of_theirs(client: Client, outbox, monkeypatch) -> None:
    asked = []

    def find(contacts):
        asked.append(list(contacts))
        return [Belonging("RQ-2026-1", "deposited", "/somewhere/")]

    monkeypatch.setitem(_providers, "tests", None)
    register(Provider("tests", "Files", find))
    prove(client, outbox)
    page = client.get(HOME)
    assert "RQ-2026-1" in page.text
    assert asked == [[PHONE]]


def test_signing_out_forgets(client: Client, outbox, rf) -> None:
    prove(client, outbox)
    client.post("/resident/sign-out/")
    request = rf.get("/")
    request.session = client.session
    assert proven_contact(request) is None
