"""The ways back in: a link by e-mail, a link handed over, a factor taken away."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from people import delivery
from people.access.services import invitation_for
from people.delivery import Word
from people.models import AuditEntry
from tests.people.access.people import chief, clerk, give_app, type_password

pytestmark = pytest.mark.django_db
NEW = "eleven storks over the kasbah"


@pytest.fixture
def outbox(monkeypatch) -> list[Word]:
    """Carry the words to a list."""
    words: list[Word] = []
    monkeypatch.setattr(delivery, "_carriers", [words.append])
    return words


def choose(client: Client, path: str, password: str = NEW) -> object:
    """Follow a link and choose a password."""
    form = client.get(path)["Location"]
    assert "set-password" in form
    return client.post(form, {"password1": password, "password2": password})


def test_a_link_by_mail_works_once(client: Client, outbox) -> None:
    clerk(email="clerk@commune.example")
    answer = client.post("/account/password/reset/", {"email": "Clerk@commune.example"})
    assert answer["Location"] == "/account/password/reset/sent/"
    (word,) = outbox
    assert word.recipient == "clerk@commune.example"
    found = re.search(r"http://testserver(/\S+)", word.text)
    assert found
    assert "clerk@" not in found[1]
    choose(client, found[1])
    assert type_password(Client(), "clerk", NEW).status_code == 302
    assert "n’est plus valable" in Client().get(found[1]).text
    assert "mot de passe de votre compte a été changé" in outbox[-1].text


def test_an_unknown_address_gets_the_same_answer(client: Client, outbox) -> None:
    answer = client.post("/account/password/reset/", {"email": "nobody@commune.example"})
    assert answer["Location"] == "/account/password/reset/sent/"
    assert outbox == []


def test_a_gateway_that_is_away_breaks_no_page(client: Client, monkeypatch) -> None:
    def refuse(word: Word) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(delivery, "_carriers", [refuse])
    clerk(email="clerk@commune.example")
    answer = client.post("/account/password/reset/", {"email": "clerk@commune.example"})
    assert answer.status_code == 302


@pytest.mark.parametrize("password", ["short", "clerkclerkclerk", "1q2w3e4r5t6y"])
def test_a_weak_password_is_refused(client: Client, password) -> None:
    person = clerk("clerkclerkclerk")
    page = choose(client, invitation_for(person=person, actor=None), password)
    assert page.status_code == 200  # type: ignore[attr-defined]
    assert page.context["form"].errors["password1"]  # type: ignore[attr-defined]


def test_only_those_who_may_hand_a_link_over() -> None:
    person = clerk()
    with pytest.raises(PermissionDenied):
        invitation_for(person=person, actor=clerk("other"))
    path = invitation_for(person=person, actor=chief(), why="new here")
    assert path.startswith("/account/password/reset/")
    assert AuditEntry.objects.get(action="access.invite").object_id == str(person.pk)


def test_the_operator_opens_a_way_back(client: Client) -> None:
    person = chief()
    give_app(person)
    out = io.StringIO()
    call_command("restore_access", "chief", factor="telephone lost", stdout=out)
    assert not Authenticator.objects.filter(user=person).exists()
    choose(client, out.getvalue().strip())
    assert type_password(Client(), "chief", NEW).status_code == 302
    with pytest.raises(CommandError):
        call_command("restore_access", "nobody")
