"""Notifications, jobs, drafts and views as adjectives."""

import datetime as dt
from typing import Self

from django.db.models import Q, QuerySet

from people.permissions import Actor
from workspace.enums import OPEN_STATES


class OwnedQuerySet(QuerySet):  # type: ignore[type-arg]
    """What belongs to one person."""

    def of(self, actor: Actor) -> Self:
        """Keep what is this person's own."""
        return self.filter(owner_id=actor.pk) if actor.is_authenticated else self.none()


class NotificationQuerySet(OwnedQuerySet):
    """What people were told."""

    def unread(self) -> Self:
        """Keep what was not read yet."""
        return self.filter(read_at=None)


class JobQuerySet(OwnedQuerySet):
    """Long work."""

    def open(self) -> Self:
        """Keep the jobs that have not ended."""
        return self.filter(state__in=OPEN_STATES)

    def expired(self, now: dt.datetime) -> Self:
        """Keep the ended jobs whose result need not be kept any longer."""
        return self.exclude(state__in=OPEN_STATES).filter(expires_at__lte=now)


class SavedViewQuerySet(OwnedQuerySet):
    """Saved views of tables."""

    def seen_by(self, actor: Actor, table: str) -> Self:
        """Keep the views of one table that this person made, or that colleagues share."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(Q(owner_id=actor.pk) | Q(is_shared=True), table=table)


class UndoableQuerySet(OwnedQuerySet):
    """Actions that may still be taken back."""

    def usable(self, now: dt.datetime) -> Self:
        """Keep those that were not taken back, in time."""
        return self.filter(used_at=None, expires_at__gt=now)
