"""The working calendar: the holidays to come, and the announcement of those of the moon."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casework.deadlines.calendars import work_calendar
from casework.deadlines.enums import Almanac
from casework.deadlines.feasts import hijri_year
from casework.deadlines.holidays import announce_holiday
from casework.deadlines.models import Holiday
from casework.deadlines.recounting import recount_everything
from casework.forms import AnnouncementForm
from casework.views.cases import member, refuse

YEAR = dt.timedelta(days=366)
LANGUAGES = ("ar", "fr", "en")


@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the holidays of the next year; enter the date announced for one of the moon."""
    if "recount" in request.POST:
        return redirect("workspace:job", recount_everything(actor=member(request)).pk)
    today = timezone.localdate()
    lunar = Holiday.objects.filter(almanac=Almanac.HIJRI)
    names = [(row.code, row.name) for row in lunar]
    form = AnnouncementForm(
        request.POST or None, holidays=names, initial={"year": hijri_year(today)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _row, job = announce_holiday(actor=member(request), **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The date is entered. Open deadlines are counted again."))
            return redirect("workspace:job", job.pk)
    context = {
        "form": form,
        "days": _days(today),
    }
    status = 422 if form.errors else 200
    return render(request, "casework/holidays.html", context, status=status)


def _days(today: dt.date) -> list[dict[str, object]]:
    language = (get_language() or "fr")[:2]
    place = LANGUAGES.index(language) if language in LANGUAGES else 1
    calendar = work_calendar(today, today + YEAR)
    return [
        {
            "on": day,
            "name": off.names[place],
            "is_estimate": off.is_estimate,
            "is_weekend": calendar.is_weekend(day),
        }
        for day, off in sorted(calendar.days_off.items())
    ]
