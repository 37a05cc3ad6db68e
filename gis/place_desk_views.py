"""The staff's pages of the directory: a place is entered and changed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis.models import ServicePoint
from gis.place_forms import ServicePointForm
from gis.services import change_service_point, create_service_point
from people.views.editing import say, visitor


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Enter a place."""
    return _edited(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a place; an end of its days takes it out of the directory."""
    rows = ServicePoint.objects.select_related("territory").defer("territory__geom")
    return _edited(request, get_object_or_404(rows, code=code))


def _edited(request: HttpRequest, place: ServicePoint | None) -> HttpResponse:
    form = ServicePointForm(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, place, form)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("The place is saved."))
            return redirect("places:manage")
    title = place.name if place else _("New place")
    context = {"form": form, "title": title, "place": place}
    status = 422 if form.errors else 200
    return render(request, "gis/place_form.html", context, status=status)


def _save(request: HttpRequest, place: ServicePoint | None, form: ServicePointForm) -> None:
    actor = visitor(request)
    if place is None:
        create_service_point(actor=actor, request=request, **form.values)
    else:
        change_service_point(place=place, actor=actor, request=request, **form.values)
