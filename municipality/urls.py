"""Root addresses: each door brings its own."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from municipality import views
from municipality.admin import site
from people.gates import public

handler500 = "municipality.errors.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("about/", public(views.about), name="about"),
    path("accessibility/", public(views.accessibility), name="accessibility"),
    path("privacy/", public(views.privacy), name="privacy"),
    path("styleguide/", public(views.styleguide), name="styleguide"),
    path("manifest.webmanifest", public(views.manifest), name="manifest"),
    path("language/", public(set_language), name="set_language"),
    path("account/", include("people.access.urls")),
    path("resident/", include("people.residents.urls")),
    path("reference/", site.urls),
    path("verify/", include("casework.signatures.urls")),
    path("cases/", include("casework.urls")),
    path("requests/", include("casework.request_urls")),
    path("documents/", include("casework.documents.urls")),
    path("messages/", include("casework.messages.urls")),
    path("dev/messages/", include("casework.messages.dev_urls")),
    path("organisation/", include("people.urls")),
    path("organisation/people/", include("people.access.restoring_urls")),
    path("signatures/", include("casework.signatures.desk_urls")),
    path("tiles/", include("gis.urls")),
    path("ogc/", include("gis.ogc.urls")),
    path("basemap/", include("gis.basemap.urls")),
    path("ingest/", include("ingest.urls")),
    path("desk/", include("workspace.urls")),
    path("fleet/", include("fleet.urls")),
    path("lighting/", include("lighting.urls")),
    path("territory/", include("gis.list_urls")),
    path("places/", include("gis.place_urls")),
    path("map/", include("gis.atlas.urls")),
    path("geodata/", include("gis.imports.urls")),
    path("layers/", include("gis.exports.urls")),
    path("", include("dashboard.urls")),
]
