"""Announcing a holiday: the calendar changes, and every open deadline that it touches moves."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.deadlines.calendars import feasts
from casework.deadlines.enums import Almanac
from casework.deadlines.feasts import Feast, estimate
from casework.deadlines.models import AnnouncedDate
from casework.deadlines.recounting import start_recount
from people import audit
from people.models import User
from people.permissions import can_somewhere
from people.scripts import named
from workspace.models import Job

FARTHEST_OFF = 3
"""Days by which the sighting of the moon may differ from the estimate; more is a typing error."""
LONGEST = dt.timedelta(days=15)
"""No holiday has more days."""


def announce_holiday(
    *, code: str, year: int, starts_on: dt.date, days: int, source: str, actor: User
) -> tuple[AnnouncedDate, Job]:
    """Enter the announced date of a holiday, and start a job that counts again what it touches.

    Raises PermissionDenied, and ValidationError with the fields at fault.
    """
    if not can_somewhere(actor, "casework.configure"):
        raise PermissionDenied
    feast = _lunar_feast(code)
    expected = _expected(feast, year)
    if abs((starts_on - expected).days) > FARTHEST_OFF:
        raise ValidationError(
            {
                "starts_on": _("Too far from the estimate, %(day)s: check the day and the year.")
                % {"day": expected}
            }
        )
    row = AnnouncedDate(
        holiday_code=code,
        year=year,
        starts_on=starts_on,
        days=days,
        source=source.strip(),
        announced_by=actor,
    )
    row.full_clean()
    with transaction.atomic():
        former = AnnouncedDate.objects.filter(holiday_code=code, year=year).last()
        row.save()
        audit.record(
            actor=actor,
            action="holiday.announce",
            obj=row,
            old={"starts_on": str(former.starts_on)} if former else None,
            new={"starts_on": str(starts_on), "days": days},
            why=row.source,
        )
        before = former.starts_on if former else expected
        job = start_recount(
            actor=actor,
            title=format_lazy(_("Deadlines counted again: {holiday}"), holiday=_name_of(feast)),
            first=min(before, starts_on),
            last=max(before, starts_on) + LONGEST,
        )
    return row, job


def _name_of(feast: Feast) -> str:
    """Return a holiday's name, lazily: in the language of whoever reads it."""
    arabic, french, english = feast.names
    return lazy(lambda: named(ar=arabic, fr=french, en=english), str)()


def _lunar_feast(code: str) -> Feast:
    for feast in feasts():
        if feast.code == code and feast.almanac == Almanac.HIJRI:
            return feast
    raise ValidationError({"code": _("Choose a holiday of the Hijri calendar.")})


def _expected(feast: Feast, year: int) -> dt.date:
    try:
        return estimate(feast, year)
    except (OverflowError, ValueError) as error:
        raise ValidationError({"year": _("There is no such Hijri year in the tables.")}) from error
