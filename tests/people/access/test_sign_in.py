"""Signing in and out."""

import pytest
from django.test import Client

from people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "nine blue doors of the medina"


@pytest.fixture
def clerk() -> User:
    """Return a member of staff."""
    return User.objects.create_user("clerk", password=PASSWORD)


def test_sign_in_goes_where_the_visitor_wanted(client: Client, clerk: User) -> None:
    page = client.get("/account/sign-in/?next=/list/")
    assert 'name="next"' in page.content.decode()
    answer = client.post(
        "/account/sign-in/", {"login": "clerk", "password": PASSWORD, "next": "/list/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/list/")
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_sign_in_never_leads_to_another_site(client: Client, clerk: User) -> None:
    fields = {"login": "clerk", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/account/sign-in/", fields)["Location"] == "/"


def test_a_wrong_password_says_nothing_of_the_account(client: Client, clerk: User) -> None:
    known = client.post("/account/sign-in/", {"login": "clerk", "password": "wrong"})
    unknown = client.post("/account/sign-in/", {"login": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_sign_out_needs_a_post(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    client.get("/account/sign-out/")
    assert "_auth_user_id" in client.session
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"
    assert "_auth_user_id" not in client.session
