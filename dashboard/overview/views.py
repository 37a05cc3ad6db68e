"""The overview, an indicator by itself, and one of its records."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboard.models import IndicatorDay
from dashboard.overview.drawing import Chart, chart
from dashboard.overview.forms import OverviewForm
from dashboard.overview.periods import Period, compared, trend_of
from dashboard.overview.places import Place
from dashboard.overview.reading import Figure, read_figures, split
from dashboard.overview.records import (
    RecordFigure,
    list_records,
    record_history,
    record_names,
)
from dashboard.templatetags.overview import asked, plain
from workspace.indicators import Direction, Indicator, Text, Verdict, declared, find
from workspace.templatetags.local_formats import day as day_words
from workspace.templatetags.local_formats import isolated, number

RECORDS_A_PAGE = 25


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every indicator for a period, a territory and a department."""
    now = timezone.now()
    form = OverviewForm(request.GET.dict(), timezone.localdate(now))
    place = form.place
    figures = read_figures(form.chosen, place=place, now=now)
    changed_at = max((f.computed_at for f in figures if f.computed_at), default=None)
    theirs = [i for i in declared() if place.knows_department(i)]
    context = _common(form, now) | {
        "groups": _by_owner(figures),
        "attention": [f for f in figures if f.verdict in (Verdict.ALARM, Verdict.WARNING)],
        "is_judged": any(f.verdict is not Verdict.NONE for f in figures),
        "left_out": [i for i in theirs if not place.knows_territory(i)],
        "undivided": [i for i in declared() if not place.knows_department(i)],
        "computed_at": changed_at,
        "place_names": form.names_of(place),
        "is_new": changed_at is None and not IndicatorDay.objects.exists(),
    }
    return render(request, "dashboard/overview/overview.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: its trend, its territories, and the records of a day."""
    found = _find(code)
    now = timezone.now()
    form = OverviewForm(request.GET.dict(), timezone.localdate(now))
    place = form.place.of(found)
    (figure,) = read_figures(form.chosen, place=place, chosen=[found], now=now)
    context = _common(form, now)
    context |= {
        "figure": figure,
        "chart": _chart(found, figure.days, figure.trend, form, figure.bounds.target),
        "territories": _territories(found, form, place, context["asked"]),
        "departments": _departments(found, form, place, context["asked"]),
        "day": _day(request, form.chosen),
        "place_names": form.names_of(place),
        "ignores_territory": not form.place.knows_territory(found),
        "ignores_department": not form.place.knows_department(found),
    }
    context["crumbs"] = [_way_back(context), {"title": found.name}]
    context |= _records(request, found, context["day"], place)
    return render(request, "dashboard/overview/indicator.html", context)


@require_safe
def record(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what one vehicle, cabinet or lamp contributed, day by day."""
    found = _find(code)
    now = timezone.now()
    form = OverviewForm(request.GET.dict(), timezone.localdate(now))
    name = record_names(found, [number]).get(number)
    if name is None:
        raise Http404
    history = record_history(found, trend_of(form.chosen), number)
    context = _common(form, now) | {
        "indicator": found,
        "name": name,
        "url": found.record_url(name) if found.record_url else "",
        "chart": _chart(found, [d for d, _ in history], [v for _, v in history], form),
        "history": history[::-1],
    }
    context["crumbs"] = [
        _way_back(context),
        {"title": found.name, "url": _address("indicator", context, code)},
        {"title": isolated(name)},
    ]
    return render(request, "dashboard/overview/record.html", context)


def _by_owner(figures: Sequence[Figure]) -> list[tuple[Text, list[Figure]]]:
    """Return the departments, each with its figures."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.indicator.department, []).append(figure)
    return [(group[0].indicator.owner, group) for group in groups.values()]


def _find(code: str) -> Indicator:
    found = find(code)
    if found is None:
        raise Http404
    return found


def _common(form: OverviewForm, now: dt.datetime) -> dict[str, Any]:
    form.is_valid()
    filters = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in form.cleaned_data.items()
    }
    return {
        "form": form,
        "period": form.chosen,
        "compared": compared(form.chosen, form.today),
        "today": form.today,
        "now": now,
        "asked": {name: value for name, value in filters.items() if value},
    }


def _address(page: str, context: dict[str, Any], *parts: str) -> str:
    """Return the address of a page with the filters of this one."""
    return reverse(f"dashboard:{page}", args=parts) + asked(context["asked"])


def _way_back(context: dict[str, Any]) -> dict[str, Any]:
    return {"title": _("Overview"), "url": _address("overview", context)}


def _chart(
    indicator: Indicator,
    days: Sequence[dt.date],
    values: Sequence[float | None],
    form: OverviewForm,
    target: float | None = None,
) -> Chart:
    labels = [
        f"{plain(day_words(d))}: {plain(number(v, indicator.decimals))}"
        for d, v in zip(days, values, strict=True)
    ]
    return chart(values, labels, target=target, ends_open=days[-1] >= form.today)


Rows = list[tuple[str, str, float | None]]
"""Address, name and value of the parts that a figure is made of."""


def _territories(
    indicator: Indicator, form: OverviewForm, place: Place, filters: dict[str, str]
) -> Rows:
    if not indicator.by_territory or place.territory:
        return []
    figures = split(indicator, form.chosen, place, form.today, by="territory_code")
    return [
        (asked(filters, territory=code), form.places.get(code, ""), value)
        for code, value in figures.items()
    ]


def _departments(
    indicator: Indicator, form: OverviewForm, place: Place, filters: dict[str, str]
) -> Rows:
    """Return the figures of the departments asked for; one alone has no parts to show."""
    if not indicator.by_department or len(place.departments) == 1:
        return []
    figures = split(indicator, form.chosen, place, form.today, by="department_code")
    return [
        (asked(filters, department=code), form.departments.get(code, ""), value)
        for code, value in figures.items()
    ]


def _day(request: HttpRequest, period: Period) -> dt.date:
    """Return the day whose records are listed: the one asked for, or the last of the period."""
    try:
        day = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return period.last
    return min(max(day, period.first), period.last)


def _records(
    request: HttpRequest, indicator: Indicator, day: dt.date, place: Place
) -> dict[str, Any]:
    """Return a page of the records of a day, those first that want a look."""
    default = "up" if indicator.direction is Direction.UP else "down"
    least_first = request.GET.get("order", default) == "up"
    number = _page_number(request)
    rows, count = _listed(indicator, day, place, least_first, number)
    if number > 1 and not rows:
        number = 1
        rows, count = _listed(indicator, day, place, least_first, number)
    pages: Paginator[int] = Paginator(range(count), RECORDS_A_PAGE)
    return {"records": rows, "page": pages.get_page(number), "least_first": least_first}


def _page_number(request: HttpRequest) -> int:
    asked_for = request.GET.get("page", "")
    return max(1, min(int(asked_for), 100_000)) if asked_for.isdecimal() else 1


def _listed(
    indicator: Indicator, day: dt.date, place: Place, least_first: bool, page: int
) -> tuple[list[RecordFigure], int]:
    return list_records(
        indicator,
        day,
        place=place,
        descending=not least_first,
        limit=RECORDS_A_PAGE,
        offset=(page - 1) * RECORDS_A_PAGE,
    )
