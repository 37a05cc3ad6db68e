"""Gap-free references: one counter for each series, office and year."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Reference, Series
from casework.rules import render_reference
from people.models import User

_NEXT = """
WITH turn AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(
        hashtextextended(concat_ws('/', 'reference', %(series)s, %(office)s, %(year)s), 0)
    )
), held AS (
    SELECT pattern FROM casework_seriespattern
    WHERE series_id = %(series)s AND valid_from <= %(day)s ORDER BY valid_from DESC LIMIT 1
)
INSERT INTO casework_counter AS c (series_id, office, year, last_number)
SELECT %(series)s, %(office)s, %(year)s, 1 FROM turn, held
ON CONFLICT (series_id, office, year) DO UPDATE SET last_number = c.last_number + 1
RETURNING last_number, (SELECT pattern FROM held)
"""
"""The row stays locked until the transaction ends: whoever rolls back gives the number back, and
whoever comes next waits for that. It is therefore taken last, shortly before the commit.

Whoever waits does so in line, for their turn: of those who wait at a row itself, all are woken at
each commit, to find that another one was faster."""


def take_reference(*, series: Series, office: str = "", at: dt.datetime | None = None) -> Reference:
    """Give out the next number of a series, within the caller's transaction.

    The year is that of the city's calendar. Raises ValidationError where no pattern is in force.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    office = office if series.is_per_office else ""
    with transaction.atomic(savepoint=False):  # a number never survives what it was taken for
        if found := _next_number(series, office, day):
            number, pattern = found
            text = render_reference(pattern, office=office.upper(), year=day.year, number=number)
            return Reference.objects.create(
                series=series, office=office, year=day.year, number=number, text=text, given_at=at
            )
    raise ValidationError(
        _("The series %(series)s has no pattern of references on that day.")
        % {"series": series.name}
    )


def _next_number(series: Series, office: str, day: dt.date) -> tuple[int, str] | None:
    """Count on; return the number and the pattern of the day, None where there is none."""
    asked: dict[str, Any] = {
        "series": series.pk,
        "office": office,
        "year": day.year,
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, asked)
        found: tuple[int, str] | None = cursor.fetchone()
    return found


def cancel_reference(*, reference: Reference, actor: User, reason: str) -> Reference:
    """Mark a number as not used; it is never given again. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the number is cancelled.")})
    with transaction.atomic():
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        if row.cancelled_at:
            raise ValidationError(_("This number is cancelled already."))
        row.cancelled_at, row.cancelled_by = timezone.now(), actor
        row.cancel_reason = reason.strip()[:200]
        row.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    return row
