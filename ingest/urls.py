"""Addresses of the door of the machines."""

from django.urls import path

from ingest import views
from people.gates import public

urlpatterns = [path("osmand/", public(views.osmand), name="ingest-osmand")]
