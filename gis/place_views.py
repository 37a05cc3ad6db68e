"""The residents' directory of places, the search box, and where a point lies."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gis.declarations import MANAGE
from gis.finding import Found, find_places, words_of
from gis.models import ServicePoint
from gis.offering import Thing, things_near
from gis.opening_words import Calendar
from gis.place_forms import DirectoryForm
from gis.place_points import point_of
from gis.procedures import procedures
from gis.whereis import Whereabouts, whereis
from people.permissions import can_somewhere

A_PAGE = 20
MOST_ALSO = 5


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the places that serve people: those asked for, the nearest first where a point is given.

    What else is called as the visitor typed (streets, addresses, quarters) leads back here, to what
    is near it.
    """
    form = DirectoryForm(request.GET)
    form.is_valid()
    calendar = Calendar(timezone.localtime())
    rows = listed(form, calendar)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "found": [(each, calendar.opening(each.opening_hours)) for each in page],
        "also": _also(request, form),
        "is_near": form.point is not None,
        "may_manage": can_somewhere(request.user, MANAGE),
    }
    return render(request, "gis/places.html", context, status=422 if form.errors else 200)


def listed(form: DirectoryForm, calendar: Calendar) -> "QuerySet[Any]":
    """Return the places that a form asks for, in their order."""
    asked = form.cleaned_data
    rows: Any = ServicePoint.objects.valid_on(calendar.now.date()).listed()
    if category := asked.get("category"):
        rows = rows.filter(category=category)
    if territory := asked.get("territory"):
        rows = rows.filter(territory__code=territory)
    if text := asked.get("q"):
        rows = rows.called(words_of(text))
    if asked.get("open"):
        written = rows.exclude(opening_hours="").order_by().values_list("opening_hours", flat=True)
        rows = rows.with_hours([hours for hours in written.distinct() if calendar.is_open(hours)])
    found: QuerySet[Any]
    if form.point:
        found = rows.nearest_to(form.point)
    else:
        found = rows.order_by("name_ar" if get_language() == "ar" else "name_fr", "pk")
    return found


@never_cache
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Answer what is called as `q`, for the search box: `?q=&near=longitude,latitude&limit=`."""
    near = point_of(request.GET.get("near", ""))
    typed = request.GET.get("limit", "")
    limit = min(max(int(typed), 1), 20) if typed.isascii() and typed.isdigit() else 8
    found = find_places(actor=request.user, text=request.GET.get("q", ""), near=near, limit=limit)
    return JsonResponse({"results": [as_result(each) for each in found]})


def as_result(found: Found) -> dict[str, Any]:
    """Return something found as the search box takes it."""
    return {
        "kind": found.kind,
        "title": found.title,
        "label": found.label,
        "other": found.other_label,
        "detail": found.detail,
        "point": [round(found.longitude, 6), round(found.latitude, 6)],
        "away_m": None if found.away_m is None else round(found.away_m),
        "url": address_of(found),
    }


def address_of(found: Found) -> str:
    """Return the page of what was found; without one, that of the places near it."""
    if found.source.page:
        return reverse(found.source.page, args=[found.ref])
    near = f"{found.longitude:.6f},{found.latitude:.6f}"
    return f"{reverse('places:places')}?{urlencode({'near': near})}"


def _also(request: HttpRequest, form: DirectoryForm) -> list[dict[str, Any]]:
    text = form.cleaned_data.get("q", "")
    if not text:
        return []
    found = find_places(actor=request.user, text=text, near=form.point, limit=MOST_ALSO * 2)
    others = [each for each in found if each.kind != "service"]
    return [as_result(each) for each in others[:MOST_ALSO]]


@never_cache
@require_safe
def at(request: HttpRequest) -> JsonResponse:
    """Answer where a point lies and what is nearest to it: `?lon=&lat=`, in degrees."""
    point = point_of(f"{request.GET.get('lon', '')},{request.GET.get('lat', '')}")
    if point is None:
        message = _("Give lon and lat in decimal degrees.")
        return JsonResponse({"error": message}, status=400)
    answer = _as_answer(whereis(point, actor=request.user))
    things = things_near(point, actor=request.user)
    return JsonResponse(answer | {"things": [_as_thing(each) for each in things]})


def _as_thing(thing: Thing) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "ref": thing.ref,
        "words": thing.words,
        "point": [round(thing.longitude, 6), round(thing.latitude, 6)],
        "distance_m": round(thing.distance_m, 1),
    }


def _as_answer(found: Whereabouts) -> dict[str, Any]:
    return {
        "words": found.words,
        "territory": found.territory.code if found.territory else "",
        "territories": [
            {"level": level, "title": each.get_level_display(), "code": each.code}
            | {"label": each.name}
            for level, each in found.territories.items()
        ],
        "nearest": [
            {
                "kind": each.kind,
                "title": each.title,
                "label": each.label,
                "distance_m": round(each.distance_m, 1),
            }
            for each in found.nearest.values()
        ],
    }


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place: where it is, when it is open, what it handles."""
    now = timezone.localtime()
    rows = ServicePoint.objects.valid_on(now.date()).listed()
    found = get_object_or_404(rows, code=code)
    names = dict(procedures()) if found.procedures else {}
    context = {
        "place": found,
        "opening": Calendar(now).opening(found.opening_hours),
        "procedures": [names.get(each, each) for each in found.procedures],
        "may_manage": can_somewhere(request.user, MANAGE),
        "near": f"{found.geom.x:.6f},{found.geom.y:.6f}",
    }
    return render(request, "gis/place.html", context)
