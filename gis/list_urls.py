"""Addresses of the lists of the territory."""

from django.urls import path

from gis.tables import ADDRESSES, STREETS
from people.gates import signed_in
from workspace.tables.views import TableView

app_name = "streets"
urlpatterns = [
    path("streets/", signed_in(TableView.as_view(table=STREETS)), name="streets"),
    path("addresses/", signed_in(TableView.as_view(table=ADDRESSES)), name="addresses"),
]
