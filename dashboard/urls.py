"""Addresses of the council's door; `/live/stream` is answered by the ASGI process."""

from django.urls import path

from dashboard.views import listing, live, snapshot

app_name = "dashboard"
urlpatterns = [
    path("", live, name="live"),
    path("live/list/", listing, name="list"),
    path("live/snapshot.json", snapshot, name="snapshot"),
]
