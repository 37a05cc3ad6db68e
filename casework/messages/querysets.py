"""Messages, read as adjectives."""

import datetime as dt
from typing import Any, Self

from django.db.models import Case, Q, QuerySet, Value, When

from casework.messages.enums import Purpose, State


class MessageQuerySet(QuerySet):  # type: ignore[type-arg]
    """The outbox."""

    def due(self, now: dt.datetime) -> Self:
        """Those whose turn it is: waiting long enough, or left behind by a sender that stopped."""
        states = Q(state=State.QUEUED) | Q(state=State.SENDING)
        return self.filter(states, next_attempt_at__lte=now)

    def urgent_first(self) -> Self:
        """In the order of sending: codes before everything else, then by their turn."""
        rank = Case(When(purpose=Purpose.CODE, then=Value(0)), default=Value(1))
        return self.order_by(rank, "next_attempt_at", "pk")

    def counted(self, address: str, since: dt.datetime) -> int:
        """How many were meant for an address since an instant and not withheld."""
        rows = self.filter(address=address, created_at__gt=since)
        return rows.exclude(state=State.WITHHELD).count()

    def of_case(self, case: Any) -> Self:
        """Those about a file, newest first."""
        return self.filter(case=case).order_by("-created_at", "-pk")

    def final(self) -> Self:
        """Those to which nothing more happens by itself."""
        return self.filter(state__in=[State.SENT, State.DELIVERED, State.FAILED, State.WITHHELD])
