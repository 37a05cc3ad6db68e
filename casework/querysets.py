"""Cases as lists, maps, exports and pages ask for them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from django.db import models
from django.db.models.functions import Lower

from people.permissions import Actor, scope_of

READ = "casework.read"


class CaseQuerySet(models.QuerySet[Any]):
    """Reads as adjectives; nothing of it is shown to anyone without `visible_to`."""

    def visible_to(self, actor: Actor, capability: str = READ) -> Self:
        """Return the cases within the reader's departments and territories, and their own."""
        scope = scope_of(actor, capability)
        if scope.everywhere or not actor.is_authenticated:
            return self.all() if scope.everywhere else self.none()
        inside = scope.narrow(self.model._default_manager.order_by()).values("pk")
        return self.filter(models.Q(pk__in=inside) | models.Q(assignee=actor.pk))

    def open(self) -> Self:
        """Return the cases that are not closed."""
        return self.filter(closed_at__isnull=True)

    def overdue(self, today: dt.date) -> Self:
        """Return the open cases whose nearest deadline has passed."""
        return self.open().filter(due_on__lt=today)

    def due_within(self, today: dt.date, days: int) -> Self:
        """Return the open cases due from today until so many days later."""
        return self.open().filter(due_on__gte=today, due_on__lte=today + dt.timedelta(days=days))

    def of_contacts(self, contacts: Sequence[str]) -> Self:
        """Return the cases whose applicant gave one of these telephones (E.164) or addresses."""
        phones = [each for each in contacts if "@" not in each]
        addresses = [each.lower() for each in contacts if "@" in each]
        rows = self.alias(applicant_address=Lower("applicant__email"))
        return rows.filter(
            models.Q(applicant__phone__in=phones) | models.Q(applicant_address__in=addresses)
        )

    def with_names(self) -> Self:
        """Bring along what a list shows of other rows."""
        return self.select_related("kind", "applicant", "department", "assignee")
