"""Addresses of layers; each view asks whether the reader may see the layer."""

from django.urls import path

from gis.exports import views
from people.gates import public

app_name = "layers"
urlpatterns = [
    path("", public(views.layers), name="layers"),
    path("<str:name>/", public(views.layer), name="layer"),
    path("<str:name>/export/", public(views.export), name="export"),
]
