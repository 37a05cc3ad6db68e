"""Cases as lists, maps, exports and pages ask for them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from django.db import models
from django.db.models.functions import Lower

from casework.rules import sought
from people.permissions import Actor, scope_of
from people.querysets import not_closed
from workspace.rules import is_searchable

READ = "casework.read"


def received() -> models.Q:
    """Return the condition that an open department receives the cases of a kind."""
    return models.Q(department__isnull=False) & not_closed("department__")


class CaseQuerySet(models.QuerySet[Any]):
    """Reads as adjectives; nothing of it is shown to anyone without `visible_to`."""

    def visible_to(self, actor: Actor, capability: str = READ) -> Self:
        """Return the cases within the reader's departments and territories, and their own.

        Whoever may read no cases any more does not read those that are still in their hands either.
        """
        scope = scope_of(actor, capability)
        if scope.everywhere:
            return self.all()
        if scope.is_empty:  # their cases stay with them until somebody else takes them over
            return self.none()
        return self.filter(scope.condition() | models.Q(assignee=actor.pk))

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
        joined = self.select_related("kind", "applicant", "department", "assignee")
        return joined.defer("search_text", "applicant__search_text")

    def telling(self, text: str) -> Self:
        """Return the cases in which each word stands: in the reference, the subject, the place, or
        the name or telephone of the applicant.

        Long words are found by the indexes of both tables; a short one only narrows that down.
        """
        found, every = self, self.model._default_manager.order_by().values("pk")
        for word in map(sought, text.split()):
            own = models.Q(search_text__key_matches=word)
            applicant = models.Q(applicant__search_text__key_matches=word)
            if is_searchable(word):
                found = found.filter(pk__in=every.filter(own).union(every.filter(applicant)))
            else:
                found = found.filter(own | applicant)
        return found
