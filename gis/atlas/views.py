"""The map, what lies at a point of it, how much lies within an area, and the same as a list."""

from typing import Any

from django.contrib.gis.measure import Distance
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from gis.atlas import presenting, wording
from gis.atlas.forms import PointForm, ReadingForm, SearchForm, drawable, names_of, text_of
from gis.atlas.note_forms import NoteForm
from gis.atlas.reading import (
    Feature,
    Found,
    Joined,
    counts,
    identify,
    nearest_zoom,
    read_feature,
    with_territories,
)
from gis.basemap.offers import choice
from gis.whereis import whereis

ROWS_A_PAGE = 50


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map; its address says what of it."""
    layers = drawable(request.user)
    shown = names_of(request.GET) if "layers" in request.GET else presenting.first_shown(layers)
    first, today = presenting.first_day(layers), timezone.localdate()
    settings = {
        **presenting.for_scripts(layers),
        "tiles": "/tiles/{layers}/{z}/{x}/{y}.mvt",
        "basemaps": choice(),
        "identify": reverse("atlas:identify"),
        "area": reverse("atlas:area"),
        "list": reverse("atlas:list"),
        "today": today.isoformat(),
        "words": wording.script_words(),
    }
    context = {
        "groups": presenting.groups(layers, shown, request.user),
        "settings": settings,
        "search": SearchForm(),
        "note_form": NoteForm(person=request.user) if request.user.is_authenticated else None,
        "keys_of_map": wording.keys_of_map(),
        "first_day": first,
        "today": today,
    }
    return render(request, "atlas/map.html", context)


@require_safe
def identified(request: HttpRequest) -> HttpResponse:
    """Tell what lies at a point: features of the layers, and the place itself."""
    form = PointForm(request.GET, actor=request.user)
    if not form.is_valid():
        return _answer(request, "identify", {"form": form}, status=422)
    if name := form.cleaned_data["feature"]:
        return _one(request, form, name)
    found = identify(
        layers=form.chosen, point=form.point, zoom=form.level, actor=request.user, on=form.day
    )
    told = iter(with_territories(each for one in found for each in one.features))
    found = [
        Found(one.layer, [next(told) for _each in one.features], has_more=one.has_more)
        for one in found
    ]
    place = whereis(form.point, day=form.day, actor=request.user)
    nearest = () if form.day else place.nearest.values()  # it is known of today alone
    context = {
        "form": form,
        "found": found,
        "place": place,
        "words": "" if form.day else place.words,
        "nearest": [(each, Distance(m=each.distance_m)) for each in nearest],
        "coordinates": f"{form.point.y:.5f}, {form.point.x:.5f}",
    }
    return _answer(request, "identify", context)


def _one(request: HttpRequest, form: PointForm, name: str) -> HttpResponse:
    feature = read_feature(layers=form.open, name=name, actor=request.user, on=form.day)
    found = [Found(one.layer, [one]) for one in with_territories([feature] if feature else [])]
    return _answer(request, "identify", {"form": form, "found": found})


@require_safe
def area(request: HttpRequest) -> HttpResponse:
    """Count what lies within an area, for the panel; without a script the list says it."""
    if not _is_part(request):
        return redirect(f"{reverse('atlas:list')}?{request.GET.urlencode()}")
    form = ReadingForm(request.GET, actor=request.user)
    if not form.is_valid():
        return _answer(request, "area", {"form": form}, status=422)
    context = {"form": form, "counted": _counted(request, form), "query": query_of(form)}
    return _answer(request, "area", context)


def _counted(request: HttpRequest, form: ReadingForm) -> list[Any]:
    return counts(layers=form.chosen, actor=request.user, area=form.within, on=form.day)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List what the map shows: the same layers, area and day, for readers without the map."""
    asked = request.GET.copy()
    if "layers" not in asked:
        asked.setlist("layers", presenting.first_shown(drawable(request.user)))
    form = ReadingForm(asked, actor=request.user)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        counted = _counted(request, form)
        rows = Joined(counted, request.user, form.within, form.day)
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        listed = [(each, _on_map(form, each)) for each in page]
        context |= {"counted": counted, "page": page, "listed": listed, "query": query_of(form)}
    return render(request, "atlas/list.html", context, status=422 if form.errors else 200)


def _on_map(form: ReadingForm, feature: Feature) -> str:
    """Return the address of the map at a feature."""
    query = QueryDict(mutable=True)
    query["lon"], query["lat"] = f"{feature.place.x:.5f}", f"{feature.place.y:.5f}"
    query["zoom"] = str(nearest_zoom(feature))
    query["layers"] = ",".join(each.name for each in form.chosen)
    query["feature"] = feature.name
    if form.day:
        query["on"] = form.day.isoformat()
    return f"{reverse('atlas:map')}?{query.urlencode(safe=',:')}"


def query_of(form: ReadingForm) -> str:
    """Return what a form asks for as the query of an address."""
    query = QueryDict(mutable=True)
    query["layers"] = ",".join(each.name for each in form.chosen)
    if form.within:
        query["area"] = text_of(form.within)
    if form.day:
        query["on"] = form.day.isoformat()
    return query.urlencode(safe=",;:")


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _answer(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Answer with a piece of the page to its script, and with a whole page to a reader."""
    template = f"atlas/{name}_part.html" if _is_part(request) else f"atlas/{name}.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    patch_cache_control(response, private=True, no_cache=True)
    return response
