"""The live page, what it begins with, and the list that says the same without a map."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from dashboard.listing import LISTINGS
from dashboard.snapshot import FRESH_S, recent_counters, recent_snapshot, utc_offset_ms
from dashboard.wording import script_words
from fleet.enums import VehicleKind
from fleet.rules import SILENT_AFTER, STALE_AFTER
from gis.basemap.offers import choice

ROWS_A_PAGE = 50


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Show the city as it is now."""
    settings = {
        "snapshot": reverse("dashboard:snapshot"),
        "stream": reverse("dashboard:snapshot").replace("snapshot.json", "stream"),
        "tiles": "/tiles/{layers}/{z}/{x}/{y}.mvt",
        "basemaps": choice(),
        "stale_ms": int(STALE_AFTER.total_seconds() * 1000),
        "utc_offset_ms": utc_offset_ms(timezone.now()),
        "silent_ms": int(SILENT_AFTER.total_seconds() * 1000),
    }
    context = {
        "counters": recent_counters(),
        "kinds": VehicleKind.choices,
        "settings": settings,
        "words": script_words(),
    }
    return render(request, "dashboard/live.html", context)


@require_safe
def snapshot(request: HttpRequest) -> HttpResponse:
    """Return everything that a page needs to begin, as JSON."""
    response = HttpResponse(recent_snapshot(), content_type="application/json")
    patch_cache_control(response, public=True, max_age=FRESH_S)
    return response


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the vehicles, lamps or cabinets that the address asks for."""
    shown = LISTINGS.get(request.GET.get("show", ""), LISTINGS["vehicles"])
    first_visit = not set(request.GET) - {"show", "page"}
    form = shown.form(shown.default if first_visit else request.GET.dict())
    now = timezone.now()
    rows = shown.rows(form.asked(), now)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "listing": shown,
        "listings": LISTINGS.values(),
        "form": form,
        "page": page,
        "now": now,
        "others": _address_without_page(request),
    }
    return render(request, "dashboard/list.html", context | _neighbours(page))


def _address_without_page(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _neighbours(page: "Page[Any]") -> dict[str, int | None]:
    return {
        "previous": page.previous_page_number() if page.has_previous() else None,
        "next": page.next_page_number() if page.has_next() else None,
    }
