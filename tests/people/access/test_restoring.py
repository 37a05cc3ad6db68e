"""The administration restores somebody's access: who may, what is asked, who is told."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from people import delivery
from people.access import services
from people.delivery import UndeliverableError, Word
from people.models import AuditEntry, User
from tests.people.access.people import PASSWORD, chief, clerk, give_app, type_password
from tests.people.organisation import appoint, grant, make_department, make_post
from workspace.models import Notification

pytestmark = pytest.mark.django_db
MANAGE = "people.manage_access"
CERTAIN = {"why": "came to the office", "is_certain": "on"}
NEW = "eleven storks over the kasbah"


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[Word]:
    """Carry the words to a list."""
    words: list[Word] = []
    monkeypatch.setattr(delivery, "_carriers", [words.append])
    return words


@pytest.fixture
def keeper() -> User:
    """Return who restores the access of all but superusers."""
    person = clerk("keeper")
    grant(MANAGE, user=person)
    return person


@pytest.fixture
def desk(keeper: User) -> Client:
    """Return a browser in which the keeper signed in."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(keeper)
    return client


def page_of(person: User, name: str = "") -> str:
    """Return the address of a page about somebody's access."""
    return f"/organisation/people/{person.pk}/access/{name}"


def entry(action: str) -> AuditEntry:
    """Return the one entry of an action."""
    return AuditEntry.objects.get(action=f"access.{action}")


def test_the_page_tells_how_somebody_signs_in(desk: Client) -> None:
    person = clerk(email="clerk@commune.example")
    give_app(person)
    text = desk.get(page_of(person)).text
    assert "App for codes" in text
    assert "clerk@commune.example" in text
    assert "chosen" in text


def test_a_lost_telephone(desk: Client, keeper: User, outbox: list[Word]) -> None:
    person = clerk(email="clerk@commune.example")
    give_app(person)
    theirs = Client()
    theirs.force_login(person)
    assert desk.get(page_of(person, "factor/")).status_code == 200
    assert desk.post(page_of(person, "factor/"), CERTAIN)["Location"] == page_of(person)
    assert not Authenticator.objects.filter(user=person).exists()
    done = entry("reset_factor")
    assert (done.actor, done.why, done.old) == (keeper, CERTAIN["why"], {"factors": ["totp"]})
    (told,) = Notification.objects.filter(owner=person)
    assert told.url == "/account/security/"
    (word,) = outbox
    assert word.recipient == person.email
    assert "Votre second facteur" in word.text
    assert re.search("[؀-ۿ]", word.text)


def test_it_is_asked_why_and_whether_one_is_sure(desk: Client) -> None:
    person = clerk()
    give_app(person)
    for wrong, field in (({"why": "lost"}, "is_certain"), ({"is_certain": "on"}, "why")):
        answer = desk.post(page_of(person, "factor/"), wrong)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    assert Authenticator.objects.filter(user=person).exists()


def test_a_link_by_hand_is_shown_once_and_works_once(desk: Client) -> None:
    person = clerk()
    page = desk.post(page_of(person, "invite/"), CERTAIN | {"way": "hand"})
    assert "no-store" in page["Cache-Control"]
    found = re.search(r'value="http://testserver(/account/password/reset/[^"]+)"', page.text)
    assert found
    assert found[1] not in desk.get(page_of(person, "invite/")).text
    assert all(found[1] not in str(vars(each)) for each in AuditEntry.objects.all())
    visitor = Client()
    form = visitor.get(found[1])["Location"]
    visitor.post(form, {"password1": NEW, "password2": NEW})
    assert type_password(Client(), "clerk", NEW).status_code == 302
    assert entry("invite").why == CERTAIN["why"]


def test_a_link_by_mail_goes_to_its_person_alone(desk: Client, outbox: list[Word]) -> None:
    person = clerk(email="clerk@commune.example")
    answer = desk.post(page_of(person, "invite/"), CERTAIN | {"way": "mail"}, follow=True)
    (word,) = outbox
    found = re.search(r"http://testserver(/account/password/reset/\S+)", word.text)
    assert found
    assert found[1] not in answer.text
    assert "set-password" in Client().get(found[1])["Location"]


def test_a_link_that_cannot_be_sent_is_not_made(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_word: Word) -> None:
        raise UndeliverableError

    monkeypatch.setattr(delivery, "_carriers", [refuse])
    person = clerk(email="clerk@commune.example")
    answer = desk.post(page_of(person, "invite/"), CERTAIN | {"way": "mail"})
    assert answer.status_code == 422
    assert CERTAIN["why"] in answer.text
    assert not AuditEntry.objects.filter(action="access.invite").exists()


def test_without_an_address_there_is_no_mail(desk: Client) -> None:
    form = desk.get(page_of(clerk(), "invite/")).context["form"]
    assert [value for value, _label in form.fields["way"].choices] == ["hand"]


def test_a_locked_account_is_seen_and_unlocked(desk: Client, settings) -> None:
    settings.AXES_ENABLED = True
    person = clerk()
    for _ in range(5):
        type_password(Client(), "clerk", "wrong")
    assert services.locked_until(person)
    assert "locked after too many" in desk.get(page_of(person)).text
    assert desk.post(page_of(person, "unlock/"), {"why": "by telephone"}).status_code == 302
    assert services.locked_until(person) is None
    assert type_password(Client(), "clerk", PASSWORD).status_code == 302
    assert entry("unlock").why == "by telephone"


def test_a_stolen_computer_is_signed_out(desk: Client) -> None:
    person, theirs = clerk(), Client()
    assert type_password(theirs, "clerk").status_code == 302
    assert len(services.sessions_of(person)) == 1
    assert desk.post(page_of(person, "sessions/"), {"why": "stolen"}).status_code == 302
    assert services.sessions_of(person) == []
    assert theirs.get("/account/security/").status_code == 302


Change = Callable[..., object]
CHANGES: dict[str, Change] = {
    "factor": services.reset_second_factor,
    "link": services.invitation_for,
    "lock": services.unlock,
    "sessions": services.sign_out_everywhere,
}


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_reaches_beyond_their_services(change: str) -> None:
    here, there = make_department(), make_department()
    local = clerk("local")
    grant(MANAGE, user=local, department=here)
    near, far = clerk("near"), clerk("far")
    appoint(near, make_post(here))
    appoint(far, make_post(there))
    CHANGES[change](person=near, actor=local, why="asked")
    for person in (far, local, clerk("of no service"), chief()):
        with pytest.raises(PermissionDenied):
            CHANGES[change](person=person, actor=local, why="asked")


@pytest.mark.parametrize("change", CHANGES)
def test_only_a_superuser_restores_a_superuser(change: str, keeper: User) -> None:
    boss = chief()
    with pytest.raises(PermissionDenied):
        CHANGES[change](person=boss, actor=keeper, why="asked")
    CHANGES[change](person=boss, actor=chief("other"), why="asked")


@pytest.mark.parametrize("change", CHANGES)
def test_a_reason_and_an_open_account_are_needed(change: str, keeper: User) -> None:
    with pytest.raises(ValidationError, match=r"reason|motif"):
        CHANGES[change](person=clerk(), actor=keeper, why=" ")
    closed = clerk("closed", is_active=False)
    with pytest.raises(ValidationError, match=r"closed|fermé"):
        CHANGES[change](person=closed, actor=keeper, why="asked")


def test_pages_refuse_oneself_superusers_and_closed_accounts(desk: Client, keeper: User) -> None:
    for person in (keeper, chief()):
        for name in ("", "invite/", "unlock/", "factor/", "sessions/"):
            assert desk.get(page_of(person, name)).status_code == 403
    closed = clerk("closed", is_active=False)
    assert "is closed" in desk.get(page_of(closed)).text
    assert desk.get(page_of(closed, "invite/")).status_code == 403


def test_the_way_there_is_shown_to_whoever_may(desk: Client, keeper: User) -> None:
    person = clerk()
    grant("people.read_staff", user=keeper)
    assert page_of(person) in desk.get(f"/organisation/people/{person.pk}/").text
    assert page_of(keeper) not in desk.get(f"/organisation/people/{keeper.pk}/").text
