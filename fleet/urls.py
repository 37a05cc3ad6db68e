"""Addresses of the fleet."""

from django.urls import path

from fleet.tables import VEHICLES
from people.gates import signed_in
from workspace.tables.views import TableView

app_name = "fleet"
urlpatterns = [
    path("vehicles/", signed_in(TableView.as_view(table=VEHICLES)), name="vehicles"),
]
