"""Addresses of the council's door; `/live/stream` is answered by the ASGI process."""

from django.urls import path

from dashboard.overview import views as overview
from dashboard.views import listing, live, snapshot
from people.gates import public, requires

may_read = requires("dashboard.read_overview")

app_name = "dashboard"
urlpatterns = [
    path("", public(live), name="live"),
    path("live/list/", public(listing), name="list"),
    path("live/snapshot.json", public(snapshot), name="snapshot"),
    path("overview/", may_read(overview.overview), name="overview"),
    path("overview/<str:code>/", may_read(overview.indicator), name="indicator"),
    path("overview/<str:code>/<int:number>/", may_read(overview.record), name="record"),
]
