"""Deadlines as the watch and the pages ask for them."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, F

from casework.deadlines.enums import Progress


def _day(expression: Any) -> "ExpressionWrapper[Any]":
    """Return days added to a date, which PostgreSQL can and Django does not know of."""
    return ExpressionWrapper(expression, output_field=models.DateField())


class DeadlineQuerySet(models.QuerySet[Any]):
    """Reads as adjectives."""

    def unfinished(self) -> Self:
        """Return those whose step is still to be done, running or stopped."""
        return self.filter(ended_at__isnull=True)

    def running(self) -> Self:
        """Return those whose clock runs."""
        return self.filter(progress=Progress.RUNNING)

    def overdue(self, today: dt.date) -> Self:
        """Return the running ones whose day has passed."""
        return self.running().filter(due_on__lt=today)

    def to_warn_of(self, today: dt.date) -> Self:
        """Return the running ones that come near and of which nobody was warned."""
        near = self.running().filter(warned_at__isnull=True, due_on__gte=today)
        return near.alias(warn_on=_day(F("due_on") - F("rule__warn_days"))).filter(
            warn_on__lte=today
        )

    def to_escalate(self, today: dt.date) -> Self:
        """Return the overdue ones whose next level is due, at the pace of their rule."""
        waited = F("escalation_level") * F("rule__escalate_every_days")
        late = self.overdue(today).filter(rule__escalate_every_days__gt=0)
        return late.alias(escalate_after=_day(F("due_on") + waited)).filter(
            escalate_after__lt=today
        )

    def touching(self, first: dt.date, last: dt.date) -> Self:
        """Return the unfinished ones whose count may change with a day from first to last."""
        return self.unfinished().filter(
            models.Q(due_on__isnull=True) | models.Q(due_on__gte=first),
            started_at__date__lte=last,
        )
