"""Addresses of the directory of places and of the search box."""

from django.urls import path

from gis import place_desk_views as desk
from gis import place_views as views
from gis.declarations import MANAGE
from gis.place_tables import SERVICE_POINTS
from people.gates import public, requires
from workspace.tables.views import TableView

staff = requires(MANAGE)
table = TableView.as_view(table=SERVICE_POINTS, template_name="gis/place_table.html")

app_name = "places"
urlpatterns = [
    path("", public(views.places), name="places"),
    path("search/", public(views.search), name="search"),
    path("at/", public(views.at), name="at"),
    path("manage/", staff(table), name="manage"),
    path("manage/new/", staff(desk.create), name="create"),
    path("manage/at/<slug:code>/", staff(desk.change), name="change"),
    path("at/<slug:code>/", public(views.place), name="place"),
]
