"""Telling people: one line in their list, with the page to go to."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from people.models import User
from people.permissions import Actor
from workspace.models import Notification
from workspace.wording import in_every_language

KEPT_FOR = dt.timedelta(days=90)


def notify(
    *,
    users: "Iterable[User] | QuerySet[User]",
    title: "str | Promise",
    url: str,
    body: "str | Promise" = "",
) -> int:
    """Tell each of `users` once, and return how many were told.

    Give lazy translations (`format_lazy(_("{case} is due"), case=…)` where there are values): each
    reader sees the words in the language of the moment. `url` is a path of this site. Call it
    inside the transaction of what it tells about: both are committed, or neither. Personal data
    does not belong in the words: the page behind `url` shows it to those who may see it.

    Raises ValueError where `url` leads elsewhere.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"not a path of this site: {url}")
    words = in_every_language(title)
    details = in_every_language(body) if body else {}
    told = {user.pk for user in users if user.is_active}
    rows = [Notification(owner_id=pk, words=words, details=details, url=url) for pk in sorted(told)]
    return len(Notification.objects.bulk_create(rows))


def unread_count(actor: Actor) -> int:
    """Return how many notifications a person has not read."""
    return Notification.objects.of(actor).unread().count() if actor.is_authenticated else 0


def mark_read(*, actor: Actor, pks: Iterable[int] | None = None) -> int:
    """Mark the person's own notifications as read, all or some, and return how many were not."""
    rows = Notification.objects.of(actor).unread()
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    return rows.update(read_at=timezone.now())


def purge_old(now: dt.datetime) -> int:
    """Delete what was told long ago, and return how much it was."""
    return Notification.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
