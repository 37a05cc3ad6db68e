"""The menu: whose it is, where one is in it. Pure, but for the last."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from municipality.menu import Menu, Place, current_url, menu_for, places_of
from people.models import User
from workspace.navigation import Entry


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", "/"),
        ("/live/list/", "/live/list/"),
        ("/live/", ""),
        ("/desk/inbox/", "/desk/inbox/"),
        ("/desk/inbox/7/", "/desk/inbox/"),
        ("/elsewhere/", ""),
    ],
)
def test_the_nearest_place_is_current(path: str, found: str) -> None:
    assert current_url(["/", "/live/list/", "/desk/", "/desk/inbox/"], path) == found


def test_at_most_one_place_is_current() -> None:
    entries = [(Entry(f"x:{n}", f"{n}", "city"), url) for n, url in enumerate(("/a/", "/a/b/"))]
    assert [place.is_current for place in places_of(entries, "/a/b/c/")] == [False, True]


def menu(**groups: int) -> Menu:
    """Return a menu with so many places in each group."""
    return Menu(
        tuple(
            Place(f"{group} {n}", f"/{group}/{n}/", group)
            for group, count in groups.items()
            for n in range(count)
        )
    )


def test_empty_groups_are_not_shown() -> None:
    assert [len(places) for _title, places in menu(city=2, system=1).groups] == [2, 1]


def test_the_header_takes_turns_and_begins_with_the_desk() -> None:
    labels = [place.label for place in menu(city=4, desk=1, system=3).foremost]
    assert labels == ["desk 0", "city 0", "city 1"]


def test_the_account_stands_apart() -> None:
    shown = menu(city=1, account=2)
    assert len(shown.account) == 2
    assert sum(len(places) for _title, places in shown.groups) == 1


def test_a_visitor_sees_less_than_staff(rf: RequestFactory, monkeypatch: Any) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    anyone = {place.url for place in menu_for(request).places}
    request.user = User(username="s", is_superuser=True, is_active=True)
    staff = {place.url for place in menu_for(request).places}
    assert anyone < staff
    assert "/desk/inbox/" in staff - anyone
