"""Nobody who may do something sensitive goes on with a password alone."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from people.access.services import reset_second_factor
from people.models import AuditEntry
from tests.people.access.people import SECRET, chief, clerk, code_now, give_app, type_password

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"


@pytest.fixture(autouse=True)
def required(settings) -> None:
    """Ask for the factor, as outside the tests."""
    settings.SECOND_FACTOR = True


def test_without_a_sensitive_role_the_password_is_enough(client: Client) -> None:
    clerk()
    type_password(client, "clerk")
    assert client.get(PAGE).status_code == 200


def test_a_sensitive_role_must_set_a_factor_up_first(client: Client) -> None:
    chief()
    type_password(client, "chief")
    answer = client.get(PAGE)
    assert answer["Location"] == f"/account/security/?next={PAGE.replace('/', '%2F')}"
    assert "Votre rôle exige un second facteur" in client.get(answer["Location"]).text
    assert client.get("/account/sign-out/").status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_there(client: Client) -> None:
    chief()
    type_password(client, "chief")
    answer = client.get(PAGE, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/account/security/")


@pytest.mark.django_db(transaction=True)
def test_setting_the_app_up_opens_everything(client: Client) -> None:
    person = chief(email="chief@commune.example")
    type_password(client, "chief")
    assert "/account/confirm/" in client.get("/account/security/codes/on/")["Location"]
    client.post("/account/confirm/", {"password": "nine blue doors of the medina"})
    page = client.get("/account/security/codes/on/")
    secret = page.context["form"].secret
    assert secret in page.text
    wrong = client.post("/account/security/codes/on/", {"code": "000000"})
    assert "faux" in wrong.text
    answer = client.post("/account/security/codes/on/", {"code": code_now(secret)})
    assert answer["Location"] == "/account/security/recovery/"
    assert client.get(PAGE).status_code == 200
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored


def test_a_session_from_before_the_factor_shows_it_now(client: Client) -> None:
    person = chief()
    type_password(client, "chief")
    give_app(person)
    answer = client.get(PAGE)
    assert answer["Location"].startswith("/account/confirm/code/")
    client.post(answer["Location"], {"code": code_now()})
    assert client.get(PAGE).status_code == 200


def test_signing_in_with_the_app(client: Client) -> None:
    give_app(chief())
    answer = type_password(client, "chief")
    assert answer["Location"] == "/account/sign-in/second-factor/"
    assert client.get(PAGE)["Location"].startswith("/account/sign-in/")
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(answer["Location"], {"code": "123"}).status_code == 200
    client.post(answer["Location"], {"code": code_now()})
    assert client.get(PAGE).status_code == 200


def test_the_last_factor_cannot_be_removed(client: Client) -> None:
    give_app(chief())
    type_password(client, "chief")
    client.post("/account/sign-in/second-factor/", {"code": code_now()})
    client.post("/account/confirm/", {"password": "nine blue doors of the medina"})
    page = client.post("/account/security/codes/off/")
    assert "ajoutez-en un autre" in page.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_last_key_cannot_be_removed_either(client: Client) -> None:
    person = chief()
    give_app(person)
    type_password(client, "chief")
    client.post("/account/sign-in/second-factor/", {"code": code_now()})
    Authenticator.objects.filter(type="totp").delete()
    key = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "ring", "credential": {}}
    )
    client.post("/account/confirm/", {"password": "nine blue doors of the medina"})
    answer = client.post(f"/account/security/keys/{key.pk}/remove/")
    assert answer.status_code == 302
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_secret_is_read_back_after_the_key_of_the_site_changed(settings) -> None:
    app = give_app(clerk())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the site, long enough to be one, 0123456789"
    assert app.wrap().validate_code(code_now(SECRET))
    settings.SECRET_KEY_FALLBACKS = []
    assert not app.wrap().validate_code(code_now(SECRET))


def test_a_lost_factor_is_taken_away_by_others_alone(client: Client) -> None:
    from django.core.exceptions import PermissionDenied

    person, boss = clerk(), chief()
    give_app(person)
    for actor in (person, clerk("somebody")):
        with pytest.raises(PermissionDenied):
            reset_second_factor(person=person, actor=actor, why="lost")
    reset_second_factor(person=person, actor=boss, why="telephone lost")
    assert not Authenticator.objects.filter(user=person).exists()
    entry = AuditEntry.objects.get(action="access.reset_factor")
    assert (entry.actor, entry.why, entry.old) == (boss, "telephone lost", {"factors": ["totp"]})
