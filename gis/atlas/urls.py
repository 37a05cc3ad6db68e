"""Addresses of the map, of its list and of its notes."""

from django.urls import path

from gis.atlas import note_views, views
from gis.atlas.tables import NOTES
from people.gates import public, signed_in
from workspace.tables.views import TableView

notes = TableView.as_view(table=NOTES, template_name="atlas/notes.html")

app_name = "atlas"
urlpatterns = [
    path("", public(views.map_page), name="map"),
    path("list/", public(views.listing), name="list"),
    path("identify/", public(views.identified), name="identify"),
    path("area/", public(views.area), name="area"),
    path("notes/", signed_in(notes), name="notes"),
    path("notes/new/", signed_in(note_views.create), name="create_note"),
    path("notes/<int:number>/", signed_in(note_views.note), name="note"),
    path("notes/<int:number>/change/", signed_in(note_views.change), name="change_note"),
    path("notes/<int:number>/delete/", signed_in(note_views.delete), name="delete_note"),
]
