"""What every page shows of a person's desk."""

import pytest
from django.db import Error
from django.test import Client

from people.models import User
from workspace import undo
from workspace.notifications import notify
from workspace.templatetags import desk as tags


@pytest.mark.django_db
def test_the_bell_counts_what_is_unread(desk: Client, clerk: User) -> None:
    assert 'class="count"' not in desk.get("/desk/inbox/").content.decode()
    notify(users=[clerk], title="x", url="")
    notify(users=[clerk], title="y", url="")
    assert '<span class="count"><bdi>2</bdi></span>' in desk.get("/desk/inbox/").content.decode()


@pytest.mark.django_db
def test_the_last_action_can_be_undone_from_any_page(
    desk: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "_ways_back", {"tests.x": lambda **arguments: None})
    action = undo.offer_undo(owner=clerk, title="Moved", action="tests.x", arguments={})
    page = desk.get("/desk/inbox/").content.decode()
    assert f'action="/desk/undo/{action.pk}/"' in page
    assert "Moved" in page


def test_the_header_stands_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_person: object) -> int:
        raise Error

    monkeypatch.setattr(tags, "_person", lambda context: User(pk=1))
    monkeypatch.setattr(tags, "unread_count", lost)
    monkeypatch.setattr(tags, "recent_action", lost)
    assert tags.unread_notifications({}) == 0
    assert tags.undo_toast({})["action"] is None
