"""Addresses of the tiles."""

from django.urls import path

from gis.views import tile
from people.gates import public

app_name = "gis"
urlpatterns = [
    path("<str:names>/<int:z>/<int:x>/<int:y>.mvt", public(tile), name="tile"),
]
