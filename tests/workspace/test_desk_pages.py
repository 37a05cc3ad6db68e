"""Inbox, search, notifications, undo: what a person sees of their desk."""

import datetime as dt
from collections.abc import Sequence

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from people.models import User
from people.permissions import Actor
from tests.people.organisation import at_desk
from workspace import duties, search, undo
from workspace.models import Notification, UndoableAction
from workspace.notifications import notify
from workspace.rules import Urgency, is_searchable, urgency_of
from workspace.search import Hit

TODAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("due_on", "urgency"),
    [
        (None, Urgency.NONE),
        (dt.date(2026, 3, 9), Urgency.OVERDUE),
        (dt.date(2026, 3, 10), Urgency.TODAY),
        (dt.date(2026, 3, 11), Urgency.SOON),
        (dt.date(2026, 3, 13), Urgency.SOON),
        (dt.date(2026, 3, 14), Urgency.LATER),
    ],
)
def test_urgency(due_on: dt.date | None, urgency: Urgency) -> None:
    assert urgency_of(due_on, TODAY) is urgency


@pytest.mark.parametrize(
    ("text", "is_enough"), [("", False), ("ab", False), ("ab cd", False), ("a bcd", True)]
)
def test_one_word_of_three_letters_is_enough(text: str, is_enough: bool) -> None:
    assert is_searchable(text) is is_enough


def _waiting(actor: Actor, limit: int) -> Sequence[duties.Duty]:
    if getattr(actor, "username", "") != "clerk":
        return []
    now = timezone.now()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    return [duties.Duty(f"Case {n}", "", "/x/", now, yesterday) for n in range(25)][:limit]


def _find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    return [Hit(f"{text} {n}", "<b>", "/x/") for n in range(30)][:limit]


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = duties.Provider("cases", "Cases", _waiting, lambda actor: 25)
    monkeypatch.setattr(duties, "_providers", {"cases": waiting})
    monkeypatch.setattr(search, "_providers", {"things": search.Provider("things", "T", _find)})


@pytest.mark.django_db
def test_the_inbox_counts_all_and_shows_the_most_urgent(desk: Client, providers: None) -> None:
    page = desk.get("/desk/inbox/")
    assert page.context["count"] == 25
    text = page.content.decode()
    assert "Case 19" in text
    assert "Case 20" not in text
    assert "Overdue since" in text


@pytest.mark.django_db
def test_an_empty_inbox_says_so(client: Client, colleague: User, providers: None) -> None:
    at_desk(client, colleague)
    assert "Nothing waits for you" in client.get("/desk/inbox/").content.decode()


@pytest.mark.django_db
def test_search_cuts_and_says_so(desk: Client, providers: None) -> None:
    page = desk.get("/desk/search/", {"q": "  lamp \0 12 "}).content.decode()
    assert "lamp 12 9" in page
    assert "lamp 12 10" not in page
    assert "There is more" in page
    assert "<b>" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "a", " \0 ", "ab cd"])
def test_search_wants_three_characters_of_a_word(desk: Client, providers: None, text: str) -> None:
    page = desk.get("/desk/search/", {"q": text})
    assert page.status_code == 200
    assert page.context["findings"] == []
    assert ("three characters" in page.content.decode()) == bool(text.strip(" \0"))


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["search", "inbox", "notifications", "jobs", "undo"])
def test_a_desk_is_for_those_who_signed_in(client: Client, page: str) -> None:
    assert client.get(f"/desk/{page}/").status_code == 302


@pytest.mark.django_db
def test_opening_a_notification_reads_it(desk: Client, clerk: User) -> None:
    notify(users=[clerk], title="Due tomorrow", url="/desk/jobs/", body="Really")
    told = Notification.objects.get()
    assert "Due tomorrow" in desk.get("/desk/notifications/").content.decode()
    assert desk.post(f"/desk/notifications/{told.pk}/")["Location"] == "/desk/jobs/"
    told.refresh_from_db()
    assert told.read_at
    assert desk.get(f"/desk/notifications/{told.pk}/").status_code == 405


@pytest.mark.django_db
def test_all_are_read_at_once(desk: Client, clerk: User) -> None:
    notify(users=[clerk], title="a", url="")
    notify(users=[clerk], title="b", url="")
    desk.post("/desk/notifications/read/")
    assert not Notification.objects.unread().exists()


@pytest.mark.django_db
def test_a_colleagues_notification_is_not_opened(desk: Client, colleague: User) -> None:
    notify(users=[colleague], title="x", url="/")
    told = Notification.objects.get()
    assert desk.post(f"/desk/notifications/{told.pk}/").status_code == 404


@pytest.fixture
def actions(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    done: list[object] = []

    def back(*, actor: Actor, step: int) -> None:
        if step == 13:
            raise ValidationError("Somebody went on from there.")
        done.append((actor.pk, step))

    monkeypatch.setattr(undo, "_ways_back", {"tests.step": back})
    return done


def offer(owner: User, step: int = 1) -> UndoableAction:
    return undo.offer_undo(owner=owner, title="Step", action="tests.step", arguments={"step": step})


@pytest.mark.django_db
def test_an_action_is_undone_once_by_its_author(
    clerk: User, colleague: User, actions: list[object]
) -> None:
    action = offer(clerk)
    with pytest.raises(ValidationError):
        undo.undo(pk=action.pk, actor=colleague)
    undo.undo(pk=action.pk, actor=clerk)
    with pytest.raises(ValidationError):
        undo.undo(pk=action.pk, actor=clerk)
    assert actions == [(clerk.pk, 1)]


@pytest.mark.django_db
def test_too_late_is_too_late(clerk: User, actions: list[object]) -> None:
    action = offer(clerk)
    UndoableAction.objects.update(expires_at=timezone.now())
    with pytest.raises(ValidationError):
        undo.undo(pk=action.pk, actor=clerk)
    assert undo.purge_old(timezone.now()) == 1


@pytest.mark.django_db
def test_the_way_back_may_refuse(desk: Client, clerk: User, actions: list[object]) -> None:
    action = offer(clerk, step=13)
    page = desk.post(f"/desk/undo/{action.pk}/", {"next": "/desk/undo/"}, follow=True)
    assert "Somebody went on from there." in page.content.decode()
    action.refresh_from_db()
    assert action.used_at is None


@pytest.mark.django_db
def test_the_message_stays_half_a_minute(clerk: User, actions: list[object]) -> None:
    action = offer(clerk)
    assert undo.recent_action(clerk) == action
    UndoableAction.objects.update(created_at=timezone.now() - dt.timedelta(seconds=31))
    assert undo.recent_action(clerk) is None
    assert list(UndoableAction.objects.usable(timezone.now())) == [action]


def test_an_unknown_way_back_is_refused() -> None:
    with pytest.raises(KeyError):
        undo.offer_undo(owner=User(), title="x", action="tests.unknown", arguments={})
