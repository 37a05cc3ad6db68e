"""A person sees where they are signed in, and ends what they do not know."""

import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import delivery
from people.access.middleware import SEEN
from people.delivery import Word
from people.models import AuditEntry, User
from people.services.staff import close_account, reopen_account
from tests.people.access.people import PASSWORD, clerk, type_password
from tests.people.organisation import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Client, Client]:
    """Return two devices of one person."""
    clerk()
    desk, telephone = Client(), Client(headers={"User-Agent": "Android Firefox/140.0"})
    type_password(desk, "clerk")
    type_password(telephone, "clerk")
    return desk, telephone


def is_in(client: Client) -> bool:
    return client.get("/account/sessions/").status_code == 200


def test_both_are_listed_and_one_is_this(two) -> None:
    desk, _ = two
    page = desk.get("/account/sessions/")
    assert [row["is_this"] for row in page.context["sessions"]] == [True, False]
    assert "Firefox · Android" in page.text


def test_the_other_is_ended(two) -> None:
    desk, telephone = two
    (other,) = (
        row for row in desk.get("/account/sessions/").context["sessions"] if not row["is_this"]
    )
    desk.post(f"/account/sessions/{other['number']}/end/")
    assert is_in(desk)
    assert not is_in(telephone)


def test_all_others_are_ended_at_once(two) -> None:
    desk, telephone = two
    desk.post("/account/sessions/end-others/")
    assert is_in(desk)
    assert not is_in(telephone)


def test_a_session_from_before_the_account_was_closed_never_comes_back(two) -> None:
    person, manager = User.objects.get(username="clerk"), make_user(is_superuser=True)
    close_account(person=person, why="left", actor=manager)
    assert not any(is_in(device) for device in two)
    reopen_account(person=person, why="came back", actor=manager)
    assert not any(is_in(device) for device in two)


def test_nobody_ends_the_session_of_somebody_else(two) -> None:
    desk, _ = two
    number = desk.get("/account/sessions/").context["sessions"][0]["number"]
    clerk("stranger")
    stranger = Client()
    type_password(stranger, "stranger")
    assert stranger.post(f"/account/sessions/{number}/end/").status_code == 404
    assert is_in(desk)


def test_a_new_password_ends_the_others(two) -> None:
    desk, telephone = two
    fresh = "eleven storks over the kasbah"
    answer = desk.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    )
    assert answer.status_code == 302
    assert is_in(desk)
    assert not is_in(telephone)


def test_a_session_left_alone_ends(two, settings) -> None:
    desk, _ = two
    session = desk.session
    session[SEEN] = time.time() - settings.SESSION_IDLE_S - 1
    session.save()
    answer = desk.get("/account/sessions/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/account/sign-in/")
    assert "faute d’activité" in answer.text


def test_the_trail_tells_of_signing_in(two) -> None:
    desk, _ = two
    type_password(Client(), "clerk", "wrong")
    type_password(Client(), "my secret password typed into the wrong field", "x")
    desk.post("/account/sign-out/")
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "object_id", "subject"))
    person = actions[0][1:]
    assert actions == [
        ("access.sign_in", *person),
        ("access.sign_in", *person),
        ("access.sign_in_failed", *person),
        ("access.sign_in_failed", "", ""),
        ("access.sign_out", *person),
    ]


def test_the_list_takes_a_fixed_number_of_queries(two, django_assert_max_num_queries) -> None:
    desk, _ = two
    for _ in range(5):
        type_password(Client(), "clerk")
    desk.get("/account/sessions/")
    with CaptureQueriesContext(connection) as seen:
        desk.get("/account/sessions/")
        few = len(seen)
    assert 0 < few <= 12
    for _ in range(10):
        type_password(Client(), "clerk")
    with django_assert_max_num_queries(few):
        desk.get("/account/sessions/")


def test_who_acts_as_a_resident_too_is_still_signed_out_everywhere(two, monkeypatch) -> None:
    desk, telephone = two
    words: list[Word] = []
    monkeypatch.setattr(delivery, "_carriers", [words.append])
    telephone.post("/resident/sign-in/", {"contact": "amina@mail.example"})
    figures = re.search(r"\d{6}", words[-1].text)
    assert figures
    telephone.post("/resident/sign-in/code/", {"code": figures[0]})
    assert is_in(telephone)
    desk.post("/account/sessions/end-others/")
    assert not is_in(telephone)
