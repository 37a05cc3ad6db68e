"""Addresses whose pages fail, each in its way."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def failing(error: type[Exception]) -> object:
    """Return a view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("broken/", failing(RuntimeError)),  # type: ignore[arg-type]
    path("suspicious/", failing(SuspiciousOperation)),  # type: ignore[arg-type]
    path("refused/", failing(PermissionDenied)),  # type: ignore[arg-type]
    path("", include("municipality.urls")),
]
