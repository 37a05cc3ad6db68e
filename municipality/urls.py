"""Root addresses: each door brings its own."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", set_language, name="set_language"),
    path("account/", include("people.access.urls")),
    path("verify/", include("casework.signatures.urls")),
    path("tiles/", include("gis.urls")),
    path("ingest/", include("ingest.urls")),
    path("", include("dashboard.urls")),
]
