"""Addresses of the map and of its list."""

from django.urls import path

from gis.atlas import views
from people.gates import public

app_name = "atlas"
urlpatterns = [
    path("", public(views.map_page), name="map"),
    path("list/", public(views.listing), name="list"),
    path("identify/", public(views.identified), name="identify"),
    path("area/", public(views.area), name="area"),
]
