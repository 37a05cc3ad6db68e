"""What is in force on a day."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now, TruncDate

Row = TypeVar("Row", bound=Model)


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Return the condition that a dated row holds on a day; `prefix` leads to the row."""
    begun: dict[str, Any] = {f"{prefix}valid_from__lte": on}
    endless: dict[str, Any] = {f"{prefix}valid_to__isnull": True}
    lasting: dict[str, Any] = {f"{prefix}valid_to__gt": on}
    return Q(**begun) & (Q(**endless) | Q(**lasting))


def in_territory(area: str, field: str) -> Q:
    """Return the condition that a territory code lies in an area, as `people.rules.lies_in`."""
    below = Q(**{field: area}) | Q(**{f"{field}__startswith": f"{area}."})
    return below if area else Q()


def not_closed(prefix: str = "") -> Q:
    """Return the condition that a department is open on the day of the question.

    The database tells the day: fields of forms are made once, when the program starts.
    """
    today: dict[str, Any] = {f"{prefix}closed_on__gt": TruncDate(Now())}
    return Q(**{f"{prefix}closed_on__isnull": True}) | Q(**today)


class DatedQuerySet(QuerySet[Row]):
    """Rows with `valid_from` and `valid_to`, the first day on which they hold no more."""

    def on(self, day: dt.date) -> "DatedQuerySet[Row]":
        """Those that hold on `day`."""
        return self.filter(in_force(day))

    def over(self, day: dt.date) -> "DatedQuerySet[Row]":
        """Those that hold no more on `day`."""
        return self.filter(valid_to__lte=day)
