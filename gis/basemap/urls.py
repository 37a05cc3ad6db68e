"""Addresses of the archives of base maps."""

from django.urls import path

from gis.basemap.views import archive
from people.gates import public

app_name = "basemap"
urlpatterns = [path("<slug:name>.pmtiles", public(archive), name="archive")]
