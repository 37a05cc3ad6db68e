"""Addresses of the lighting."""

from django.urls import path

from lighting.tables import CABINETS, LAMPS
from people.gates import signed_in
from workspace.tables.views import TableView

app_name = "lighting"
urlpatterns = [
    path("lamps/", signed_in(TableView.as_view(table=LAMPS)), name="lamps"),
    path("cabinets/", signed_in(TableView.as_view(table=CABINETS)), name="cabinets"),
]
