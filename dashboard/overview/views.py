"""The overview, an indicator by itself, and one of its records."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.overview.drawing import bars
from dashboard.overview.forms import OverviewForm
from dashboard.overview.periods import Period, trend_of
from dashboard.overview.reading import by_territory, computed_at, read_figures
from dashboard.overview.records import list_records, record_history, record_names
from workspace.indicators import Indicator, declared, find
from workspace.templatetags.local_formats import day as day_words
from workspace.templatetags.local_formats import number

RECORDS_A_PAGE = 25


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every indicator for a period, a territory and a department."""
    now = timezone.now()
    form = OverviewForm(request.GET.dict(), timezone.localdate(now))
    chosen = [i for i in declared() if form.owner in ("", i.department)]
    figures = read_figures(form.chosen, territory_code=form.place, chosen=chosen, now=now)
    shown = {figure.indicator.code for figure in figures}
    context = _common(form, now) | {
        "figures": figures,
        "left_out": [i for i in chosen if i.code not in shown],
        "computed_at": computed_at(),
    }
    return render(request, "dashboard/overview/overview.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: its trend, its territories, and the records of a day."""
    found = _find(code)
    now = timezone.now()
    form = OverviewForm(request.GET.dict(), timezone.localdate(now))
    territory = form.place if found.by_territory else ""
    (figure,) = read_figures(form.chosen, territory_code=territory, chosen=[found], now=now)
    context = _common(form, now) | {
        "figure": figure,
        "bars": _bars(found, figure.days, figure.trend),
        "territories": _territories(found, form),
        "day": _day(request, form.chosen),
        "crumb": form.places.get(territory, ""),
    }
    context |= _records(request, found, context["day"], territory)
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
        "bars": _bars(found, [d for d, _ in history], [v for _, v in history]),
        "history": history[::-1],
    }
    return render(request, "dashboard/overview/record.html", context)


def _find(code: str) -> Indicator:
    found = find(code)
    if found is None:
        raise Http404
    return found


def _common(form: OverviewForm, now: dt.datetime) -> dict[str, Any]:
    form.is_valid()
    asked = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in form.cleaned_data.items()
    }
    return {
        "form": form,
        "period": form.chosen,
        "compared": form.chosen.before,
        "now": now,
        "asked": {name: value for name, value in asked.items() if value},
    }


def _bars(indicator: Indicator, days: Any, values: Any) -> list[Any]:
    labels = [
        f"{day_words(d)}: {number(v, indicator.decimals)}"
        for d, v in zip(days, values, strict=True)
    ]
    return bars(values, labels)


def _territories(indicator: Indicator, form: OverviewForm) -> list[tuple[str, str, float | None]]:
    if not indicator.by_territory or form.place:
        return []
    figures = by_territory(indicator, form.chosen)
    return [(code, form.places.get(code, ""), value) for code, value in figures.items()]


def _day(request: HttpRequest, period: Period) -> dt.date:
    """Return the day whose records are listed: the one asked for, or the last of the period."""
    try:
        asked = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return period.last
    return min(max(asked, period.first), period.last)


def _records(
    request: HttpRequest, indicator: Indicator, day: dt.date, territory: str
) -> dict[str, Any]:
    asked = request.GET.get("page", "")
    page = max(1, min(int(asked), 100_000)) if asked.isdecimal() else 1
    least_first = request.GET.get("order") == "up"
    rows, count = list_records(
        indicator,
        day,
        territory_code=territory,
        descending=not least_first,
        limit=RECORDS_A_PAGE,
        offset=(page - 1) * RECORDS_A_PAGE,
    )
    pages: Paginator[int] = Paginator(range(count), RECORDS_A_PAGE)
    return {"records": rows, "page": pages.get_page(page), "least_first": least_first}
