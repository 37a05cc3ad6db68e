"""Addresses of the tiles."""

from django.urls import path

from gis.views import tile

app_name = "gis"
urlpatterns = [
    path("<str:names>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
]
