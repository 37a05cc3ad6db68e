"""Addresses whose pages fail, each in its way."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def failing(error: type[Exception]) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("broken/", failing(RuntimeError)),
    path("suspicious/", failing(SuspiciousOperation)),
    path("refused/", failing(PermissionDenied)),
    path("", include("municipality.urls")),
]
