"""Addresses of the door of the machines."""

from django.urls import path

from ingest import views

urlpatterns = [path("osmand/", views.osmand, name="ingest-osmand")]
