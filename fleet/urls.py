"""Addresses of the fleet."""

from django.urls import path

from fleet.tables import BUS_STOPS, VEHICLES
from people.gates import signed_in
from workspace.tables.views import TableView

app_name = "fleet"
urlpatterns = [
    path("vehicles/", signed_in(TableView.as_view(table=VEHICLES)), name="vehicles"),
    path("stops/", signed_in(TableView.as_view(table=BUS_STOPS)), name="stops"),
]
