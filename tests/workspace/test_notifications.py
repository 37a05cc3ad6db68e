"""People are told once, in their language, and only of pages of this site."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, override

from people.models import User
from workspace.models import Notification
from workspace.notifications import mark_read, notify, purge_old, unread_count
from workspace.wording import for_reader, in_every_language


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk")


def test_words_are_kept_in_every_language() -> None:
    words = in_every_language(format_lazy("{} 12", gettext_lazy("Filter")))
    assert words == {"ar": "تصفية 12", "fr": "Filtrer 12", "en": "Filter 12"}
    with override("ar"):
        assert for_reader(words) == "تصفية 12"
    with override("en-gb"):
        assert for_reader(words) == "Filter 12"
    assert for_reader({"fr": "x"}) == "x"
    assert for_reader({}) == ""


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example", "x"])
def test_a_foreign_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        notify(users=[], title="x", url=url)


@pytest.mark.django_db
def test_each_person_is_told_once_and_the_departed_not(clerk: User) -> None:
    gone = User.objects.create_user("gone", is_active=False)
    assert notify(users=[clerk, clerk, gone], title="x", url="/x/") == 1
    assert unread_count(clerk) == 1
    assert unread_count(gone) == 0


@pytest.mark.django_db
def test_reading_is_ones_own(clerk: User) -> None:
    other = User.objects.create_user("other")
    notify(users=[clerk, other], title="x", url="")
    theirs = Notification.objects.get(owner=other)
    assert mark_read(actor=clerk, pks=[theirs.pk]) == 0
    assert mark_read(actor=clerk) == 1
    assert unread_count(other) == 1


@pytest.mark.django_db
def test_old_ones_go(clerk: User) -> None:
    notify(users=[clerk], title="x", url="")
    assert purge_old(timezone.now() + dt.timedelta(days=89)) == 0
    assert purge_old(timezone.now() + dt.timedelta(days=91)) == 1
